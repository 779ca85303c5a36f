#include "tests/tutorials/markdown.h"

#include "tests/catch.h"

#include <fstream>
#include <regex>
#include <sstream>

std::string page(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  INFO("cannot read " << path << "; the tests run from the project's top folder");
  REQUIRE(file);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

namespace {

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(' ');
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> result;
  for (std::size_t at = 1, bar; (bar = line.find('|', at)) != std::string::npos; at = bar + 1) {
    result.push_back(trimmed(line.substr(at, bar - at)));
  }
  return result;
}

std::vector<std::string> between(const std::string& text, const std::string& open, const std::string& close) {
  std::vector<std::string> result;
  for (std::size_t at = 0; (at = text.find(open, at)) != std::string::npos;) {
    at += open.size();
    const std::size_t end = text.find(close, at);
    if (end == std::string::npos) break;
    result.push_back(text.substr(at, end - at));
    at = end + close.size();
  }
  return result;
}

}  // namespace

std::vector<std::vector<std::string>> table_rows(const std::string& text, const std::string& heading) {
  std::istringstream lines(text);
  std::vector<std::vector<std::string>> rows;
  bool here = false, in_table = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("## ")) here = line.starts_with("## " + heading);
    if (!here || !line.starts_with("|")) {
      in_table = false;
    } else if (line.starts_with("|---")) {
      in_table = true;
    } else if (in_table) {
      rows.push_back(cells(line));
    }
  }
  return rows;
}

std::string prose(const std::string& text) {
  std::istringstream lines(text);
  std::string result;
  bool fenced = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) fenced = !fenced;
    if (fenced || line.starts_with("```") || line.starts_with("|") || line.starts_with("#")) continue;
    result += line + "\n";
  }
  for (const char* const other : {"<!--[^>]*-->", "\\$\\$[^$]*\\$\\$", "`[^`\n]*`"}) {
    result = std::regex_replace(result, std::regex(other), " ");
  }
  return result;
}

std::vector<std::string> links(const std::string& text) { return between(text, "](", ")"); }

std::vector<std::string> quoted_code(const std::string& text) { return between(text, "`", "`"); }
