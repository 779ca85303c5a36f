// Svg: a figure, written element by element. Every string from outside passes through escape(), here and
// nowhere else, so a token "<b>" stays a token.
#pragma once

#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>

namespace heed::show {

// Text as it stands inside XML, between tags or inside quotes: & < > " ' as entities, no control characters,
// valid UTF-8.
std::string escape(std::string_view text);

// The shortest decimal form with at most `digits` significant digits, the same in every locale: "0.25",
// "1e-05", "-3". What is not a number is "NaN", "∞" or "-∞".
std::string short_number(double value, int digits = 4);

// About how wide `text` is, in pixels, when set in the figures' sans-serif at `size` pixels. An estimate on
// the wide side: nobody measures fonts while writing a file.
double text_width(std::string_view text, double size = 13);

// The series colours are the classes c0 to c5 of figure.css (Okabe and Ito's colours, which colour-blind
// readers can tell apart too; without black and yellow, which vanish on dark or on light paper).
constexpr int series_colours = 6;

// One attribute of an element; numbers are written with at most six digits.
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
  // Width and height in pixels. Title and description are for those who hear the figure rather than see it.
  Svg(double width, double height, std::string_view title, std::string_view description = "");

  // One element; `hover` appears when the mouse rests on it.
  void element(std::string_view name, std::initializer_list<Attribute> attributes,
               std::string_view hover = "");
  void line(double x1, double y1, double x2, double y2, std::string_view css_class);
  // Text that begins at, is centred on, or ends at x ("start", "middle", "end"), turned by `angle` degrees
  // around (x, y), y being the base line.
  void text(double x, double y, std::string_view content, std::string_view anchor = "start",
            std::string_view css_class = "", double angle = 0);
  void begin_group(std::initializer_list<Attribute> attributes);
  void end_group();

  // Further rules, our own CSS, which must be well-formed as XML.
  void style(std::string_view css);

  std::string finish();  // the whole file

 private:
  void open(std::string_view name, std::initializer_list<Attribute> attributes);

  std::string out_;
};

}  // namespace heed::show
