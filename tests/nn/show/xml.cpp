#include "tests/nn/show/xml.h"

#include "tensor/ground/utf8.h"

#include <algorithm>
#include <set>
#include <vector>

namespace heed::show {
namespace {

struct Reader {
  std::string_view text;
  std::size_t position = 0;
  std::vector<std::string> open;
  std::string error;
  int roots = 0;

  bool ends() const { return position >= text.size(); }
  bool at(std::string_view what) const { return text.substr(position, what.size()) == what; }
  bool wrong(const std::string& what) {
    error = what + " at byte " + std::to_string(position) + ": " + std::string(text.substr(position, 40));
    return false;
  }

  bool skip_past(std::string_view what) {
    const std::size_t found = text.find(what, position);
    if (found == std::string_view::npos) return wrong("no " + std::string(what));
    position = found + what.size();
    return true;
  }

  void skip_space() { position = std::min(text.find_first_not_of(" \t\r\n", position), text.size()); }

  std::string name() {
    const std::size_t first = position;
    const auto letter = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':';
    };
    const auto more = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.'; };
    if (!ends() && letter(text[position])) {
      while (!ends() && more(text[position])) ++position;
    }
    return std::string(text.substr(first, position - first));
  }

  bool entity() {
    const std::size_t end = text.find(';', position);
    if (end == std::string_view::npos) return wrong("& alone");
    const std::string_view inner = text.substr(position + 1, end - position - 1);
    const bool named = inner == "amp" || inner == "lt" || inner == "gt" || inner == "quot" || inner == "apos";
    const bool numbered = inner.size() > 1 && inner[0] == '#' &&
                          inner.find_first_not_of("0123456789", 1) == std::string_view::npos;
    if (!named && !numbered) return wrong("unknown entity");
    position = end + 1;
    return true;
  }

  bool attributes() {
    std::set<std::string> seen;
    while (true) {
      const std::size_t before = position;
      skip_space();
      if (ends()) return wrong("a tag without end");
      if (text[position] == '>' || at("/>")) return true;
      if (position == before) return wrong("no space before an attribute");
      const std::string attribute = name();
      if (attribute.empty()) return wrong("no attribute name");
      if (!seen.insert(attribute).second) return wrong("attribute twice: " + attribute);
      if (!at("=\"")) return wrong("no =\" after an attribute's name");
      position += 2;
      while (!ends() && text[position] != '"') {
        if (text[position] == '<') return wrong("< in an attribute");
        if (text[position] == '&') {
          if (!entity()) return false;
        } else {
          ++position;
        }
      }
      if (ends()) return wrong("an attribute without end");
      ++position;
    }
  }

  bool tag() {
    if (at("<!--")) return skip_past("-->");
    if (at("<![CDATA[")) return open.empty() ? wrong("CDATA outside") : skip_past("]]>");
    if (at("</")) {
      position += 2;
      const std::string closing = name();
      if (open.empty() || open.back() != closing) return wrong("closes what is not open: " + closing);
      open.pop_back();
      skip_space();
      if (!at(">")) return wrong("no > after a closing tag");
      ++position;
      return true;
    }
    ++position;
    const std::string opening = name();
    if (opening.empty()) return wrong("< alone");
    if (open.empty() && ++roots > 1) return wrong("a second root");
    if (!attributes()) return false;
    if (at("/>")) {
      position += 2;
    } else {
      ++position;
      open.push_back(opening);
    }
    return true;
  }

  bool document() {
    if (find_invalid_utf8(text)) return wrong("invalid UTF-8");
    const auto control = std::find_if(text.begin(), text.end(), [](char c) {
      return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r';
    });
    if (control != text.end()) return wrong("a control character");
    if (at("<?xml") && !skip_past("?>")) return false;
    skip_space();
    if (at("<!DOCTYPE") && !skip_past(">")) return false;
    while (!ends()) {
      if (text[position] == '<') {
        if (!tag()) return false;
      } else if (open.empty() && std::string_view(" \t\r\n").find(text[position]) == std::string_view::npos) {
        return wrong("text outside the root");
      } else if (at("]]>")) {
        return wrong("]]> in text");
      } else if (text[position] == '&') {
        if (!entity()) return false;
      } else {
        ++position;
      }
    }
    if (!open.empty()) return wrong("never closed: " + open.back());
    return roots == 1 || wrong("no root");
  }
};

}  // namespace

std::string xml_error(std::string_view text) {
  Reader reader{text, 0, {}, {}, 0};
  return reader.document() ? "" : reader.error;
}

int count_elements(std::string_view text, std::string_view name) {
  const std::string opening = "<" + std::string(name);
  int count = 0;
  for (std::size_t i = text.find(opening); i != std::string_view::npos; i = text.find(opening, i + 1)) {
    const char next = text[i + opening.size()];
    if (next == ' ' || next == '>' || next == '/') ++count;
  }
  return count;
}

}  // namespace heed::show
