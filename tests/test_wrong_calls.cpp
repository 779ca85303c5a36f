#include "tests/catch.h"
#include "tests/wrong_calls.h"

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

using namespace heed;
using namespace heed::testing;

namespace {

WrongCalls table() {
  WrongCalls all;
  for (const WrongCalls& calls : {wrong_ground_calls(), wrong_tensor_calls(), wrong_operation_calls(),
                                  wrong_network_calls(), wrong_translator_calls()})
    all.insert(all.end(), calls.begin(), calls.end());
  return all;
}

std::string outcome(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  } catch (const std::exception& error) {
    return std::string("another exception: ") + error.what();
  }
  return "no exception";
}

// The functions that a header declares at the beginning of a line. Those of the namespaces kernel, detail
// and reference have preconditions instead.
std::set<std::string> functions_of(const std::filesystem::path& header) {
  static const std::regex declaration(
      R"(^(?:inline |constexpr )?[A-Za-z_][\w:<>, ]*[ &*]+(operator[^ (]+|\w+)\()");
  std::ifstream file(header);
  std::set<std::string> names;
  std::string line;
  bool internal = false;
  while (std::getline(file, line)) {
    if (line.starts_with("namespace ")) internal = line.find("detail") + 1 || line.find("kernel") + 1;
    if (line.starts_with("}  // namespace")) internal = false;
    std::smatch found;
    if (!internal && std::regex_search(line, found, declaration) && !line.starts_with("return") &&
        found[1] != "alignas")
      names.insert(found[1]);
  }
  return names;
}

}  // namespace

TEST_CASE("a wrong call is refused by an error that names the operation", "[wrong-calls]") {
  for (const WrongCall& row : table()) {
    const std::string text = outcome(row.call);
    INFO(row.function << " must say: " << row.message << "\nbut says: " << text);
    CHECK(text.starts_with(row.message));
  }
}

TEST_CASE("no public function is missing in the table of wrong calls", "[wrong-calls]") {
  std::set<std::string> known;
  for (const WrongCall& row : table()) known.insert(row.function);
  // These take any arguments; record() is for those who write operations.
  for (const char* name : {"to_string", "hash_bits", "is_recording", "operator<<", "youngest_first",
                           "unregistered_parameters", "reduce", "record", "inside_numbers", "kind_of",
                           "score_table", "score_names", "model_tables", "mel_of_hertz", "hertz_of_mel"})
    known.insert(name);
  for (const char* room : {"tensor", "autograd", "autograd/operations", "nn", "nn/attention", "nn/audio",
                           "nn/recurrent", "nn/transformer", "nn/optim", "nn/vision"}) {
    for (const auto& entry : std::filesystem::directory_iterator(room)) {
      if (entry.path().extension() != ".h" || entry.path().filename() == "loops.h") continue;
      for (const std::string& name : functions_of(entry.path())) {
        INFO(entry.path().string() << ": " << name);
        CHECK(known.count(name) == 1);
      }
    }
  }
}
