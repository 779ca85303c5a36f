// The file of a translator: a saved translator is loaded unchanged, and a damaged file is an error, not a crash.
#include "nn/translate/translator.h"
#include "tensor/files/file.h"
#include "tensor/ground/memory.h"
#include "tests/catch.h"
#include "tests/nn/helpers.h"
#include "tests/nn/translate/models.h"
#include "tests/temporary_folder.h"

#include <cmath>

using namespace heed;
using namespace heed::testing;

TEST_CASE("translator: saving and loading gives the same translator, for every kind of model",
          "[translator]") {
  for (const Translator& saved : small_translators()) {
    const TemporaryFolder folder;
    saved.save(folder / "a/b");  // makes the folders on the way
    Translator loaded = Translator::load(folder / "a/b");
    CHECK(loaded.source == saved.source);
    CHECK(loaded.target == saved.target);
    CHECK(loaded.tokenizer == saved.tokenizer);
    CHECK(loaded.model->settings() == saved.model->settings());
    CHECK_FALSE(loaded.model->is_training());
    const std::vector<Tokens> source{{2, 4, 5, 6, 3}};
    const auto ours = translate(*saved.model, source), theirs = translate(*loaded.model, source);
    CHECK(ours[0].tokens == theirs[0].tokens);
    CHECK(ours[0].log_probability == theirs[0].log_probability);
  }
}

TEST_CASE("translator: a file that is cut off anywhere is an error that names the file", "[translator]") {
  const TemporaryFolder folder;
  for (const std::size_t kind : {std::size_t{1}, std::size_t{7}}) {
    small_translators()[kind].save(folder.path);
    const std::string file = model_file_in(folder.path), whole = read_file(file);
    for (std::size_t size = 0; size < whole.size(); size += 61) {
      write_file(file, {std::string_view(whole).substr(0, size)});
      CHECK_THAT(error_of([&] { Translator::load(folder.path); }), Catch::Contains(file));
    }
  }
}

TEST_CASE("translator: a file with any byte of its header changed loads or is an error", "[translator]") {
  const TemporaryFolder folder;
  small_translators()[1].save(folder.path);
  const std::string file = model_file_in(folder.path), whole = read_file(file);
  const std::size_t header = whole.find("}}") + 2;
  std::size_t refused = 0, tried = 0;
  for (std::size_t i = 0; i < header; i += 3, ++tried) {
    std::string changed = whole;
    changed[i] = static_cast<char>(changed[i] ^ 4);
    write_file(file, {changed});
    refused += !error_of([&] { Translator::load(folder.path); }).empty();
  }
  CHECK(refused > tried / 2);
}

TEST_CASE("translator: a value that is NaN or infinite is an error that names its tensor", "[translator]") {
  for (const double wrong : {std::nan(""), HUGE_VAL, -HUGE_VAL}) {
    for (const std::size_t kind : {std::size_t{1}, std::size_t{7}}) {
      for (std::size_t i = 0; i < small_translators()[kind].contents().tensors.size(); i += 5) {
        const Translator translator = std::move(small_translators()[kind]);
        auto [name, tensor] = translator.contents().tensors[i];
        tensor.mutable_data()[tensor.numel() - 1] = static_cast<Scalar>(wrong);
        CHECK_THAT(error_of([&] { Translator::from_contents(translator.contents(), "f"); }),
                   Catch::StartsWith("cannot use 'f' as a model: tensor '" + name + "' contains ") &&
                       Catch::Contains("which is not a finite number"));
      }
    }
  }
}

TEST_CASE("translator: settings that need more memory than the tensors justify are an error, at once",
          "[translator]") {
  struct Case {
    std::size_t kind;
    std::map<std::string, std::string> settings;
  };
  const std::vector<Case> cases{{1, {{"hidden", "10000"}}},
                                {1, {{"embedding", "100000"}}},
                                {1, {{"hidden", "300"}, {"layers", "1000"}}},
                                {0, {{"layers", "1000"}, {"hidden", "100000"}}},
                                {7, {{"size", "100000"}}},
                                {7, {{"feed_forward", "100000"}, {"layers", "1000"}}},
                                {8, {{"longest", "100000000"}}}};
  for (const auto& [kind, settings] : cases) {
    const Translator translator = std::move(small_translators()[kind]);
    NamedTensors contents = translator.contents();
    for (const auto& [name, value] : settings) contents.metadata[name] = value;
    release_kept_memory();
    const MemoryUse before = memory_use();
    CHECK_THAT(error_of([&] { Translator::from_contents(contents, "f"); }),
               Catch::StartsWith("cannot use 'f' as a model: its settings describe a larger model than its "
                                 "tensors, which have ") &&
                   Catch::Contains(settings.begin()->first + " " + settings.begin()->second));
    CHECK(memory_use().kept + memory_use().in_use < before.in_use + (4 << 20));
  }
  // Without learned positions, `longest` takes no memory.
  NamedTensors contents = small_translators()[7].contents();
  contents.metadata["longest"] = "100000000";
  CHECK(error_of([&] { Translator::from_contents(contents, "f"); }) == "");
}

TEST_CASE("translator: a directory without a translator is an error that says why", "[translator]") {
  const TemporaryFolder folder;
  CHECK_THAT(error_of([&] { Translator::load(folder / "none"); }),
             Catch::Contains("there is no model directory '" + (folder / "none")));
  CHECK_THAT(error_of([&] { Translator::load(folder.path); }),
             Catch::Contains("model.safetensors': No such file"));
  const std::string file = model_file_in(folder.path);
  save_safetensors(file, {});
  CHECK(error_of([&] { Translator::load(folder.path); }) ==
        "cannot use '" + file + "' as a model: it contains tensors, but not those of a translator");

  NamedTensors contents = small_translators()[1].contents();
  contents.metadata["source_words"] = "8";
  CHECK_THAT(error_of([&] { Translator::from_contents(contents, "f"); }),
             Catch::Contains("its vocabularies have 9 and 9 words, but its model has 8 and 9"));
  contents = small_translators()[1].contents();
  contents.tensors.pop_back();
  CHECK_THAT(error_of([&] { Translator::from_contents(contents, "f"); }), Catch::Contains("cannot use 'f'"));
}

TEST_CASE("a model's file has a shared parameter once, and says its other names", "[translator]") {
  std::vector<Translator> translators = small_translators();
  Translator& translator = translators.front();
  Rng rng(1);
  Linear linear(2, 3, rng);
  const std::size_t before = translator.contents().tensors.size();
  CHECK(translator.model->shared_names().empty());
  translator.model->adopt("extra", linear);
  translator.model->adopt("tied", linear);
  const NamedTensors contents = translator.contents();
  CHECK(contents.tensors.size() == before + 2);
  CHECK(contents.metadata.at("shared.tied.weight") == "extra.weight");
  CHECK(contents.metadata.at("shared.tied.bias") == "extra.bias");
  CHECK(contents.metadata.count("shared.extra.weight") == 0);
}
