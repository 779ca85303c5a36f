#include "nn/show/svg.h"

#include "nn/show/assets.h"
#include "nn/show/glyphs.h"

#include <charconv>
#include <cmath>

namespace heed::show {

std::string escape(std::string_view text) {
  std::string result;
  for (const char c : printable(text)) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string short_number(double value, int digits) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "∞" : "-∞";
  if (value == 0) return "0";  // never "-0"
  char buffer[64];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::general, digits);
  return {buffer, end.ptr};
}

double text_width(std::string_view text, double size) {
  double width = 0;
  for (const Glyph& glyph : glyphs(text)) {
    const char c = glyph.text[0];
    const bool narrow = std::string_view("iljtfrI.,:;'|!()[] -").find(c) != std::string_view::npos;
    const bool broad = std::string_view("mwMW@%&+=<>~").find(c) != std::string_view::npos;
    width += glyph.width == 2 ? 1.05 : narrow ? 0.4 : broad ? 0.92 : 0.64;
  }
  return width * size;
}

Svg::Svg(double width, double height, std::string_view title, std::string_view description) {
  open("svg", {{"xmlns", "http://www.w3.org/2000/svg"},
               {"class", "heed"},
               {"role", "img"},
               {"aria-label", title},
               {"width", width},
               {"height", height},
               {"viewBox", "0 0 " + short_number(width, 6) + " " + short_number(height, 6)}});
  out_ += ">\n<title>" + escape(title) + "</title>\n";
  if (!description.empty()) out_ += "<desc>" + escape(description) + "</desc>\n";
  out_ += "<style>\n" + std::string(assets::figure_css) + "</style>\n";
  element("rect", {{"class", "paper"}, {"width", width}, {"height", height}});
}

void Svg::open(std::string_view name, std::initializer_list<Attribute> attributes) {
  out_.append("<").append(name);
  for (const Attribute& attribute : attributes) {
    if (attribute.value.empty()) continue;
    out_.append(" ").append(attribute.name).append("=\"").append(escape(attribute.value)).append("\"");
  }
}

void Svg::element(std::string_view name, std::initializer_list<Attribute> attributes,
                  std::string_view hover) {
  open(name, attributes);
  if (hover.empty()) {
    out_ += "/>\n";
  } else {
    out_.append("><title>").append(escape(hover)).append("</title></").append(name).append(">\n");
  }
}

void Svg::line(double x1, double y1, double x2, double y2, std::string_view css_class) {
  element("line", {{"class", css_class}, {"x1", x1}, {"y1", y1}, {"x2", x2}, {"y2", y2}});
}

void Svg::text(double x, double y, std::string_view content, std::string_view anchor,
               std::string_view css_class, double angle) {
  std::string turn;
  if (angle != 0) {
    turn = "rotate(" + short_number(angle, 6) + " " + short_number(x, 6) + " " + short_number(y, 6) + ")";
  }
  open("text", {{"class", css_class},
                {"x", x},
                {"y", y},
                {"text-anchor", anchor == "start" ? "" : anchor},
                {"transform", turn}});
  out_ += ">" + escape(content) + "</text>\n";
}

void Svg::begin_group(std::initializer_list<Attribute> attributes) {
  open("g", attributes);
  out_ += ">\n";
}

void Svg::end_group() { out_ += "</g>\n"; }

void Svg::style(std::string_view css) { out_.append("<style>\n").append(css).append("</style>\n"); }

std::string Svg::finish() { return out_ + "</svg>\n"; }

}  // namespace heed::show
