// Reads the lessons' pages: tables, links and sections.
#pragma once

#include <string>
#include <vector>

// Returns the content of a file of the project; the test fails if the file cannot be read. Tests
// run from the project's top folder.
std::string page(const std::string& path);

// Returns the rows of all tables below the heading, as trimmed cells, up to the next heading of two
// #. The tables' own header rows are left out.
std::vector<std::vector<std::string>> table_rows(const std::string& text, const std::string& heading);

// Returns the text to be read: without code, output, comments, tables, formulas and headings.
std::string prose(const std::string& text);

// Returns the targets of the links in a text.
std::vector<std::string> links(const std::string& text);

// Returns the code words of a text: for "`a` and `b`", a and b.
std::vector<std::string> quoted_code(const std::string& text);
