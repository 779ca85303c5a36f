#include "nn/show/axes.h"

#include "tensor/ground/format.h"

#include <algorithm>
#include <cmath>

namespace heed::show {
namespace {

// Far beyond any measurement. Below it, neither a span nor a quotient of two values overflows.
constexpr double largest_shown = 1e150;

// The smallest step of 1, 2 or 5 times a power of ten that divides `span` into at most
// about `count` parts.
double round_step(double span, int count) {
  const double rough = span / std::max(count, 1);
  const double power = std::pow(10, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= rough * (1 - 1e-9)) return factor * power;
  }
  return 10 * power;
}

}  // namespace

std::vector<Tick> linear_ticks(double low, double high, int count, double min_step) {
  if (!(high > low) || !std::isfinite(high - low)) return {{low, short_number(low)}};
  const double step = std::max(round_step(high - low, count), min_step);
  const double largest = std::max(std::abs(low), std::abs(high));
  const bool plain = largest < 1e6 && step >= 1e-5;
  const int places = std::max(0, static_cast<int>(std::ceil(-std::log10(step) - 1e-9)));
  std::vector<Tick> ticks;
  for (double k = std::ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; ++k) {
    const double value = k == 0 ? 0 : k * step;
    if (!ticks.empty() && !(value > ticks.back().value))
      break;  // the span is smaller than a double can resolve
    ticks.push_back({value, plain ? decimals(value, places) : short_number(value, 6)});
  }
  return ticks;
}

std::vector<Tick> logarithmic_ticks(double low, double high, int count) {
  if (!(low > 0) || !std::isfinite(high / low)) return {};
  if (high / low < 4) return linear_ticks(low, high, count);
  const int first = static_cast<int>(std::floor(std::log10(low)));
  const int last = static_cast<int>(std::ceil(std::log10(high)));
  const bool finer = high / low < 1000;
  const int step = std::max(1, (last - first + count) / std::max(count, 1) - 1);
  std::vector<Tick> ticks;
  for (int exponent = first; exponent <= last; exponent += finer ? 1 : step) {
    for (const double factor : {1.0, 2.0, 5.0}) {
      const double value = factor * std::pow(10, exponent);
      if (factor > 1 && !finer) break;
      if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) {
        ticks.push_back({value, short_number(value, 6)});
      }
    }
  }
  return ticks;
}

bool can_be_shown(double value, bool logarithmic) {
  return std::abs(value) <= largest_shown && (!logarithmic || value >= 1 / largest_shown);
}

Range range_of(const std::vector<double>& values, bool logarithmic) {
  Range range{HUGE_VAL, -HUGE_VAL};
  for (const double value : values) {
    if (!can_be_shown(value, logarithmic)) continue;
    range = {std::min(range.low, value), std::max(range.high, value)};
  }
  if (range.low > range.high) return logarithmic ? Range{1, 10} : Range{0, 1};
  if (logarithmic) {
    const double air = range.low == range.high ? 2 : std::pow(range.high / range.low, 0.04);
    return {range.low / air, range.high * air};
  }
  const double alone = range.low == 0 ? 1e-3 : std::max(std::abs(range.low) * 0.1, 1e-300);
  const double air = range.low == range.high ? alone : 0.04 * (range.high - range.low);
  // An axis whose values begin near zero begins at zero, so that differences keep
  // their true proportion.
  const bool from_zero = range.low >= 0 && range.low < 0.25 * range.high;
  return {from_zero ? 0 : range.low - air, range.high + air};
}

Scale::Scale(Range range, double from, double to, bool logarithmic, double min_step)
    : range_(range), from_(from), to_(to), logarithmic_(logarithmic), min_step_(min_step) {}

double Scale::operator()(double value) const {
  const double share = logarithmic_ ? std::log(value / range_.low) / std::log(range_.high / range_.low)
                                    : (value - range_.low) / (range_.high - range_.low);
  return from_ + share * (to_ - from_);
}

std::vector<Tick> Scale::ticks(int count) const {
  return logarithmic_ ? logarithmic_ticks(range_.low, range_.high, count)
                      : linear_ticks(range_.low, range_.high, count, min_step_);
}

std::string axis_title(const Axis& axis) {
  if (axis.unit.empty()) return axis.label;
  return axis.label.empty() ? axis.unit : axis.label + " (" + axis.unit + ")";
}

void draw_title(Svg& svg, const std::string& title) { svg.text(16, 26, title, "start", "title"); }

double widest(const std::vector<Tick>& ticks) {
  double width = 0;
  for (const Tick& tick : ticks) width = std::max(width, text_width(tick.label));
  return width;
}

double widest(const std::vector<std::string>& labels) {
  double width = 0;
  for (const std::string& label : labels) width = std::max(width, text_width(label));
  return width;
}

void draw_vertical_axis(Svg& svg, const Axis& axis, const Scale& scale, const Area& area) {
  for (const Tick& tick : scale.ticks(6)) {
    const double y = scale(tick.value);
    svg.line(area.left, y, area.right, y, "grid");
    svg.text(area.left - 8, y + 4.5, tick.label, "end", "quiet");
  }
  svg.line(area.left, area.top, area.left, area.bottom, "axis");
  svg.text(18, (area.top + area.bottom) / 2, axis_title(axis), "middle", "", -90);
}

void draw_horizontal_axis(Svg& svg, const Axis& axis, const Scale& scale, const Area& area) {
  for (const Tick& tick : scale.ticks(7)) {
    const double x = scale(tick.value);
    svg.line(x, area.top, x, area.bottom, "grid");
    svg.line(x, area.bottom, x, area.bottom + 5, "axis");
    svg.text(x, area.bottom + 20, tick.label, "middle", "quiet");
  }
  svg.line(area.left, area.bottom, area.right, area.bottom, "axis");
  svg.text((area.left + area.right) / 2, area.bottom + 42, axis_title(axis), "middle");
}

}  // namespace heed::show
