#include "tensor/print.h"

#include "tensor/ground/error.h"
#include "tensor/views.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <ostream>

namespace heed {
namespace {

constexpr Index summary_threshold = 1000;
constexpr Index shown_at_each_end = 3;
constexpr std::size_t line_width = 75;
constexpr int max_digits = 4;

// How all elements of one tensor are written, aligned at the decimal point.
struct Style {
  std::chars_format notation = std::chars_format::fixed;
  int mantissa_digits = max_digits;  // after the point, when scientific
  std::size_t left = 1, right = 1;   // columns before the point; from the point on
};

// Without the alignment: "nan", "-inf", "2.5", "3.", "1.50e+10".
std::string digits_of(Scalar x, const Style& style) {
  if (!std::isfinite(x)) return std::isnan(x) ? "nan" : x < 0 ? "-inf" : "inf";
  char buffer[400];  // the largest double has 309 digits before the point
  const auto write = [&](auto... precision) {
    return std::string(buffer, std::to_chars(buffer, std::end(buffer), x, style.notation, precision...).ptr);
  };
  if (style.notation == std::chars_format::scientific) {
    std::string digits = write(style.mantissa_digits);
    return style.mantissa_digits > 0 ? digits : digits.insert(digits.find('e'), ".");
  }
  std::string digits = write();  // the fewest that distinguish x from its neighbours
  if (digits.find('.') == std::string::npos) return digits + '.';
  if (digits.size() <= digits.find('.') + 1 + max_digits) return digits;
  digits = write(max_digits);
  return digits.erase(digits.find_last_not_of('0') + 1);
}

std::size_t width_before_point(const std::string& digits) {
  return std::min(digits.find('.'), digits.size());
}

Style style_for(const std::vector<Scalar>& numbers) {
  Scalar largest = 0, smallest = std::numeric_limits<Scalar>::infinity();
  for (Scalar x : numbers) {
    if (!std::isfinite(x) || x == 0) continue;
    largest = std::max(largest, std::abs(x));
    smallest = std::min(smallest, std::abs(x));
  }
  Style style;
  if (largest >= Scalar(1e8) || smallest < Scalar(1e-4) || largest / smallest > 1000) {
    style.notation = std::chars_format::scientific;
    std::size_t needed = 0;  // the most digits that any mantissa has before its trailing zeros
    for (Scalar x : numbers) {
      if (!std::isfinite(x)) continue;
      std::string mantissa = digits_of(x, style);
      mantissa.erase(mantissa.find('e'));
      needed = std::max(needed, mantissa.find_last_not_of('0') - mantissa.find('.'));
    }
    style.mantissa_digits = static_cast<int>(needed);
  }
  for (Scalar x : numbers) {
    if (!std::isfinite(x)) continue;
    const std::string digits = digits_of(x, style);
    style.left = std::max(style.left, width_before_point(digits));
    style.right = std::max(style.right, digits.size() - width_before_point(digits));
  }
  for (Scalar x : numbers) {  // "nan" and "inf" are aligned at the right edge
    const std::size_t width = std::isfinite(x) ? 0 : digits_of(x, style).size();
    if (width > style.left + style.right) style.left = width - style.right;
  }
  return style;
}

std::string aligned(Scalar x, const Style& style) {
  std::string digits = digits_of(x, style);
  if (std::isfinite(x)) {
    digits.insert(0, style.left - width_before_point(digits), ' ');
    return digits.append(style.left + style.right - digits.size(), ' ');
  }
  return digits.insert(0, style.left + style.right - digits.size(), ' ');
}

// The positions along an axis that are shown; -1 means "...".
std::vector<Index> shown_positions(Index size, bool summarise) {
  std::vector<Index> positions;
  for (Index i = 0; i < size; ++i) {
    if (summarise && i == shown_at_each_end && size > 2 * shown_at_each_end) {
      positions.push_back(-1);
      i = size - shown_at_each_end;
    }
    positions.push_back(i);
  }
  return positions;
}

void collect_shown(const Tensor& x, bool summarise, std::vector<Scalar>& numbers) {
  if (x.rank() == 0) return numbers.push_back(x.item());
  for (Index i : shown_positions(x.size(0), summarise)) {
    if (i >= 0) collect_shown(select(x, 0, i), summarise, numbers);
  }
}

// One row, broken where the line is full. `indent`: the number of open brackets to its left.
std::string row_text(const Tensor& row, const Style& style, bool summarise, std::size_t indent,
                     std::size_t closing) {
  std::string result, line(indent, ' ');
  for (Index i : shown_positions(row.size(0), summarise)) {
    const std::string word = i < 0 ? "..." : aligned(row(i), style);
    if (line.size() + word.size() + closing > line_width && line.size() > indent) {
      line.erase(line.find_last_not_of(' ') + 1);
      result += line + "\n";
      line.assign(indent, ' ');
    }
    line += word + " ";
  }
  line.pop_back();
  return (result + line).substr(indent);
}

std::string nested(const Tensor& x, const Style& style, bool summarise, std::size_t depth) {
  if (x.rank() == 0) return aligned(x.item(), style);
  if (x.rank() == 1) return "[" + row_text(x, style, summarise, depth + 1, depth + 1) + "]";
  // Each row has a line of its own, an empty line separates matrices, and so on.
  const std::string separator =
      std::string(static_cast<std::size_t>(x.rank() - 1), '\n') + std::string(depth + 1, ' ');
  std::string result = "[";
  for (Index i : shown_positions(x.size(0), summarise)) {
    if (result.size() > 1) result += separator;
    result += i < 0 ? "..." : nested(select(x, 0, i), style, summarise, depth + 1);
  }
  return result + "]";
}

}  // namespace

std::string to_string(const Tensor& x) {
  if (!x.defined()) return "undefined";
  if (x.numel() == 0) return x.rank() == 1 ? "[]" : text("[] of shape ", x.shape());
  const bool summarise = x.numel() > summary_threshold;
  std::vector<Scalar> numbers;
  collect_shown(x, summarise, numbers);
  return nested(x, style_for(numbers), summarise, 0);
}

std::ostream& operator<<(std::ostream& out, const Tensor& x) { return out << to_string(x); }
std::ostream& operator<<(std::ostream& out, const Shape& shape) { return out << shape.to_string(); }
std::ostream& operator<<(std::ostream& out, const TokenMatrix& tokens) { return out << tokens.to_string(); }

}  // namespace heed
