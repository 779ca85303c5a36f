#include "tutorials/weave/page.h"

#include "nn/text/lines.h"
#include "tensor/files/file.h"
#include "tensor/ground/error.h"
#include "tutorials/study.h"
#include "tutorials/weave/compare.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>

namespace heed::weave {
namespace {

constexpr std::string_view end_mark = "<!-- end -->";

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

// "<!-- kind: first | second | third -->"
struct Mark {
  std::string kind;
  std::vector<std::string> fields;
  Tolerance tolerance;
};

// "within 10 %", "within 10 % or 0.02", "within 10 %, any words"
Tolerance parse_tolerance(const std::string& text) {
  char* rest = nullptr;
  Tolerance tolerance;
  tolerance.relative = std::strtod(text.c_str() + std::string_view("within ").size(), &rest) / 100;
  while (*rest == ' ' || *rest == '%') ++rest;
  if (std::string_view(rest).starts_with("or ")) tolerance.absolute = std::strtod(rest + 3, &rest);
  if (std::string_view(rest) == ", any words") {
    tolerance.any_words = true;
    rest += std::string_view(", any words").size();
  }
  if (*rest != '\0' || !(tolerance.relative >= 0)) {
    fail("a tolerance reads 'within 10 %' or 'within 10 % or 0.02', perhaps with ', any words', not '", text,
         "'");
  }
  return tolerance;
}

// Parses `text` as a mark. The kind is empty if `text` is not one of our marks.
Mark parse_mark(std::string_view text) {
  Mark mark;
  // The text must be a single comment: a line may begin with one comment and end with a second one.
  if (!text.starts_with("<!-- ") || text.find(" -->") + 4 != text.size()) return mark;
  std::string_view inner = text.substr(5, text.size() - 9);
  const std::size_t colon = inner.find(": ");
  static const std::set<std::string_view> kinds = {"code", "output", "figure", "table", "value"};
  if (colon == std::string_view::npos || !kinds.contains(inner.substr(0, colon))) return mark;
  mark.kind = inner.substr(0, colon);
  for (inner.remove_prefix(colon + 2);;) {
    const std::size_t bar = inner.find(" | ");
    const std::string field = trimmed(inner.substr(0, bar));
    if (field.starts_with("within ")) {
      mark.tolerance = parse_tolerance(field);
    } else {
      mark.fields.push_back(field);
    }
    if (bar == std::string_view::npos) return mark;
    inner.remove_prefix(bar + 3);
  }
}

class Weaver {
 public:
  Weaver(const std::string& folder, const Sources& sources) : folder_(folder), sources_(sources) {}

  Woven weave(const std::string& page) {
    const std::vector<std::string> lines = split_lines(page, "README.md");
    for (std::size_t i = 0; i < lines.size(); ++i) {
      line_ = i + 1;
      const Mark mark = guarded([&] { return parse_mark(lines[i]); });
      if (mark.kind.empty() || mark.kind == "value") {
        note_heading(lines[i]);
        woven_.page += with_values(lines[i]) + "\n";
        continue;
      }
      std::string body;
      std::size_t end = i + 1;
      while (end < lines.size() && !lines[end].starts_with("<!-- ")) body += lines[end++] + "\n";
      if (end == lines.size() || lines[end] != end_mark) wrong("the block has no " + std::string(end_mark));
      woven_.page +=
          lines[i] + "\n" + guarded([&] { return filled(mark, body); }) + std::string(end_mark) + "\n";
      i = end;
    }
    check_headings();
    check_figures();
    return std::move(woven_);
  }

 private:
  [[noreturn]] void wrong(const std::string& what) const {
    throw Error(folder_ + "/README.md:" + std::to_string(line_) + ": " + what);
  }
  template <class F>
  auto guarded(F f) const -> decltype(f()) {
    try {
      return f();
    } catch (const Error& error) {
      wrong(error.what());
    }
  }

  // Returns the content of a block: the old body if it still agrees, else a fresh one.
  std::string filled(const Mark& mark, const std::string& body) {
    std::string fresh, differs;
    if (mark.kind == "code") {
      const bool named = mark.fields.size() > 1;
      fresh = "```cpp\n" + sources_.code(named ? mark.fields[0] : "main.cpp", mark.fields[named ? 1 : 0]) +
              "```\n";
      if (fresh != body) differs = body.empty() ? "is empty" : "the source has changed";
    } else if (mark.kind == "output") {
      fresh = "```text\n" + sources_.output(mark.fields[0]) + "```\n";
      differs = difference(body, fresh, mark.tolerance);
    } else if (mark.kind == "table") {
      const std::string file = folder_ + "/tables/" + mark.fields[0] + ".tsv";
      fresh = study_markdown(read_file(file), file);
      if (fresh != body) differs = body.empty() ? "is empty" : "the kept table has changed";
    } else {
      if (mark.fields.size() != 2) fail("a figure reads <!-- figure: file.svg | what it shows -->");
      fresh = "![" + mark.fields[1] + "](figures/" + mark.fields[0] + ")\n";
      differs = figure_differs(mark);
      if (differs.empty() && fresh != body) differs = "its description has changed";
      figures_.insert(mark.fields[0]);
    }
    if (differs.empty()) return body;
    stale(mark.kind, mark.fields[0], differs);
    return fresh;
  }

  std::string figure_differs(const Mark& mark) {
    const std::string fresh = sources_.figure(mark.fields[0]);
    const std::string path = folder_ + "/figures/" + mark.fields[0];
    std::string differs = "is not in figures/";
    if (std::filesystem::exists(path)) differs = difference(read_file(path), fresh, mark.tolerance);
    if (!differs.empty()) woven_.figures.push_back(mark.fields[0]);
    return differs;
  }

  // Fills in each <!-- value: name -->...<!-- end --> of a line.
  std::string with_values(const std::string& line) {
    std::string result;
    std::size_t at = 0;
    for (std::size_t begin; (begin = line.find("<!-- value: ", at)) != std::string::npos;) {
      const std::size_t close = line.find(" -->", begin);
      const std::size_t end = line.find(end_mark, close);
      if (close == std::string::npos || end == std::string::npos)
        wrong("a value has no " + std::string(end_mark));
      const Mark mark = guarded([&] { return parse_mark(line.substr(begin, close + 4 - begin)); });
      const std::string old = line.substr(close + 4, end - close - 4);
      const std::string fresh = guarded([&] { return sources_.value(mark.fields[0]); });
      const std::string differs = difference(old, fresh, mark.tolerance);
      if (!differs.empty()) stale("value", mark.fields[0], differs);
      result += line.substr(at, close + 4 - at) + (differs.empty() ? old : fresh) + std::string(end_mark);
      at = end + end_mark.size();
    }
    return result + line.substr(at);
  }

  void stale(const std::string& kind, const std::string& name, const std::string& differs) {
    woven_.stale.push_back("line " + std::to_string(line_) + ": " + kind + " '" + name + "': " + differs);
  }

  void note_heading(const std::string& line) {
    if (line.starts_with("## ")) page_headings_.push_back(line.substr(3));
  }
  // Checks that the program's headings are headings of the page, in the same order.
  void check_headings() const {
    auto at = page_headings_.begin();
    for (const std::string& heading : sources_.headings()) {
      at = std::find(at, page_headings_.end(), heading);
      if (at == page_headings_.end()) {
        throw Error(folder_ + "/README.md: the program's step '" + heading + "' has no heading '## " +
                    heading + "' on the page, or it is in a different order");
      }
    }
  }
  void check_figures() const {
    for (const std::string& name : sources_.figures()) {
      if (!figures_.contains(name))
        throw Error(folder_ + "/README.md: figure '" + name + "' is drawn but not shown");
    }
  }

  std::string folder_;
  const Sources& sources_;
  Woven woven_;
  std::size_t line_ = 0;
  std::vector<std::string> page_headings_;
  std::set<std::string> figures_;
};

}  // namespace

Woven weave(const std::string& page, const std::string& folder, const Sources& sources) {
  return Weaver(folder, sources).weave(page);
}

}  // namespace heed::weave
