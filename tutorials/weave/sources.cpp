#include "tutorials/weave/sources.h"

#include "nn/text/lines.h"
#include "tensor/files/file.h"
#include "tensor/ground/error.h"

#include <algorithm>
#include <filesystem>

namespace heed::weave {
namespace {

constexpr std::string_view blank = " \t";

std::string stripped(const std::string& line) {
  const std::size_t first = line.find_first_not_of(blank);
  return first == std::string::npos ? "" : line.substr(first, line.find_last_not_of(blank) - first + 1);
}

bool is_marker(const std::string& line) {
  const std::string bare = stripped(line);
  return bare.starts_with("// [") && bare.ends_with("]");
}

// Joins lines into one text, without their common indentation and without markers.
std::string block(const std::vector<std::string>& lines) {
  std::size_t indent = std::string::npos;
  for (const std::string& line : lines) indent = std::min(indent, line.find_first_not_of(blank));
  std::string result;
  for (const std::string& line : lines) {
    if (is_marker(line)) continue;
    result += (line.size() > indent ? line.substr(indent) : "") + "\n";
  }
  return result;
}

template <class Names>
std::string listed(const Names& names) {
  std::string result;
  for (const auto& name : names) result += (result.empty() ? "" : ", ") + ("'" + name + "'");
  return result.empty() ? "none" : result;
}

std::vector<std::string> keys(const std::map<std::string, std::string>& map) {
  std::vector<std::string> result;
  for (const auto& [key, value] : map) result.push_back(key);
  return result;
}

}  // namespace

Sources::Sources(const std::string& folder, const std::string& record) : folder_(folder), record_(record) {
  std::string heading;
  for (const std::string& line : read_lines(record + "/output.txt")) {
    if (line.starts_with("## ")) {
      heading = line.substr(3);
      headings_.push_back(heading);
      outputs_[heading];
    } else if (!heading.empty()) {
      outputs_[heading] += line + "\n";
    }
  }
  // Remove the empty line before the next heading.
  for (auto& [name, output] : outputs_) {
    while (output.ends_with("\n\n")) output.pop_back();
    if (output == "\n") output.clear();
  }
  for (const std::string& line : read_lines(record + "/values.tsv")) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos) fail(record, "/values.tsv: no tab in '", line, "'");
    values_[line.substr(0, tab)] = line.substr(tab + 1);
  }
}

std::string Sources::code(const std::string& file, const std::string& part) const {
  const std::string own = folder_ + "/" + file;
  const std::string path = std::filesystem::exists(own) ? own : file;
  const std::vector<std::string> lines = read_lines(path);
  // A mark comes before a definition: [double] must not find a function that returns a double.
  const bool marked = std::any_of(lines.begin(), lines.end(), [&](const std::string& line) {
    return stripped(line) == "// [" + part + "]";
  });
  std::vector<std::string> found;
  bool inside = false;
  for (const std::string& line : lines) {
    const std::string bare = stripped(line);
    if (inside && marked && bare == "// [/" + part + "]") return block(found);
    if (inside) {
      found.push_back(line);
      if (!marked && (line == "}" || line == "};")) return block(found);
    } else if (marked) {
      inside = bare == "// [" + part + "]";
    } else if (line.starts_with(part)) {
      found.push_back(line);
      if (line.ends_with("}") || line.ends_with(";")) return block(found);
      inside = true;
    }
  }
  if (inside)
    fail(path, ": '", part, "' begins but does not end", marked ? ": // [/" + part + "] is missing" : "");
  fail(path, ": no // [", part, "], and no definition that begins with '", part, "'");
}

std::string Sources::output(const std::string& heading) const {
  const auto found = outputs_.find(heading);
  if (found == outputs_.end()) fail("the program has no step '", heading, "'; it has ", listed(headings_));
  return found->second;
}

std::string Sources::value(const std::string& name) const {
  const auto found = values_.find(name);
  if (found == values_.end()) fail("the program has no value '", name, "'; it has ", listed(keys(values_)));
  return found->second;
}

std::string Sources::figure(const std::string& name) const {
  const std::string path = record_ + "/figures/" + name;
  if (!std::filesystem::exists(path)) {
    fail("the program draws no figure '", name, "'; it draws ", listed(figures()));
  }
  return read_file(path);
}

std::vector<std::string> Sources::figures() const {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(record_ + "/figures")) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace heed::weave
