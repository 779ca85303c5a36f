// Lesson 17: GPT in small. A model that predicts the next token writes names and sentences, and answers questions about
// its own text. The lesson's page is README.md.
#include "autograd/watch/attention_watch.h"
#include "nn/show/chart.h"
#include "nn/show/heat_map.h"
#include "nn/text/corpus.h"
#include "tensor/ground/work.h"
#include "tensor/views.h"
#include "tutorials/17-gpt/dialogue.h"
#include "tutorials/17-gpt/names.h"
#include "tutorials/lesson.h"

#include <algorithm>
#include <cmath>
#include <set>

using namespace heed;

namespace {

const SamplingOptions plain{};

// The mean of -log(probability) of a symbol, by the rule that makes the names.
double best_possible(const std::vector<std::string>& names) {
  double nats = 0, symbols = 0;
  for (const std::string& name : names) {
    nats -= log_probability(name);
    symbols += static_cast<double>(name.size()) + 1;  // with its end
  }
  return nats / symbols;
}

std::string joined_names(const GPT& model, Index count, const SamplingOptions& how, Rng& rng) {
  std::string line;
  for (Index i = 0; i < count; ++i)
    line += (i ? " " : "") + name_of(write(model, {boundary}, boundary, how, rng));
  return line;
}

std::vector<std::string> symbols_of(const TokenMatrix& tokens) {
  std::vector<std::string> result;
  for (const Token token : tokens.ids)
    result.push_back(token == boundary ? "_" : std::string(1, static_cast<char>('a' + token)));
  return result;
}

void next_symbol(Lesson& lesson, const Names& names) {
  lesson.step("One step earlier");
  // [one name]
  const Shifted one = shift({name_tokens("kamuro")}, {0});
  // [/one name]
  lesson.table({"position", "1", "2", "3", "4", "5", "6", "7"}, [&] {
    std::vector<std::vector<std::string>> rows{{"input"}, {"target"}};
    for (std::size_t row = 0; row < 2; ++row) {
      for (const std::string& symbol : symbols_of(row ? one.target : one.input)) rows[row].push_back(symbol);
    }
    return rows;
  }());
  lesson.watch("one.input", one.input.to_string(), "one.target", one.target.to_string());
  std::string some;
  for (std::size_t i = 0; i < 8; ++i) some += (i ? " " : "") + names.train[i];
  lesson.say("");
  lesson.say("some names  ", some);
}

// Shares of 500 names that the model writes.
struct Written {
  double possible = 0;   // that the rule can make
  double different = 0;  // different names
  double learned = 0;    // that are in the training set
};

Written judge(const GPT& model, const Names& names, const SamplingOptions& how) {
  constexpr Index count = 500;
  const std::set<std::string> known(names.train.begin(), names.train.end());
  std::set<std::string> different;
  Written result;
  Rng rng(3);
  for (Index i = 0; i < count; ++i) {
    const std::string name = name_of(write(model, {boundary}, boundary, how, rng));
    result.possible += std::isfinite(log_probability(name));
    result.learned += static_cast<double>(known.count(name));
    different.insert(name);
  }
  return {result.possible / count, static_cast<double>(different.size()) / count, result.learned / count};
}

void micro(Lesson& lesson, const Names& names) {
  lesson.step("Before training: ln V");
  const std::vector<Tokens> learn = tokens_of(names.train), test = tokens_of(names.test);
  Rng rng(1);
  const GPT model(micro_gpt(), rng);
  const double start = loss_of(model, test);
  lesson.say("parameters            ", model.parameter_count());
  lesson.say("loss before training  ", rounded(start, 3));
  lesson.say("ln 27                 ", rounded(std::log(27), 3));
  // [wild]
  Rng other(1);
  const GPT wild(micro_gpt(), other);
  for (const auto& [name, parameter] : wild.named_parameters()) {
    Tensor values = parameter.value();
    if (name.starts_with("output")) values.copy_from(values * 50);
  }
  // [/wild]
  lesson.say("wild output weights   ", rounded(loss_of(wild, test), 3));

  lesson.step("A thousand names");
  show::LineChart chart;
  chart.series = {{"loss, mean of 50 steps", {}, {}}, {"the best possible", {}, {}}};
  double sum = 0;
  // [a thousand names]
  train(model, learn,
        {.steps = 1000,
         .watch =
             [&](Index step, double loss) {
               sum += loss;
               if (step % 50 != 0) return;
               chart.series[0].x.push_back(static_cast<double>(step));
               chart.series[0].y.push_back(sum / 50);
               sum = 0;
             }},
        rng);
  // [/a thousand names]
  const double best = best_possible(names.test), reached = loss_of(model, test);
  chart.series[1].x = {50, 1000};
  chart.series[1].y = {best, best};
  chart.title = "microGPT learns names, one a step";
  chart.x = {"step", ""};
  chart.y = {"loss", "nats", false, {1.6, 3.4}};
  lesson.figure("micro.svg", show::line_chart(chart));
  lesson.say("loss on new names  ", rounded(reached, 3));
  lesson.say("the best possible  ", rounded(best, 3));
  lesson.say("it writes          ", joined_names(model, 10, plain, rng));
  lesson.value("best", rounded(best, 2));
  lesson.value("micro", rounded(reached, 2));
  lesson.value("micro possible", percent(judge(model, names, plain).possible));
}

void choosing(Lesson& lesson, const Names& names, const GPT& model) {
  lesson.step("Choosing the next symbol");
  // [first letter]
  const NoGrad guard;
  GPTMemory memory;
  model.step({boundary}, memory);
  const Tensor logits = model.step({'k' - 'a'}, memory);
  // [/first letter]
  const auto after_k = [&](const SamplingOptions& how) {
    const std::vector<double> p = sampling_probabilities(logits.data(), logits.numel(), how);
    std::vector<std::string> row;
    for (const char letter : std::string("aouiey"))
      row.push_back(percent(p[static_cast<std::size_t>(letter - 'a')]));
    double others = 1;
    for (const char letter : std::string("aouiey")) others -= p[static_cast<std::size_t>(letter - 'a')];
    row.push_back(percent(std::abs(others), 1));
    return row;
  };
  const std::vector<std::pair<std::string, SamplingOptions>> ways = {
      {"as it is", plain},
      {"temperature 0.3", {.temperature = 0.3}},
      {"temperature 2", {.temperature = 2}},
      {"top-k 3", {.top_k = 3}},
      {"top-p 0.9", {.top_p = 0.9}}};
  std::vector<std::vector<std::string>> rows, written;
  for (const auto& [name, how] : ways) {
    rows.push_back({name});
    for (const std::string& cell : after_k(how)) rows.back().push_back(cell);
    const Written w = judge(model, names, how);
    written.push_back({name, percent(w.possible), percent(w.different), percent(w.learned)});
  }
  lesson.table({"after k", "a", "o", "u", "i", "e", "y", "others"}, rows);
  lesson.say("");
  lesson.table({"500 names written", "possible", "different", "in the training set"}, written);
  Rng rng(5);
  lesson.say("");
  lesson.say("temperature 0.3  ", joined_names(model, 8, {.temperature = 0.3}, rng));
  lesson.say("temperature 2    ", joined_names(model, 8, {.temperature = 2}, rng));
  lesson.value("possible plain", written[0][1]);
  lesson.value("possible hot", written[2][1]);
  lesson.value("learned cold", written[1][3]);
  lesson.value("learned plain", written[0][3]);
}

void cache(Lesson& lesson) {
  lesson.step("What is remembered");
  Rng rng(2);
  const GPT model(small_gpt(symbol_count, 256), rng);
  TokenMatrix text(1, 256);
  for (Token& token : text.ids) token = static_cast<Token>(rng.integer(symbol_count));
  const NoGrad guard;
  std::vector<std::vector<std::string>> rows;
  bool same = true;
  GPTMemory memory;
  for (Index n = 1; n <= 256; ++n) {
    const Index start = multiply_adds();
    // [with memory]
    const Tensor remembered = model.step({text(0, n - 1)}, memory);
    // [/with memory]
    const Index cached = multiply_adds() - start;
    if (n != 16 && n != 64 && n != 256) continue;
    // [without memory]
    TokenMatrix all(1, n);
    std::copy(text.ids.begin(), text.ids.begin() + n, all.ids.begin());
    const Tensor again = select(model.logits(all).value(), 1, n - 1).clone();
    // [/without memory]
    const Index whole = multiply_adds() - start - cached;
    rows.push_back({std::to_string(n), std::to_string(cached), std::to_string(whole),
                    rounded(static_cast<double>(whole) / static_cast<double>(cached), 0)});
    same = same && std::equal(again.data(), again.data() + again.numel(), remembered.data());
  }
  lesson.table({"tokens so far", "with memory", "without", "times"}, rows);
  lesson.say("the same logits, bit for bit: ", same ? "yes" : "no");
  lesson.value("times 256", rows.back()[3]);
}

// The English side of the corpus.
struct English {
  Vocabulary vocabulary;
  std::vector<Tokens> train, test;

  English() {
    const CorpusOptions split{.tokenizer = Tokenizer::split};
    Corpus corpus = load_pairs("tutorials/corpus/english-german.tsv", split);
    Rng rng(17);
    const std::vector<SentencePair> held_out = hold_out(corpus, 0.1, rng);
    WordCounts counts;
    for (const SentencePair& pair : corpus.pairs) count_words(pair.source, counts);
    vocabulary = Vocabulary::build(counts);
    for (const SentencePair& pair : corpus.pairs) train.push_back(vocabulary.encode(pair.source));
    for (const SentencePair& pair : held_out) test.push_back(vocabulary.encode(pair.source));
  }
  std::string text_of(const Tokens& tokens) const {
    return detokenize(vocabulary.decode(tokens), Tokenizer::split);
  }
};

void words(Lesson& lesson) {
  lesson.step("Words instead of letters");
  const English english;
  Rng rng(1);
  const GPT model(small_gpt(english.vocabulary.size(), 24), rng);
  const double start = loss_of(model, english.test);
  // [words]
  train(model, english.train,
        {.steps = 500,
         .batch = 32,
         .learning_rate = 0.003,
         .watch = [&](Index step, double) { lesson.progress("sentences", step, 500); }},
        rng);
  // [/words]
  lesson.say("words in the vocabulary  ", english.vocabulary.size());
  lesson.say("loss before training     ", rounded(start, 2));
  lesson.say("ln V                     ",
             rounded(std::log(static_cast<double>(english.vocabulary.size())), 2));
  lesson.say("loss on new sentences    ", rounded(loss_of(model, english.test), 2));
  lesson.say("");
  const std::vector<std::pair<std::string, SamplingOptions>> ways = {
      {"the likeliest", {.top_k = 1}},
      {"temperature 0.7", {.temperature = 0.7}},
      {"as it is", plain},
      {"temperature 2", {.temperature = 2}}};
  for (const auto& [name, how] : ways) {
    Rng draws(4);
    for (int i = 0; i < 2; ++i) {
      const Tokens sentence = write(model, {Vocabulary::bos}, Vocabulary::eos, how, draws, 20);
      lesson.say(name, std::string(17 - name.size(), ' '), english.text_of(sentence));
    }
  }
  // [prompt]
  Tokens prompt = english.vocabulary.encode(tokenize("they believe that the", Tokenizer::split));
  prompt.pop_back();  // <eos>
  Rng draws(6);
  const Tokens rest = write(model, prompt, Vocabulary::eos, {.temperature = 0.7}, draws, 20);
  // [/prompt]
  lesson.say("");
  lesson.say("they believe that the ... ", english.text_of(rest));
}

void draw_answer(Lesson& lesson, const GPT& model, const Vocabulary& vocabulary, const std::string& text) {
  TokenMatrix tokens;
  tokens.ids = dialogue_tokens(text, vocabulary);
  tokens.rows = 1;
  tokens.columns = std::ssize(tokens.ids);
  // [attention of the answer]
  AttentionWatch watch;
  model.logits(tokens);
  show::HeatMap map;
  for (const AttentionCall& call : watch.calls()) {
    const Tensor weights = select(call.weights(), 0, 0);  // (heads, queries, keys), or without heads
    const Tensor last = select(reshape(weights, {tokens.columns, tokens.columns}), 0, tokens.columns - 1);
    const std::vector<double> row = last.to_doubles();
    map.matrix.values.insert(map.matrix.values.end(), row.begin(), row.end());
    map.row_labels.push_back(heed::text("layer ", map.row_labels.size() + 1));
  }
  // [/attention of the answer]
  map.title = "Where the last word looks";
  map.row_axis = "layer";
  map.column_axis = "word";
  map.value = "weight";
  for (const Token token : tokens.ids) map.column_labels.push_back(vocabulary.word(token));
  map.matrix.rows = std::ssize(map.row_labels);
  map.matrix.columns = tokens.columns;
  map.low = 0;
  map.high = 1;
  lesson.figure("answer.svg", show::heat_map(map));
}

void dialogues(Lesson& lesson) {
  lesson.step("A dialogue");
  const Vocabulary vocabulary = dialogue_words();
  Rng rng(2);
  const GPT model(dialogue_gpt(vocabulary), rng);
  show::LineChart chart;
  chart.series = {{"loss of the answers, mean of 20 steps", {}, {}},
                  {"choosing one of the three things: ln 3", {}, {}}};
  double sum = 0;
  const Index steps = train_dialogues(model, vocabulary, rng, 1000, [&](Index step, double loss) {
    lesson.progress("dialogues", step, 3000);
    sum += loss;
    if (step % 20 != 0 || step > 1000) return;
    chart.series[0].x.push_back(static_cast<double>(step));
    chart.series[0].y.push_back(sum / 20);
    sum = 0;
  });
  chart.series[1].x = {20, 1000};
  chart.series[1].y = {std::log(3), std::log(3)};
  chart.title = "Suddenly it understands";
  chart.x = {"step", ""};
  chart.y = {"loss", "nats", false, {0, 2.5}};
  lesson.figure("dialogue.svg", show::line_chart(chart));
  lesson.say("trained for ", steps, " steps");
  lesson.say("");
  const std::string facts = "zoe key . ben drum . mia lamp . ";
  lesson.say("it reads   ", facts);
  // [talk]
  std::string text = facts;
  for (const std::string name : {"ben", "zoe", "ben", "mia"}) {
    text += name;
    const Tokens prompt = dialogue_tokens(text, vocabulary);
    const std::string answer =
        vocabulary.word(write(model, prompt, vocabulary.token("."), {.top_k = 1}, rng, 1).at(0));
    lesson.say("you: ", name, "   it: ", answer);
    text += " " + answer + " . ";
  }
  // [/talk]
  const double right = answered(model, vocabulary, 200);
  lesson.say("");
  lesson.say("questions of 200 new dialogues answered correctly  ", percent(right));
  lesson.value("answered", percent(right));
  draw_answer(lesson, model, vocabulary, facts + "ben");
}

void broken(Lesson& lesson, const Names& names) {
  lesson.step("Broken on purpose: the target is not shifted");
  const std::vector<Tokens> learn = tokens_of(names.train);
  Rng rng(1);
  const GPT model(micro_gpt(), rng);
  double last = 0;
  train(model, learn, {.steps = 1000, .shifted = false, .watch = [&](Index, double loss) { last = loss; }},
        rng);
  lesson.say("loss after 1000 names  ", rounded(last, 3));
  Rng draws(1);
  lesson.say("it writes              ",
             "k" + name_of(write(model, {boundary, 'k' - 'a'}, boundary, plain, draws, 10)));

  lesson.step("Fixed: no model can be better than the text allows");
  // [check]
  const double reached = loss_of(model, tokens_of(names.test)), best = best_possible(names.test);
  // [/check]
  lesson.say("its loss as it was trained  ", rounded(last, 3));
  lesson.say("the best possible           ", rounded(best, 3));
  lesson.say("its loss on the next symbol ", rounded(reached, 3));
  lesson.value("ln V", rounded(std::log(27), 3));
  lesson.value("broken loss", rounded(last, 3));
}

}  // namespace

int main(int count, char** arguments) {
  return run_lesson({"17", "GPT in small", "about 25 s on two cores"}, count, arguments, [](Lesson& lesson) {
    const Names names;
    next_symbol(lesson, names);
    micro(lesson, names);
    Rng rng(1);
    const GPT model(small_gpt(symbol_count, 16), rng);
    // [larger]
    train(model, tokens_of(names.train), {.steps = 600, .batch = 32, .learning_rate = 0.003}, rng);
    // [/larger]
    choosing(lesson, names, model);
    cache(lesson);
    words(lesson);
    dialogues(lesson);
    broken(lesson, names);
  });
}
