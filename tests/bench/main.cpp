// build/bench: times the library on the same tasks as other frameworks. Each task prints one line: its name,
// and the median, minimum and maximum time of one step.
//
//     build/bench train-step --model transformer --batch 64 --vocab 2000 --d-model 128 --threads 2
//     build/bench matmul --m 512 --n 512 --k 512 --threads 1
//
// A step of training is: zero the gradients, forward, cross-entropy over all target positions, backward, clip
// the gradients' norm to 1, Adam. The sources' last two positions are padding in half of the batch.
#include "autograd/operations/attention.h"
#include "autograd/operations/cross_entropy.h"
#include "autograd/operations/functions.h"
#include "autograd/operations/reductions.h"
#include "nn/optim/optimizer.h"
#include "nn/show/chart.h"
#include "nn/text/batches.h"
#include "nn/translate/gru_model.h"
#include "nn/translate/search.h"
#include "nn/translate/transformer_model.h"
#include "nn/translate/translator.h"
#include "tensor/files/file.h"
#include "tensor/ground/error.h"
#include "tensor/ground/options.h"
#include "tensor/ground/stopwatch.h"
#include "tensor/ground/threads.h"
#include "tensor/ground/work.h"
#include "tensor/matmul.h"
#include "tensor/views.h"
#include "tests/bench/limit.h"
#include "tests/cases.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <iostream>
#include <sstream>

namespace {

using namespace heed;

const std::vector<Option> known{
    {"--model", "gru-attention|transformer", "transformer", "train-step: kind of model"},
    {"--threads", "N", "1", "number of threads; the default of limit is one per core"},
    {"--batch", "N", "32", "sentences"},
    {"--src-len", "N", "10", "source tokens in each sentence"},
    {"--tgt-len", "N", "10", "target tokens in each sentence"},
    {"--vocab", "N", "500", "words in each vocabulary"},
    {"--embed", "N", "64", "gru-attention: size of a word's vector"},
    {"--hidden", "N", "128", "gru-attention: size of a state"},
    {"--d-model", "N", "64", "transformer: size of all vectors"},
    {"--heads", "N", "4", "transformer, attention: heads"},
    {"--layers", "N", "2", "transformer: layers in the encoder, and in the decoder"},
    {"--ff", "N", "256", "transformer: size inside the feed-forward blocks"},
    {"--dropout", "P", "0", "train-step: dropout"},
    {"--m", "N", "512", "matmul: rows of the product"},
    {"--n", "N", "512", "matmul: columns of the product"},
    {"--k", "N", "512", "matmul: terms of each sum"},
    {"--transpose", "nn|nt|tn|tt", "nn", "matmul: which operands are transposed views"},
    {"--len", "N", "512", "attention: number of queries and of keys"},
    {"--head-dim", "N", "64", "attention: size of a head"},
    {"--ops", "N", "2000", "scalar-chain: number of operations"},
    {"--directory", "DIR", "", "decode: directory of a trained model"},
    {"--source", "FILE", "", "decode: sentences to translate"},
    {"--beam", "N", "1", "decode: number of hypotheses"},
    {"--out", "FILE.svg", "", "chart: where the figure is saved"},
    {"--seconds", "S", "3", "how long to measure each task"},
};

struct Times {
  double median, min, max;  // seconds
};

Times measure(const std::function<void()>& step, double seconds) {
  for (int warm_up = 0; warm_up < 3; ++warm_up) step();
  std::vector<double> times;
  const Stopwatch total;
  while (total.seconds() < seconds || times.size() < 7) {
    const Stopwatch stopwatch;
    step();
    times.push_back(stopwatch.seconds());
  }
  std::sort(times.begin(), times.end());
  return {times[times.size() / 2], times.front(), times.back()};
}

void print(const std::string& what, const Times& times, double scale, const char* unit,
           const std::string& more = "") {
  std::printf("%s\t%.4g %s\tmin %.4g\tmax %.4g\theed, %d threads%s\n", what.c_str(), times.median * scale,
              unit, times.min * scale, times.max * scale, thread_count(), more.c_str());
  std::fflush(stdout);
}

// The line of a task, with the speed of its matrix products in the median step.
void measure_and_print(const std::string& what, const Options& options, const char* unit,
                       const std::function<void()>& step) {
  const Index before = multiply_adds();
  Index steps = 0;
  const Times times = measure([&] { step(), ++steps; }, options.number("--seconds", 0, 1e6));
  const double done = static_cast<double>(multiply_adds() - before) / static_cast<double>(steps);
  char rate[64];
  std::snprintf(rate, sizeof rate, "\t%.1f G multiply-adds/s", done / times.median * 1e-9);
  print(what, times, 1e3, unit, rate);
}

Batch random_batch(const Options& options, Rng& rng) {
  const Index rows = options.integer("--batch", 1), source = options.integer("--src-len", 3),
              target = options.integer("--tgt-len", 1), words = options.integer("--vocab", 4);
  Batch batch{
      TokenMatrix(rows, source), {}, TokenMatrix(rows, target), TokenMatrix(rows, target), rows * target};
  for (TokenMatrix* matrix : {&batch.source, &batch.target_in, &batch.target_out}) {
    for (Token& token : matrix->ids) token = static_cast<Token>(3 + rng.integer(words - 3));
  }
  for (Index row = 0; row < rows; ++row) {
    const Index length = row < rows / 2 ? source - 2 : source;
    batch.source_lengths.push_back(length);
    for (Index column = length; column < source; ++column) batch.source(row, column) = Vocabulary::pad;
  }
  return batch;
}

std::unique_ptr<TranslationModel> random_model(const Options& options, Rng& rng) {
  const Index words = options.integer("--vocab", 4);
  if (options.choice("--model", {"gru-attention", "transformer"}) == "gru-attention") {
    GRUModelOptions o;
    o.source_words = o.target_words = words;
    o.embedding = options.integer("--embed", 1);
    o.hidden = options.integer("--hidden", 1);
    o.bidirectional = false;
    o.readout = false;
    o.dropout = options.number("--dropout", 0, 1);
    return std::make_unique<GRUModel>(o, rng);
  }
  TransformerModelOptions o;
  o.source_words = o.target_words = words;
  o.transformer = {.size = options.integer("--d-model", 1),
                   .heads = options.integer("--heads", 1),
                   .layers = options.integer("--layers", 1),
                   .feed_forward = options.integer("--ff", 1),
                   .dropout = options.number("--dropout", 0, 1)};
  return std::make_unique<TransformerModel>(o, rng);
}

void train_step(const Options& options) {
  Rng rng(0);
  const auto model = random_model(options, rng);
  const Batch batch = random_batch(options, rng);
  std::vector<Variable> parameters = model->parameters();
  Adam adam(parameters, 1e-3);
  measure_and_print("train-step " + options.text("--model"), options, "ms/step", [&] {
    adam.zero_grad();
    cross_entropy(model->logits(batch), batch.target_out).backward();
    clip_gradient_norm(parameters, 1);
    adam.step();
  });
}

void matmul_work(const Options& options) {
  Rng rng(0);
  const Index m = options.integer("--m", 1), n = options.integer("--n", 1), k = options.integer("--k", 1);
  const std::string views = options.choice("--transpose", {"nn", "nt", "tn", "tt"});
  const Tensor a = views[0] == 'n' ? random_normal({m, k}, rng) : transpose(random_normal({k, m}, rng));
  const Tensor b = views[1] == 'n' ? random_normal({k, n}, rng) : transpose(random_normal({n, k}, rng));
  measure_and_print("matmul", options, "ms", [&] { matmul(a, b); });
}

void attention_work(const Options& options) {
  Rng rng(0);
  const Shape shape{options.integer("--batch", 1), options.integer("--heads", 1), options.integer("--len", 1),
                    options.integer("--head-dim", 1)};
  Variable q = leaf(random_normal(shape, rng)), k = leaf(random_normal(shape, rng)),
           v = leaf(random_normal(shape, rng));
  const double scale = 1 / std::sqrt(static_cast<double>(shape[3]));
  measure_and_print("attention", options, "ms forward+backward", [&] {
    sum(attention(q, k, v, Tensor(), scale)).backward();
    for (Variable* input : {&q, &k, &v}) input->zero_grad();
  });
}

void scalar_chain(const Options& options) {
  const Index operations = options.integer("--ops", 2) / 2 * 2;  // one * and one + at a time
  Variable x = leaf(scalar(1));
  print("scalar-chain",
        measure(
            [&] {
              Variable y = x;
              for (Index i = 0; i < operations / 2; ++i) y = y * 1.0001 + x;
              y.backward();
              x.zero_grad();
            },
            options.number("--seconds", 0, 1e6)),
        1e9 / static_cast<double>(operations), "ns/op forward+backward");
}

void decode(const Options& options) {
  Translator translator = Translator::load(options.text("--directory"));
  std::vector<Tokens> sources;
  Index words = 0;
  CorpusOptions how{.tokenizer = translator.tokenizer};
  for (const SentencePair& pair :
       load_parallel(options.text("--source"), options.text("--source"), how).pairs) {
    sources.push_back(translator.source.encode(pair.source));
  }
  SearchOptions search;
  search.beam = options.integer("--beam", 1);
  const Stopwatch stopwatch;
  for (const Translation& translation : translate(*translator.model, sources, search))
    words += static_cast<Index>(translation.tokens.size());
  const double seconds = stopwatch.seconds();
  std::printf("decode\t%.3g s for %zu sentences\t%.0f tokens/s\tbeam %lld\theed, %d threads\n", seconds,
              sources.size(), static_cast<double>(words) / seconds, static_cast<long long>(search.beam),
              thread_count());
}

void limit() {
  const Limit limit = measure_limit();
  std::printf("multiply-adds\tone thread %.1f G/s\tall %d threads %.1f G/s\n",
              limit.multiply_adds_per_second_one * 1e-9, thread_count(),
              limit.multiply_adds_per_second_all * 1e-9);
  std::printf("memory\tone thread %.1f GB/s\tall %d threads %.1f GB/s\n", limit.bytes_per_second_one * 1e-9,
              thread_count(), limit.bytes_per_second_all * 1e-9);
  std::printf("signal\tfrom one thread to another and back %.0f ns\n", limit.seconds_per_round_trip * 1e9);
}

// Every operation of the tests' table, on the small shapes that it is tested on: what a call costs.
void operations(const Options& options) {
  for (const Case& operation : all_cases()) {
    Rng rng(0);
    std::vector<Variable> inputs;
    for (const Tensor& input : draw_inputs(operation, rng)) inputs.push_back(leaf(input));
    const double seconds = options.number("--seconds", 0, 1e6) / 100;
    const Times forward = measure([&] { operation.function(inputs); }, seconds);
    const Times both = measure([&] { sum(operation.function(inputs)).backward(); }, seconds);
    std::string shapes;
    for (const Shape& shape : operation.shapes) shapes += " " + shape.to_string();
    std::printf("%s\t%.2f us forward\t%.2f us with sum and backward\t%s\n", operation.name.c_str(),
                forward.median * 1e6, both.median * 1e6, shapes.c_str());
  }
}

// Speeds as bars, from lines of "label TAB group TAB speed".
void chart(const Options& options) {
  show::BarChart bars{"Matrix products", {"speed", "G multiply-adds/s", false}, {}, {}};
  std::string line, label, name, speed;
  while (std::getline(std::cin, line)) {
    std::istringstream fields(line);
    if (!std::getline(fields, label, '\t') || !std::getline(fields, name, '\t') ||
        !std::getline(fields, speed))
      fail("chart: expected label, group and speed with tabs between them, not '", line, "'");
    const auto at = std::find(bars.labels.begin(), bars.labels.end(), label) - bars.labels.begin();
    if (at == std::ssize(bars.labels)) bars.labels.push_back(label);
    const auto same = [&](const show::BarGroup& group) { return group.name == name; };
    auto group = std::find_if(bars.groups.begin(), bars.groups.end(), same);
    if (group == bars.groups.end()) group = bars.groups.insert(group, {name, {}});
    if (std::ssize(group->values) <= at) group->values.resize(static_cast<std::size_t>(at) + 1, NAN);
    group->values[static_cast<std::size_t>(at)] = std::strtod(speed.c_str(), nullptr);
  }
  for (show::BarGroup& group : bars.groups) group.values.resize(bars.labels.size(), NAN);
  write_file(options.text("--out"), {show::bar_chart(bars)});
}

int run(const std::vector<std::string>& words) {
  const std::vector<std::string> tasks{"train-step", "matmul", "attention", "scalar-chain",
                                       "decode",     "ops",    "limit",     "chart"};
  if (words.empty() || words[0] == "--help") {
    std::fprintf(words.empty() ? stderr : stdout, "bench TASK [options], where TASK is one of %s\n\n%s",
                 joined(tasks, ", ").c_str(), help_text(known).c_str());
    return words.empty() ? 2 : 0;
  }
  const std::string near = nearest(words[0], tasks);
  const Options options(known, std::vector<std::string>(words.begin() + 1, words.end()));
  // limit measures the whole machine, unless the option is given.
  if (words[0] != "limit" || options.given("--threads"))
    set_thread_count(static_cast<int>(options.integer("--threads", 1)));
  if (words[0] == "train-step")
    train_step(options);
  else if (words[0] == "matmul")
    matmul_work(options);
  else if (words[0] == "attention")
    attention_work(options);
  else if (words[0] == "scalar-chain")
    scalar_chain(options);
  else if (words[0] == "decode")
    decode(options);
  else if (words[0] == "ops")
    operations(options);
  else if (words[0] == "chart")
    chart(options);
  else if (words[0] == "limit")
    limit();
  else
    throw UsageError("unknown task '" + words[0] + "'" +
                     (near.empty() ? "" : "; did you mean " + near + "?"));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(std::vector<std::string>(argv + 1, argv + argc));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench: %s\n", error.what());
    return 1;
  }
}
