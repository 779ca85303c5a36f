// Tests that the tables around the lessons are true: each section of each document is covered by a
// lesson that exists or is announced, each test that they name exists, and each known error of the
// documents is listed.
#include "tests/catch.h"
#include "tests/tutorials/markdown.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <set>

namespace {

namespace files = std::filesystem;

// Every section of the documents.
const std::map<std::string, std::vector<std::string>> sections = {
    {"0",
     {"1.1", "1.2", "2.1", "2.2", "3.1", "3.2", "4.1", "4.2", "5.1", "5.2", "6.1", "6.2", "7", "8", "9.1",
      "9.2", "9.3"}},
    {"1", {"1", "2", "3", "4", "5", "6", "7", "8", "9"}},
    {"2",
     {"1.1", "1.2", "2.1", "2.2", "2.3", "3", "4.1", "4.2", "5.1", "5.2", "6", "7", "8", "9.1", "9.2",
      "9.3"}},
    {"3", {"1",     "2.1",   "2.2",   "2.3",   "2.4",   "3.1",   "3.2", "3.3",   "3.4",   "4.1.1", "4.1.2",
           "4.1.3", "4.1.4", "4.2.1", "4.2.2", "4.2.3", "4.2.4", "4.3", "4.4.1", "4.4.2", "4.4.3", "5.1",
           "5.2",   "5.3.1", "5.3.2", "5.3.3", "5.4",   "6.1",   "6.2", "6.3",   "6.4",   "6.5",   "7.1",
           "7.2",   "7.3",   "8.1",   "8.2",   "9.1",   "9.2",   "9.3", "9.4",   "10"}},
    {"4", {"1", "2", "3", "4", "5", "6", "7", "8", "FAQ 1", "FAQ 2", "FAQ 3", "FAQ 4"}}};

// Sections with a known error; one entry for each error.
const std::multiset<std::string> known_errors = {
    "0, 5.1",   "0, 9.3", "1, 5",   "2, 4.1",   "2, 4.2",   "2, 5.1",  "2, 1.2",   "2, 2.3",
    "3, 2.1",   "3, 2.2", "3, 3.1", "3, 4.1.1", "3, 4.1.2", "3, 3.2",  "3, 4.1.3", "3, 4.2.3",
    "3, 4.2.4", "3, 3.4", "3, 4.3", "3, 5.2",   "3, 5.2",   "3, 5.2",  "3, 5.2",   "3, 5.2",
    "3, 5.4",   "3, 6.2", "3, 6.4", "3, 7.3",   "4, 5",     "4, 5",    "4, 5",     "4, 5",
    "4, 5",     "4, 5",   "4, 5",   "4, 5",     "4, 3",     "4, FAQ 1"};

std::string readme() { return page("tutorials/README.md"); }

// The numbered folders that exist.
std::map<std::string, std::string> folders() {
  std::map<std::string, std::string> result;
  for (const auto& entry : files::directory_iterator("tutorials")) {
    const std::string name = entry.path().filename().string();
    if (std::regex_match(name, std::regex("[0-9][0-9]-.*")) && files::exists(entry.path() / "README.md")) {
      result[name.substr(0, 2)] = name;
    }
  }
  return result;
}

// Lessons of the path, by number; true if marked as to come.
std::map<std::string, bool> path() {
  std::map<std::string, bool> result;
  for (const auto& row : table_rows(readme(), "The path")) {
    result[row[0]] = std::count(row.begin(), row.end(), "to come") > 0;
  }
  return result;
}

std::set<std::string> test_names() {
  std::set<std::string> names;
  const std::regex name("TEST_CASE\\(\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
  for (const auto& entry : files::recursive_directory_iterator("tests")) {
    if (entry.path().extension() != ".cpp") continue;
    const std::string source = page(entry.path().string());
    for (std::sregex_iterator at(source.begin(), source.end(), name), end; at != end; ++at)
      names.insert((*at)[1]);
  }
  return names;
}

std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= list.size();) {
    const std::size_t comma = std::min(list.find(", ", at), list.size());
    parts.push_back(list.substr(at, comma - at));
    at = comma + 2;
  }
  return parts;
}

std::vector<std::vector<std::string>> errata() { return table_rows(page("tutorials/ERRATA.md"), "Document"); }

}  // namespace

TEST_CASE("the path links every written lesson, and marks the others as to come", "[lessons]") {
  const auto written = folders();
  const auto announced = path();
  REQUIRE(announced.size() >= 18);
  for (const auto& [number, name] : written) {
    INFO("tutorials/README.md, the row of lesson " << number);
    REQUIRE(announced.contains(number));
    REQUIRE_FALSE(announced.at(number));
    REQUIRE(readme().find("](" + name + "/)") != std::string::npos);
  }
  for (const auto& [number, to_come] : announced) {
    INFO("lesson " << number << " is neither written nor marked as to come");
    REQUIRE((to_come || written.contains(number)));
  }
}

TEST_CASE("every section of every document is covered, or marked as to come", "[lessons]") {
  const auto announced = path();
  std::map<std::string, std::set<std::string>> covered;
  for (const auto& row : table_rows(readme(), "What is covered where")) {
    REQUIRE(row.size() == 5);
    INFO("document " << row[0] << ", " << row[1]);
    REQUIRE(covered[row[0]].insert(row[1]).second);
    for (const std::string& lesson : split(row[3])) {
      INFO("lesson '" << lesson << "'");
      REQUIRE((lesson == "reading" || announced.contains(lesson)));
    }
    for (const std::string& link : links(row[4])) {
      INFO("test " << link);
      REQUIRE(files::exists("tutorials/" + link));
    }
  }
  for (const auto& [document, names] : sections) {
    INFO("document " << document);
    REQUIRE(covered[document] == std::set<std::string>(names.begin(), names.end()));
  }
}

// The sections in "document 3, 4.1.1 to 4.1.3 and 9.2; document 4, FAQ 1", as "3, 4.1.1" and so on.
std::set<std::string> listed_sections(const std::string& text) {
  std::set<std::string> result;
  const std::string section = "(?:FAQ )?[0-9]+(?:\\.[0-9]+)*";
  const std::regex document("document ([0-4]), (" + section + "(?:(?:, | and | to )" + section + ")*)");
  const std::regex item("(" + section + ")(?: to (" + section + "))?");
  for (std::sregex_iterator at(text.begin(), text.end(), document), end; at != end; ++at) {
    const std::string number = (*at)[1], list = (*at)[2];
    const std::vector<std::string>& all = sections.at(number);
    for (std::sregex_iterator part(list.begin(), list.end(), item); part != end; ++part) {
      const auto first = std::find(all.begin(), all.end(), (*part)[1].str());
      const auto last = (*part)[2].matched ? std::find(all.begin(), all.end(), (*part)[2].str()) : first;
      INFO("document " << number << " has no section " << part->str());
      REQUIRE((first != all.end() && last != all.end() && first <= last));
      for (auto one = first; one <= last; ++one) result.insert(number + ", " + *one);
    }
  }
  return result;
}

TEST_CASE("each lesson's page claims to cover the sections that the table gives it", "[lessons]") {
  std::map<std::string, std::set<std::string>> given;
  for (const auto& row : table_rows(readme(), "What is covered where")) {
    for (const std::string& lesson : split(row[3])) given[lesson].insert(row[0] + ", " + row[1]);
  }
  for (const auto& [number, name] : folders()) {
    std::string text = page("tutorials/" + name + "/README.md");
    const std::size_t begin = text.find("*It covers*");
    INFO("tutorials/" << name << "/README.md");
    REQUIRE((begin != std::string::npos || given[number].empty()));
    if (begin == std::string::npos) continue;
    text = text.substr(begin, text.find("\n\n", begin) - begin);
    std::replace(text.begin(), text.end(), '\n', ' ');
    const std::set<std::string> claimed = listed_sections(text);
    for (const std::string& where : claimed) {
      INFO("the page claims to cover document " << where << ", and the table does not name it there");
      REQUIRE(given[number].contains(where));
    }
    for (const std::string& where : given[number]) {
      INFO("the table names the lesson for document " << where << ", and the page does not claim it");
      REQUIRE(claimed.contains(where));
    }
  }
}

TEST_CASE("the errata name tests that exist, and every test of errata is named", "[lessons]") {
  const std::set<std::string> names = test_names();
  std::set<std::string> named;
  for (const auto& row : errata()) {
    REQUIRE(row.size() == 4);
    INFO(row[0] << ": " << row[1]);
    REQUIRE_FALSE(row[2].empty());
    REQUIRE_FALSE(row[3].empty());
    for (const std::string& code : quoted_code(row[3])) {
      named.insert(code);
      INFO("shown by " << code);
      REQUIRE((names.contains(code) || files::exists(code)));
    }
  }
  for (const std::string& name : names) {
    if (!name.starts_with("errata: ")) continue;
    INFO("the test '" << name << "' is in no row of tutorials/ERRATA.md");
    REQUIRE(named.contains(name));
  }
}

TEST_CASE("every section with a known error is among the errata", "[lessons]") {
  std::multiset<std::string> listed;
  for (const auto& row : errata()) listed.insert(row[0]);
  for (const std::string& where : known_errors) {
    INFO(where);
    REQUIRE(listed.count(where) >= known_errors.count(where));
  }
  for (const std::string& where : listed) {
    INFO("no document has the section " << where);
    const auto document = sections.find(where.substr(0, 1));
    REQUIRE(document != sections.end());
    REQUIRE(std::count(document->second.begin(), document->second.end(), where.substr(3)) == 1);
  }
}

TEST_CASE("links between the lessons' pages lead to existing files", "[lessons]") {
  for (const auto& entry : files::recursive_directory_iterator("tutorials")) {
    if (entry.path().extension() != ".md") continue;
    for (std::string link : links(prose(page(entry.path().string())))) {
      if (link.starts_with("http") || link.starts_with("#")) continue;
      INFO(entry.path().string() << " links to " << link);
      REQUIRE(files::exists(entry.path().parent_path() / link.substr(0, link.find('#'))));
    }
  }
}
