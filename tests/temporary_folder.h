// A new folder for a test's files; it is removed at the end of the scope.
#pragma once

#include <filesystem>
#include <fstream>
#include <stdlib.h>
#include <string>
#include <string_view>

struct TemporaryFolder {
  TemporaryFolder() {
    path = (std::filesystem::temp_directory_path() / "heed-test-XXXXXX").string();
    if (mkdtemp(path.data()) == nullptr) throw std::filesystem::filesystem_error("mkdtemp", {});
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string operator/(const std::string& name) const { return path + "/" + name; }

  // Makes a file with this content, and returns its path.
  std::string file(const std::string& name, std::string_view content) const {
    std::ofstream(*this / name, std::ios::binary) << content;
    return *this / name;
  }

  // How many files are in it.
  long count() const {
    long files = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(path)) ++files;
    return files;
  }

  std::string path;
};
