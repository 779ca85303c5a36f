// The attention page of a translator: its numbers are those of the model in each epoch.
#include "autograd/operations/softmax.h"
#include "autograd/watch/attention_watch.h"
#include "nn/translate/translation_page.h"
#include "nn/translate/word_groups.h"
#include "tensor/files/file.h"
#include "tensor/files/json.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tests/catch.h"
#include "tests/nn/helpers.h"
#include "tests/nn/translate/models.h"
#include "tests/temporary_folder.h"

#include <cmath>
#include <map>

using namespace heed;
using namespace heed::testing;

namespace {

const Words source{"a", "e", "?", "b"};

// The sentences in a page's data.
Json sentences_in(const std::string& file) {
  const std::string page = read_file(file), before = "id=\"data\">";
  const std::size_t begin = page.find(before) + before.size();
  const Json data = Json::parse(page.substr(begin, page.find("</script>", begin) - begin), file);
  REQUIRE(data.find("sentences"));
  return *data.find("sentences");
}

const Json& at(const Json& json, std::size_t i) { return json.array()->at(i); }

// Checks a matrix of the page, five significant digits, against one head of (1, heads, rows, columns), or
// against (1, rows, columns).
void check_head(const Json& shown, const Tensor& layer, Index head) {
  const Tensor matrix = layer.rank() == 4 ? select(select(layer, 0, 0), 0, head) : select(layer, 0, 0);
  REQUIRE(static_cast<Index>(shown.array()->size()) == matrix.size(0));
  bool same = true;
  for (Index i = 0; i < matrix.size(0); ++i) {
    const Json& row = at(shown, static_cast<std::size_t>(i));
    REQUIRE(static_cast<Index>(row.array()->size()) == matrix.size(1));
    for (Index j = 0; j < matrix.size(1); ++j) {
      const double exact = static_cast<double>(select(select(matrix, 0, i), 0, j).item());
      same =
          same && std::abs(*at(row, static_cast<std::size_t>(j)).number() - exact) <= 5e-5 * std::abs(exact);
    }
  }
  CHECK(same);
}

Batch batch_of(const Translator& translator, const Translation& translation) {
  const Tokens encoded = translator.source.encode(source);
  Tokens read{Vocabulary::bos};
  read.insert(read.end(), translation.tokens.begin(), translation.tokens.end() - 1);
  return {
      pad_together({encoded}, {0}), {static_cast<Index>(encoded.size())}, pad_together({read}, {0}), {}, 0};
}

// The calls of attention while the model scores the batch, as the page orders them: encoder, decoder, cross.
std::vector<std::pair<std::string, AttentionCall>> attention_of(const Translator& translator,
                                                                const Batch& batch) {
  const NoGrad only_values;
  const AttentionWatch watch;
  translator.model->logits(batch);
  std::vector<std::pair<std::string, AttentionCall>> calls;
  for (const std::string kind : {"encoder", "decoder", "cross"}) {
    for (const AttentionCall& call : watch.joined()) {
      const bool is_cross = call.path == "attention" || call.path.ends_with("cross_attention");
      if (kind == (is_cross ? "cross" : call.path.substr(0, 7))) calls.emplace_back(kind, call);
    }
  }
  return calls;
}

// Checks all maps of one reading against what the model computes.
void check_reading(const Json& reading, const Translator& translator, const Batch& batch) {
  std::size_t maps = 0;
  std::map<std::string, int> layers;
  for (const auto& [kind, call] : attention_of(translator, batch)) {
    const int layer = layers[kind]++;
    const Tensor weights = call.weights();
    for (Index head = 0; head < (weights.rank() == 4 ? weights.size(1) : 1); ++head) {
      const Json& map = at(*reading.find("maps"), maps++);
      INFO(kind << ", layer " << layer << ", head " << head);
      CHECK(*map.find("kind")->string() == kind);
      CHECK(*map.find("layer")->number() == static_cast<double>(layer));
      CHECK(*map.find("head")->number() == static_cast<double>(head));
      check_head(*map.find("weights"), weights, head);
      const Json& inside = *map.find("inside");
      if (!call.formula_holds()) {  // as with ALiBi: the page shows the weights alone
        CHECK_FALSE(inside.find("q"));
        continue;
      }
      check_head(*inside.find("q"), call.q, head);
      check_head(*inside.find("k"), call.k, head);
      check_head(*inside.find("v"), call.v, head);
      // One sentence alone has no padding to hide, and a single word hides nothing.
      if (call.mask.defined() && min(call.mask).item() == 0) {
        check_head(*inside.find("mask"), expand(call.mask, weights.shape()), head);
      } else {
        CHECK_FALSE(inside.find("mask")->array());
      }
    }
  }
  CHECK(maps == reading.find("maps")->array()->size());
}

}  // namespace

TEST_CASE("translation page: every number of every head is that of the model, in each epoch",
          "[translation_page]") {
  std::vector<Translator> now = small_translators(1), earlier = small_translators(2);
  for (std::size_t kind = 0; kind < now.size(); ++kind) {
    if (now[kind].model->settings()["attention"] == "none") continue;
    INFO(now[kind].model->settings()["model"] << " " << now[kind].model->settings()["attention"]);
    const TemporaryFolder folder;
    const Translation translation = translate(*now[kind].model, {now[kind].source.encode(source)})[0];
    TranslationPage page(now[kind], "now");
    page.add(source, translation);
    page.add_epoch("epoch 1", earlier[kind]);
    page.save(folder / "page.html");

    const Json sentences = sentences_in(folder / "page.html");
    const Json& readings = *at(sentences, 0).find("readings");
    REQUIRE(readings.array()->size() == 2);
    const Batch batch = batch_of(now[kind], translation);
    CHECK(*at(readings, 0).find("name")->string() == "epoch 1");
    CHECK(*at(readings, 1).find("name")->string() == "now");
    check_reading(at(readings, 0), earlier[kind], batch);
    check_reading(at(readings, 1), now[kind], batch);

    // Of each epoch how likely it found the words that it was made to write.
    for (const std::size_t reading : {std::size_t{0}, std::size_t{1}}) {
      const Translator& model = reading == 0 ? earlier[kind] : now[kind];
      const Tensor likely = softmax(model.model->logits(batch)).value();
      for (std::size_t step = 0; step < translation.tokens.size(); ++step) {
        const Json& candidates = at(*at(readings, reading).find("candidates"), step);
        const Token token = translation.tokens[step];
        double shown = -1;
        for (const Json& candidate : *candidates.array()) {
          if (*at(candidate, 0).string() == model.target.word(token)) shown = *at(candidate, 1).number();
        }
        const Tensor row = select(select(likely, 0, 0), 0, static_cast<Index>(step));
        const double exact = static_cast<double>(select(row, 0, token).item());
        CHECK(std::abs(shown - exact) <=
              1e-4 * exact);  // five digits, and a different order of the same sums
      }
    }
  }
}

TEST_CASE("translation page: an epoch of a different model is an error", "[translation_page]") {
  const std::vector<Translator> translators = small_translators();
  TranslationPage page(translators[1]);
  CHECK(error_of([&] { page.add_epoch("epoch 2", translators[2]); }) ==
        "epoch 2 does not belong to this model: its setting 'attention' differs. Was it left over from an "
        "earlier run?");
}

TEST_CASE("translation page: a page that grows too large shows the weights alone, and says why",
          "[translation_page]") {
  std::vector<Translator> translators = small_translators();
  Translator& translator = translators[1];
  const Translation translation = translate(*translator.model, {translator.source.encode(source)})[0];
  const AttentionCall inside = attention_of(translator, batch_of(translator, translation)).at(0).second;
  const TemporaryFolder folder;
  // Room for exactly one sentence.
  TranslationPage page(translator, "now", inside.q.numel() + inside.k.numel() + inside.v.numel());
  for (const bool full : {false, true}) {
    page.add(source, translation);
    page.save(folder / "page.html");
    const Json sentences = sentences_in(folder / "page.html");
    const Json& last = at(sentences, sentences.array()->size() - 1);
    const Json& map = at(*at(*last.find("readings"), 0).find("maps"), 0);
    CHECK((map.find("inside")->object() == nullptr) == full);
    CHECK(map.find("weights")->array()->size() == translation.tokens.size());
    CHECK((read_file(folder / "page.html").find("was left out to keep the page small") !=
           std::string::npos) == full);
  }
}

TEST_CASE("attention over pieces becomes attention over words: sums over keys, means over queries",
          "[translation_page]") {
  const show::Matrix weights{3, 4, {0.1, 0.2, 0.3, 0.4, 0.5, 0.1, 0.2, 0.2, 0.25, 0.25, 0.25, 0.25}};
  // Rows 0 and 1 are one word; columns 1 and 2 are one word, and column 3 is padding.
  const show::Matrix words = grouped(weights, {0, 0, 1}, {0, 1, 1});
  REQUIRE(words.rows == 2);
  REQUIRE(words.columns == 2);
  const double expected[] = {0.3, 0.4, 0.25, 0.5};
  for (std::size_t i = 0; i < 4; ++i) CHECK(words.values[i] == Approx(expected[i]));
  CHECK(labels({" fox", ",", " ", "a"}) == Words{"fox", ",", " ", "a"});
}
