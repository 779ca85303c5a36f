#include "nn/generate/generator.h"

#include "nn/training/model_file.h"
#include "tensor/ground/error.h"

namespace heed {
namespace {

constexpr const char* format = "heed generator 1";
const std::vector<std::string> symbol_names{"characters", "words"}, passage_names{"lines", "text"};

}  // namespace

GPT& Generator::checked_model() const {
  if (!model) fail("generator: it has no model yet; make one with a GPTTable, or load one");
  return *model;
}

NamedTensors Generator::contents() const {
  NamedTensors contents{checked_model().state_dict(), GPTTable(model->options()).settings()};
  contents.metadata["format"] = format;
  contents.metadata["symbols"] = symbol_names[static_cast<std::size_t>(symbols)];
  contents.metadata["passages"] = passage_names[static_cast<std::size_t>(passages)];
  contents.metadata["vocabulary"] = vocabulary.to_string();
  add_shared_names(contents.metadata, *model);
  return contents;
}

Generator Generator::from_contents(const NamedTensors& contents, const std::string& file) {
  try {
    const SettingsReader read(contents.metadata);
    if (!contents.metadata.count("format") || read.text("format") != format)
      fail("it contains tensors, but not those of a generator");
    Generator generator;
    generator.symbols = static_cast<SymbolKind>(read.choice("symbols", symbol_names));
    generator.passages = static_cast<PassageKind>(read.choice("passages", passage_names));
    generator.vocabulary = Vocabulary::from_string(read.text("vocabulary"), file);
    if (read.count("words") != generator.vocabulary.size())
      fail("its vocabulary has ", generator.vocabulary.size(), " words, but its model has ",
           read.count("words"));
    require_finite(contents.tensors);
    GPTTable table;
    table.set(contents.metadata);
    make_justified(contents, table, [&] { generator.model = table.make(*generator.rng); });
    generator.model->load_state_dict(contents.tensors);
    generator.model->eval();
    return generator;
  } catch (const Error& error) {
    throw Error(text("cannot use '", file, "' as a model: ", error.what()));
  }
}

void Generator::save(const std::string& directory) const {
  save_model_file(model_file_in(directory), contents());
}

Generator Generator::load(const std::string& directory) {
  return from_contents(load_model_file_in(directory), model_file_in(directory));
}

}  // namespace heed
