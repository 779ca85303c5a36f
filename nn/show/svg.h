// Svg writes a figure element by element. It passes every string from outside through escape(), so
// a token "<b>" stays a token.
#pragma once

#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>

namespace heed::show {

// Returns the text for use in XML, between tags or inside quotes: valid UTF-8, with & < > " ' as
// entities and without control characters.
std::string escape(std::string_view text);

// The shortest decimal form with at most `digits` significant digits, the same in every locale:
// "0.25", "1e-05", "-3". Otherwise "NaN", "∞" or "-∞".
std::string short_number(double value, int digits = 4);

// The approximate width of `text` in pixels, in the sans-serif font of the figures at
// `size` pixels. The estimate is rather too wide, because the real font is unknown while
// the file is written.
double text_width(std::string_view text, double size = 13);

// The series colours are the classes c0 to c5 of figure.css (Okabe and Ito's colours, which
// colour-blind readers can tell apart too; without black and yellow, which vanish on dark or
// on light paper).
constexpr int series_colours = 6;

// One attribute of an element. Numbers are written with at most six digits.
struct Attribute {
  std::string_view name;
  std::string value;

  Attribute(std::string_view name_, std::string_view value_) : name(name_), value(value_) {}
  template <class T>
  requires std::is_arithmetic_v<T> Attribute(std::string_view name_, T number)
      : name(name_), value(short_number(static_cast<double>(number), 6)) {}
};

class Svg {
 public:
  // Width and height are in pixels. Title and description are for screen readers.
  Svg(double width, double height, std::string_view title, std::string_view description = "");

  // Adds one element; `hover` appears while the mouse is on it.
  void element(std::string_view name, std::initializer_list<Attribute> attributes,
               std::string_view hover = "");
  void line(double x1, double y1, double x2, double y2, std::string_view css_class);
  // Adds text that begins at, is centred on, or ends at x ("start", "middle", "end"). The base line
  // is at y, and the text is turned by `angle` degrees around (x, y).
  void text(double x, double y, std::string_view content, std::string_view anchor = "start",
            std::string_view css_class = "", double angle = 0);
  void begin_group(std::initializer_list<Attribute> attributes);
  void end_group();

  // Adds CSS rules of our own, which must be well-formed as XML.
  void style(std::string_view css);

  // Returns the whole file.
  std::string finish();

 private:
  void open(std::string_view name, std::initializer_list<Attribute> attributes);

  std::string out_;
};

}  // namespace heed::show
