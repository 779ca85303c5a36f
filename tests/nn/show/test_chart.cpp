#include "nn/show/chart.h"
#include "nn/show/colour.h"
#include "nn/show/heat_map.h"
#include "tests/catch.h"
#include "tests/nn/show/xml.h"

#include <cmath>

using namespace heed::show;

namespace {

std::string labels(const std::vector<Tick>& ticks) {
  std::string result;
  for (const Tick& tick : ticks) result += (result.empty() ? "" : " ") + tick.label;
  return result;
}

// The y of the points of the first polyline, top (0) to bottom.
std::vector<double> heights(const std::string& svg) {
  std::vector<double> result;
  const std::size_t start = svg.find("points=\"", svg.find("<polyline")) + 8;
  const std::string points = svg.substr(start, svg.find('"', start) - start);
  for (std::size_t comma = points.find(','); comma != std::string::npos;
       comma = points.find(',', comma + 1)) {
    result.push_back(std::stod(points.substr(comma + 1)));
  }
  return result;
}

}  // namespace

TEST_CASE("ticks are at round numbers", "[show]") {
  CHECK(labels(linear_ticks(0, 1, 5)) == "0.0 0.2 0.4 0.6 0.8 1.0");
  CHECK(labels(linear_ticks(0, 10, 5)) == "0 2 4 6 8 10");
  CHECK(labels(linear_ticks(-3, 7.5, 6)) == "-2 0 2 4 6");
  CHECK(labels(linear_ticks(0.011, 0.029, 4)) == "0.015 0.020 0.025");
  CHECK(labels(linear_ticks(0, 3e7, 3)) == "0 1e+07 2e+07 3e+07");
  CHECK(labels(linear_ticks(5, 5, 5)) == "5");
  CHECK(labels(linear_ticks(1, 3, 8, 1)) == "1 2 3");  // no epoch 1.5
  CHECK(labels(logarithmic_ticks(0.001, 1000, 7)) == "0.001 0.01 0.1 1 10 100 1000");
  CHECK(labels(logarithmic_ticks(0.9, 21, 6)) == "1 2 5 10 20");
  CHECK(labels(logarithmic_ticks(2, 3, 4)) == "2.0 2.5 3.0");
  CHECK(logarithmic_ticks(1e-300, 1e300, 6).size() <= 13);
  // A span that doubles cannot resolve must end, not run for ever.
  CHECK(linear_ticks(1e15, 1e15 + 0.25, 5).size() <= 2);
}

TEST_CASE("a scale is linear or logarithmic", "[show]") {
  const Scale linear({0, 10}, 100, 200, false), decades({1, 100}, 0, 50, true);
  CHECK(linear(5) == Approx(150));
  CHECK(decades(10) == Approx(25));
}

TEST_CASE("line charts are well-formed, have titles, and draw larger values higher", "[show]") {
  LineChart chart{"Loss <&>", {"step", "", false}, {"loss", "nats", false}, {}};
  CHECK(xml_error(line_chart(chart)) == "");  // no values yet
  chart.series = {{"one", {1, 2, 3}, {1, 3, 2}}, {"<two>", {1, 2, 3}, {0, 1, 2}}};
  for (const bool logarithmic : {false, true}) {
    chart.y.logarithmic = logarithmic;
    const std::string svg = line_chart(chart);
    CHECK(xml_error(svg) == "");
    const std::vector<double> y = heights(svg);
    REQUIRE(y.size() == 3);
    CHECK((y[1] < y[2] && y[2] < y[0]));
    for (const char* text : {"loss (nats)", ">step<", "Loss &lt;&amp;&gt;", "&lt;two&gt;", "one: 2, 3"}) {
      INFO(text);
      CHECK(svg.find(text) != std::string::npos);
    }
  }
  chart.series[0].y[1] = NAN;  // a gap: points 1 and 3 are two stretches
  CHECK(count_elements(line_chart({"", {}, {}, {chart.series[0]}}), "polyline") == 2);
  chart.series[0].x.pop_back();
  CHECK_THROWS_WITH(line_chart(chart), Catch::Contains("series 'one' has 2 x and 3 y"));
}

TEST_CASE("bars reach from zero to their values", "[show]") {
  BarChart chart{"Time", {"time", "ms", false}, {"a", "<b>"}, {{"first", {1, -2}}, {"second", {3, NAN}}}};
  const std::string svg = bar_chart(chart);
  CHECK(xml_error(svg) == "");
  CHECK(svg.find("first, &lt;b&gt;: -2") != std::string::npos);
  CHECK(count_elements(svg, "rect") == 1 + 2 + 3);  // paper, legend, and the bars without the NaN
  chart.y.logarithmic = true;
  CHECK(xml_error(bar_chart(chart)) == "");
  CHECK(xml_error(bar_chart({"", {}, {}, {}})) == "");
  chart.groups[0].values.push_back(1);
  CHECK_THROWS_WITH(bar_chart(chart), Catch::Contains("3 values for 2 labels"));
}

TEST_CASE("a small constant value is within an axis of its magnitude", "[show]") {
  LineChart chart{"Right", {"step", "", false}, {"learning rate", "", false}, {{"", {1, 2}, {5e-4, 5e-4}}}};
  CHECK_THAT(line_chart(chart), Catch::Contains(">0.00050</text>") && !Catch::Contains(">-"));
  for (const double value : {0.0, -3.0, 1e300, 5e-324}) {
    chart.series[0].y = {value, value};
    CHECK_THAT(line_chart(chart), !Catch::Contains("nan") && !Catch::Contains("inf"));
  }
}

TEST_CASE("numbers at the end of their type leave gaps", "[show]") {
  for (bool logarithmic : {false, true}) {
    LineChart chart;
    chart.x.logarithmic = chart.y.logarithmic = logarithmic;
    chart.x.holds = chart.y.holds = {-1e308, 1e308, HUGE_VAL};
    chart.series = {{"", {1, 2, 3, 1e308, 5e-324}, {-1e308, 1e308, 7, 5e-324, 1e308}}};
    const std::string svg = line_chart(chart);
    CHECK(svg.find("nan") == std::string::npos);
    CHECK(svg.find("inf") == std::string::npos);
    CHECK(svg.find("3, 7") != std::string::npos);  // the one point that can be shown
  }
  CHECK(linear_ticks(-1e308, 1e308, 5).size() == 1);
  CHECK(logarithmic_ticks(0, 1, 5).empty());
}

TEST_CASE("an axis includes the values that it must hold", "[show]") {
  BarChart bars{"Right", {"share", "%", false}, {"all"}, {{"", {31}}}};
  CHECK_THAT(bar_chart(bars), !Catch::Contains(">100</text>"));
  bars.y.holds = {100};
  CHECK_THAT(bar_chart(bars), Catch::Contains(">100</text>"));
  LineChart lines{"Right", {"step", "", false}, {"share", "%", false}, {{"", {1, 2}, {30, 40}}}};
  lines.y.holds = {0, 100};
  lines.x.holds = {50};
  CHECK_THAT(line_chart(lines), Catch::Contains(">100</text>") && Catch::Contains(">50</text>"));
}

TEST_CASE("heat maps have a hover text for every value", "[show]") {
  HeatMap map{
      "Weights", "query", "key", "weight", {"a", "b"}, {"x", "<y>", "\"z\""}, {2, 3, {0, .5, 1, NAN, .25, 2}},
      0,         1};
  const std::string svg = heat_map(map);
  CHECK(xml_error(svg) == "");
  CHECK(svg.find("a, &lt;y&gt;: 0.5") != std::string::npos);
  CHECK(svg.find("b, x: NaN") != std::string::npos);
  CHECK(svg.find(hex(heat_colour(0.25))) != std::string::npos);
  CHECK(xml_error(heat_map({})) == "");
  CHECK(xml_error(grey_image("<image>", map.matrix)) == "");
  CHECK(xml_error(grey_image("", {})) == "");
  const Matrix half{1, 2, {0.5, 1}}, none{1, 2, {0, 0}}, beyond{1, 2, {7, -7}};
  CHECK_THAT(colour_image("<picture>", half, none, beyond),
             Catch::Contains(hex({128, 0, 255})) && Catch::Contains(hex({255, 0, 0})));
  CHECK(xml_error(colour_image("<picture>", half, none, beyond)) == "");
  CHECK_THROWS_WITH(colour_image("", half, none, map.matrix),
                    "colour_image: the three matrices must have the same size");
  map.row_labels.push_back("c");
  CHECK_THROWS_WITH(heat_map(map), Catch::Contains("3 row labels for 2 rows"));
  map.matrix.values.pop_back();
  CHECK_THROWS_WITH(heat_map(map), Catch::Contains("a matrix of 2 x 3 has 5 values"));
}

TEST_CASE("the colour map gets lighter throughout, in nearly equal steps", "[show]") {
  // Lightness of OKLab (Ottosson, 2020), which the map increases evenly.
  const auto lightness = [](Colour colour) {
    const auto linear = [](int part) {
      const double x = part / 255.0;
      return x <= 0.04045 ? x / 12.92 : std::pow((x + 0.055) / 1.055, 2.4);
    };
    const double r = linear(colour.red), g = linear(colour.green), b = linear(colour.blue);
    return 0.2104542553 * std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) +
           0.7936177850 * std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) -
           0.0040720468 * std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  };
  for (int i = 0; i < 20; ++i) {
    const double step = lightness(heat_colour((i + 1) / 20.0)) - lightness(heat_colour(i / 20.0));
    INFO(i);
    // 0.69 / 20, within the error of interpolating between the table's entries in sRGB, not in OKLab.
    CHECK(step > 0.02);
    CHECK(step < 0.05);
  }
  CHECK(hex(heat_colour(-1)) == hex(heat_colour(0)));
  CHECK(hex(heat_colour(NAN)) == "#808080");
  CHECK(hex(ink_on(heat_colour(0))) == "#ffffff");
  CHECK(hex(ink_on(heat_colour(1))) == "#000000");
}
