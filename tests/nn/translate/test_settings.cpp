// The tables of the models' settings: defaults, the form of a model file, and the errors of wrong values.
#include "nn/translate/model_tables.h"
#include "nn/translate/tokenizer_settings.h"
#include "tests/catch.h"
#include "tests/nn/helpers.h"
#include "tests/nn/translate/models.h"

#include <fstream>
#include <sstream>

using namespace heed;
using namespace heed::testing;

namespace {

std::string error_with(Settings settings, const std::string& name, const std::string& value) {
  Rng rng(1);
  settings[name] = value;
  return error_of([&] { make_model(settings, rng); });
}

Settings settings_of(const std::string& kind) {
  Rng rng(1);
  for (const NamedModel& named : small_models(rng)) {
    if (named.name == kind) return named.model->settings();
  }
  fail("there is no small model ", kind);
}

}  // namespace

// The names and forms are those of all model files so far: a file from an earlier version must still load.
TEST_CASE("settings: the form of a model file", "[settings]") {
  CHECK(settings_of("gru none") == Settings{{"model", "gru"},
                                            {"source_words", "9"},
                                            {"target_words", "9"},
                                            {"embedding", "3"},
                                            {"hidden", "4"},
                                            {"layers", "2"},
                                            {"bidirectional", "false"},
                                            {"attention", "none"},
                                            {"dropout", "0"},
                                            {"teacher_forcing", "1"},
                                            {"tied", "none"},
                                            {"readout", "true"}});
  CHECK(settings_of("transformer pre") == Settings{{"model", "transformer"},
                                                   {"source_words", "9"},
                                                   {"target_words", "9"},
                                                   {"size", "4"},
                                                   {"heads", "2"},
                                                   {"layers", "2"},
                                                   {"feed_forward", "5"},
                                                   {"dropout", "0"},
                                                   {"pre_norm", "true"},
                                                   {"nonlinearity", "gelu"},
                                                   {"positions", "learned"},
                                                   {"self_attention", "full"},
                                                   {"reach", "32"},
                                                   {"key_heads", "0"},
                                                   {"tied", "none"},
                                                   {"longest", "24"}});
}

TEST_CASE("settings: each setting that is missing or has a wrong value is named", "[settings]") {
  for (const std::string kind : {"gru additive", "gru none", "transformer pre", "transformer post"}) {
    const Settings settings = settings_of(kind);
    for (const auto& [name, value] : settings) {
      INFO(kind << ": " << name);
      Rng rng(1);
      Settings broken = settings;
      broken.erase(name);
      // Models of before had no such settings.
      const bool newer = name == "tied" || name == "self_attention" || name == "reach" || name == "key_heads";
      CHECK(error_of([&] { make_model(broken, rng); }) ==
            (newer ? "" : "settings: '" + name + "' is missing"));
      for (const std::string wrong :
           {"", "-1", "1x", "1e999", "nan", "inf", "99999999999999999999", "perhaps"}) {
        const std::string error = error_with(settings, name, wrong);
        CHECK_THAT(error, Catch::StartsWith("settings: '" + name + "' must be "));
        CHECK_THAT(error, Catch::Contains(wrong));
      }
    }
  }
}

TEST_CASE("settings: an error names the setting, the value and the allowed values", "[settings]") {
  const Settings gru = settings_of("gru additive"), transformer = settings_of("transformer post");
  CHECK(error_with(transformer, "nonlinearity", "tanh") ==
        "settings: 'nonlinearity' must be one of relu, gelu, not 'tanh'");
  CHECK(error_with(transformer, "nonlinearity", "Gelu") ==
        "settings: 'nonlinearity' must be one of relu, gelu, not 'Gelu'; did you mean relu?");
  CHECK(error_with(gru, "dropout", "7") == "settings: 'dropout' must be 1 or less, not 7");
  CHECK(error_with(transformer, "positions", "learnt") ==
        "settings: 'positions' must be one of sinusoidal, learned, rotary, alibi, not 'learnt'; did you mean "
        "learned?");
  CHECK(error_with(transformer, "pre_norm", "pre") ==
        "settings: 'pre_norm' must be one of false, true, not 'pre'");
  CHECK(error_with(transformer, "heads", "0") == "settings: 'heads' must be 1 or more, not 0");
  CHECK(error_with(transformer, "layers", "1001") == "settings: 'layers' must be 1000 or less, not 1001");
  CHECK(error_with(gru, "hidden", "1e3") == "settings: 'hidden' must be a whole number, not '1e3'");
  CHECK(error_with(gru, "dropout", "1") ==
        "settings: 'dropout' must be less than 1, because nothing would be left");
  CHECK(error_with(gru, "dropout", "nan") == "settings: 'dropout' must be a number, not 'nan'");
  CHECK(error_with(gru, "teacher_forcing", "1.5") ==
        "settings: 'teacher_forcing' must be 1 or less, not 1.5");
  CHECK(error_with(gru, "attention", "cosin") ==
        "settings: 'attention' must be one of additive, dot, scaled, general, cosine, hard, none, "
        "not 'cosin'; did you mean cosine?");
  CHECK(error_with(gru, "model", "gpt") == "settings: 'model' must be one of gru, transformer, not 'gpt'");
  CHECK(error_of([] { tokenizer_from_name("words"); }) ==
        "settings: 'tokenizer' must be one of plain, split, bpe, not 'words'");
}

TEST_CASE("settings: the guide's table lists each setting, with its option and default", "[settings]") {
  std::ifstream file("nn/translate/README.md");
  std::stringstream guide;
  guide << file.rdbuf();
  for (const ModelTable& table : model_tables()) {
    for (const ModelSetting& row : table.rows) {
      INFO(table.model << ": " << row.name);
      const bool chosen = !row.option.empty();
      const std::string start = "| " + table.model + " | `" + row.name + "` | ";
      const std::string line =
          start +
          (chosen ? "`" + row.option + "` | " + row.value->text(SettingForm::command_line) + " | " : "");
      CHECK_THAT(guide.str(), Catch::Contains(line));
    }
  }
}

TEST_CASE("settings: a file without normalization has one of the old tokenisers", "[settings]") {
  for (const Tokenizer tokenizer :
       {Tokenizer::plain, Tokenizer::split, Tokenizer::old_plain, Tokenizer::old_split})
    CHECK(tokenizer_from_settings(tokenizer_settings(tokenizer)) == tokenizer);
  CHECK(tokenizer_from_settings({{"tokenizer", "plain"}}) == Tokenizer::old_plain);
  CHECK(tokenizer_settings(Tokenizer::split) == Settings{{"tokenizer", "split"}, {"normalization", "nfc"}});
  CHECK(error_of([] {
          tokenizer_from_settings({{"tokenizer", "plain"}, {"normalization", "nfkc"}});
        }) == "settings: 'normalization' must be one of nfc, not 'nfkc'; did you mean nfc?");
}
