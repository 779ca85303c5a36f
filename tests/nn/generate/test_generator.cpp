// A generator's file, its training task, and the texts that it writes.
#include "nn/generate/continue_text.h"
#include "nn/generate/language_task.h"
#include "nn/text/language_data.h"
#include "nn/training/model_file.h"
#include "tensor/files/file.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tests/catch.h"
#include "tests/nn/helpers.h"
#include "tests/temporary_folder.h"

#include <algorithm>
#include <cmath>
#include <limits>

using namespace heed;
using namespace heed::testing;

namespace {

GPTOptions small(Index words) {
  return {
      .words = words,
      .transformer = {.size = 8, .heads = 2, .layers = 2, .feed_forward = 12, .dropout = 0, .pre_norm = true},
      .context = 6};
}

Generator small_generator(GPTOptions options = small(7)) {
  Generator generator;
  generator.vocabulary = Vocabulary::build({{"a", 3}, {"b", 2}, {"\\s", 1}});
  generator.model = std::make_unique<GPT>(options, *generator.rng);
  shuffle_parameters(*generator.model, *generator.rng);
  generator.model->eval();
  return generator;
}

}  // namespace

TEST_CASE("generator: saving and loading gives the same generator", "[generator]") {
  GPTOptions micro = small(7);
  micro.transformer.norm = NormKind::rms_without_gain;
  micro.transformer.biases = micro.transformer.final_norm = micro.tied = false;
  micro.transformer.nonlinearity = Nonlinearity::gelu;
  micro.positions = PositionKind::sinusoidal;
  micro.input_norm = true;
  for (const GPTOptions& options : {small(7), micro}) {
    Generator saved = small_generator(options);
    saved.symbols = SymbolKind::words;
    saved.passages = PassageKind::text;
    const TemporaryFolder folder;
    saved.save(folder / "a/b");
    const Generator loaded = Generator::load(folder / "a/b");
    CHECK(loaded.vocabulary == saved.vocabulary);
    CHECK(loaded.symbols == saved.symbols);
    CHECK(loaded.passages == saved.passages);
    CHECK(GPTTable(loaded.model->options()).settings() == GPTTable(options).settings());
    CHECK_FALSE(loaded.model->is_training());
    const TokenMatrix tokens = token_rows({{2, 4, 5, 6}});
    check_same("logits", loaded.model->logits(tokens).value(), saved.model->logits(tokens).value());
  }
}

TEST_CASE("generator: a file that is cut off or changed is an error that names the file", "[generator]") {
  const TemporaryFolder folder;
  small_generator().save(folder.path);
  const std::string file = model_file_in(folder.path), whole = read_file(file);
  for (std::size_t size = 0; size < whole.size(); size += 61) {
    write_file(file, {std::string_view(whole).substr(0, size)});
    CHECK_THAT(error_of([&] { Generator::load(folder.path); }), Catch::Contains(file));
  }
  const auto changed = [&](const std::string& name, const std::string& value) {
    NamedTensors contents = small_generator().contents();
    contents.metadata[name] = value;
    return error_of([&] { Generator::from_contents(contents, "f"); });
  };
  CHECK(changed("format", "heed translator 1") ==
        "cannot use 'f' as a model: it contains tensors, but not those of a generator");
  CHECK(changed("words", "8") ==
        "cannot use 'f' as a model: its vocabulary has 7 words, but its model has 8");
  CHECK_THAT(changed("layers", "900"), Catch::Contains("its settings describe a larger model"));
  for (const char* name : {"symbols", "passages", "norm", "heads", "context", "tied", "vocabulary"})
    CHECK_THAT(changed(name, "nonsense"), Catch::StartsWith("cannot use 'f' as a model: "));
}

TEST_CASE("generator: it draws from the logits of what it has seen, also beyond the context", "[generator]") {
  GPTOptions untied = small(7);  // a tied model would repeat itself, whatever it sees
  untied.tied = false;
  const Generator generator = small_generator(untied);
  const ContinueOptions options{.sampling = {.temperature = 0.2}, .max_length = 17};
  Index longest = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Rng rng(seed), same(seed);
    const Continuation written = continue_text(generator, {Vocabulary::bos, 4}, options, rng);
    Tokens expected = written.tokens;
    if (written.ended) expected.push_back(Vocabulary::eos);
    // The same without a memory: the model sees the tokens since it last forgot the older half.
    Tokens seen{Vocabulary::bos, 4};
    for (const Token token : expected) {
      if (seen.size() > 6) seen.erase(seen.begin(), seen.begin() + 3);
      TokenMatrix row(1, std::ssize(seen));
      row.ids = seen;
      std::vector<Scalar> logits = select(generator.model->logits(row).value(), 1, -1).to_vector();
      logits[0] = logits[1] = logits[2] = -std::numeric_limits<Scalar>::infinity();
      CHECK(token == static_cast<Token>(sample(logits.data(), 7, options.sampling, same)));
      seen.push_back(token);
    }
    longest = std::max(longest, std::ssize(expected));
  }
  CHECK(longest > 12);  // it forgot more than once
}

TEST_CASE("generator: a seed decides the text, which has no padding, unknown or beginning", "[generator]") {
  const Generator generator = small_generator();
  Index ended = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    Rng one(seed), two(seed);
    const ContinueOptions options{.sampling = {.temperature = 3}, .max_length = 9};
    const Continuation first = continue_text(generator, {Vocabulary::bos}, options, one),
                       second = continue_text(generator, {Vocabulary::bos}, options, two);
    CHECK(first.tokens == second.tokens);
    CHECK(std::ssize(first.tokens) <= 9);
    CHECK(first.ended == (std::ssize(first.tokens) < 9));
    for (const Token token : first.tokens) CHECK(token > Vocabulary::eos);
    ended += first.ended;
  }
  CHECK(ended > 0);
  CHECK(ended < 40);
}

TEST_CASE("generator: wrong calls", "[generator]") {
  Generator generator = small_generator();
  Rng rng(1);
  CHECK_THAT(error_of([&] { continue_text(generator, {}, {}, rng); }), Catch::Contains("begins with <bos>"));
  CHECK_THAT(error_of([&] { continue_text(generator, {4}, {}, rng); }), Catch::Contains("begins with <bos>"));
  generator.model->train();
  CHECK_THAT(error_of([&] { continue_text(generator, {2}, {}, rng); }), Catch::Contains("call eval() first"));
  CHECK_THAT(error_of([] { Generator().contents(); }), Catch::StartsWith("generator: it has no model yet"));
}

TEST_CASE("language task: the loss of a batch and of the validation are the mean over the tokens",
          "[generator]") {
  Generator generator = small_generator();
  Passages text;
  for (const char* line : {"ab", "abba b", "b"})
    text.passages.push_back({symbols(line, SymbolKind::characters), 0});
  const EncodedPairs windows = language_windows(text, generator.vocabulary, 6);
  // Each token by itself: - log softmax(logits of all before it)
  double nats = 0, right = 0;
  Index tokens = 0;
  for (const Tokens& window : windows.target) {
    for (std::size_t t = 1; t < window.size(); ++t) {
      TokenMatrix row(1, static_cast<Index>(t));
      row.ids.assign(window.begin(), window.begin() + static_cast<std::ptrdiff_t>(t));
      const std::vector<Scalar> logits = select(generator.model->logits(row).value(), 1, -1).to_vector();
      double total = 0;
      for (const Scalar logit : logits) total += std::exp(static_cast<double>(logit));
      nats += std::log(total) - static_cast<double>(logits[static_cast<std::size_t>(window[t])]);
      right += *std::max_element(logits.begin(), logits.end()) == logits[static_cast<std::size_t>(window[t])];
      ++tokens;
    }
  }
  CHECK(tokens == 3 + 7 + 2);
  const LanguageTask task(generator, windows, windows, 2);
  CHECK(task.if_missing() == Settings{{"key_heads", "0"}, {"reach", "32"}, {"self_attention", "full"}});
  CHECK(task.tokens() == 12);
  CHECK(task.batches_per_epoch() == std::ssize(task.plan()));
  const NoGrad only_values;
  const SummedLoss loss = task.loss({0, 1, 2, 3});
  CHECK(loss.tokens == 12);
  CHECK(static_cast<double>(loss.total.item()) == Approx(nats).epsilon(1e-5));
  const Validation validation = task.validate();
  CHECK(validation.loss == Approx(nats / 12).epsilon(1e-5));
  CHECK(validation.accuracy == Approx(right / 12));
}
