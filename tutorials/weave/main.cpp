// Weaves a lesson's page, or checks that the page is not stale:
//     weave [--check] LESSON-FOLDER RECORD-FOLDER
// RECORD-FOLDER is the folder that the lesson's program wrote with --record. Run it from the
// project's top folder.
#include "tensor/files/file.h"
#include "tensor/ground/error.h"
#include "tutorials/weave/page.h"

#include <filesystem>
#include <iostream>

namespace {

bool weave_or_check(const std::string& folder, const std::string& record, bool check) {
  using namespace heed;
  const weave::Sources sources(folder, record);
  const std::string path = folder + "/README.md";
  const weave::Woven woven = weave::weave(read_file(path), folder, sources);
  for (const std::string& what : woven.stale)
    std::cout << path << ": " << (check ? "stale: " : "wove ") << what << '\n';
  if (check) {
    if (!woven.stale.empty()) std::cout << "run 'make lessons' and read what has changed\n";
    return woven.stale.empty();
  }
  if (woven.stale.empty()) return true;
  std::filesystem::create_directories(folder + "/figures");
  for (const std::string& name : woven.figures)
    write_file(folder + "/figures/" + name, {sources.figure(name)});
  write_file(path, {woven.page});
  return true;
}

}  // namespace

int main(int count, char** arguments) {
  const bool check = count > 1 && std::string(arguments[1]) == "--check";
  if (count != (check ? 4 : 3)) {
    std::cerr << "usage: weave [--check] LESSON-FOLDER RECORD-FOLDER\n";
    return 2;
  }
  try {
    return weave_or_check(arguments[count - 2], arguments[count - 1], check) ? 0 : 1;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
