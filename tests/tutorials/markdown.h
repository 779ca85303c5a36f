// Reading the lessons' pages: tables, links and sections.
#pragma once

#include <string>
#include <vector>

// The content of a file of the project; fails the test when it cannot be read. Tests run from the top folder.
std::string page(const std::string& path);

// The rows of all tables below the heading, as trimmed cells, up to the next heading of two #; without the
// tables' own headings.
std::vector<std::vector<std::string>> table_rows(const std::string& text, const std::string& heading);

// The text without code, output, comments, tables, formulas and headings: what is there to be read.
std::string prose(const std::string& text);

// Where the links in a text point to.
std::vector<std::string> links(const std::string& text);

// "`a` and `b`" has a and b.
std::vector<std::string> quoted_code(const std::string& text);
