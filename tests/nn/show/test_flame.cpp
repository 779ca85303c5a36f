// The flame chart, and the page of a profile.
#include "nn/show/flame_chart.h"
#include "nn/show/profile_page.h"
#include "nn/show/svg.h"
#include "tensor/files/file.h"
#include "tests/catch.h"
#include "tests/nn/show/sample_graph.h"
#include "tests/nn/show/xml.h"

#include <cstdlib>

using namespace heed::show;
using heed::ProfileReport;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

ProfileReport sample_report() {
  ProfileReport report;
  report.total = 10'000'000;
  report.rows = {{"linear", {"encoder", "layers.0"}, 2, 2'000'000, 4'000'000, 60'000'000, 4'000'000},
                 {"exp", {"encoder"}, 10, 1'500'000, 500'000, 0, 1'234'000},
                 {hostile_name, {hostile_name}, 1, 1'000'000, 0, 1'000'000, 1'000'000},
                 {ProfileReport::outside, {}, 0, 1'000'000, 0, 0, 0}};
  return report;
}

// A report of a real model's steps, and of a module whose name contains markup.
ProfileReport measured_report() {
  heed::Profile profile;
  transformer_graph();
  hostile_graph();
  return profile.report();
}

double sum(const Flame& flame) {
  double inside = 0;
  for (const Flame& part : flame.inside) inside += part.value;
  return inside;
}

// Every flame with parts is their sum: no time is lost or counted twice.
void check_sums(const Flame& flame) {
  INFO(flame.name);
  if (!flame.inside.empty()) CHECK(sum(flame) == flame.value);
  for (const Flame& part : flame.inside) check_sums(part);
}

}  // namespace

TEST_CASE("a profile's flames add up at every level", "[show][flame]") {
  const Flame flame = profile_flame(sample_report());
  CHECK(flame.value == 10'000'000);
  check_sums(flame);
  check_sums(profile_flame(measured_report()));
  REQUIRE(flame.inside.size() == 3);
  const Flame& encoder = flame.inside[0];
  CHECK(encoder.name == "encoder");
  CHECK(encoder.value == 8'000'000);
  CHECK(encoder.inside[0].name == "layers.0");
  CHECK(encoder.inside[0].inside[0].hover ==
        "encoder.layers.0: linear: 2 calls, forward 2 ms, backward 4 ms: 60 % of 10 ms, 10 G "
        "multiply-adds/s, 4 MB "
        "made");
  CHECK(encoder.inside[1].inside[0].name == "forward");
  CHECK(encoder.inside[1].inside[1].value == 500'000);
}

TEST_CASE("the width of a flame is its share", "[show][flame]") {
  const Flame quarter{"quarter", "", 2, 2, {}};
  const Flame whole{
      "whole", "", 8, 0, {{"half", "4 of 8", 4, 1, {quarter}}, quarter, {"tiny", "", 1e-9, 3, {}}}};
  const std::string chart = flame_chart("A chart", whole, 816);
  CHECK(xml_error(chart) == "");
  for (const char* box : {"x=\"8\" y=\"38\" width=\"800\"", "x=\"8\" y=\"62\" width=\"400\"",
                          "x=\"8\" y=\"86\" width=\"200\"", "x=\"408\" y=\"62\" width=\"200\""}) {
    INFO(box);
    CHECK(contains(chart, box));
  }
  CHECK(contains(chart, "<title>4 of 8</title>"));
  CHECK_FALSE(contains(chart, "tiny"));
  CHECK_THROWS_WITH(flame_chart("t", {"a", "", 1, 0, {{"b", "", 2, 0, {}}}}),
                    "flame_chart: the parts of 'a' add up to 2, more than its 1");
}

TEST_CASE("text is cut to the available width", "[show][flame]") {
  CHECK(shortened("attention", 1000) == "attention");
  CHECK(shortened("attention", 3) == "");
  const std::string cut = shortened("attention", 40);
  CHECK(cut.ends_with("…"));
  CHECK(text_width(cut, 11) <= 40);
  CHECK(cut.size() > 5);
}

TEST_CASE("the page of a profile is well-formed with any names", "[show][flame]") {
  const std::string page = profile_page(hostile_name, sample_report());
  CHECK(xml_error(page) == "");
  CHECK(count_elements(page, "b") == 0);
  CHECK(count_elements(page, "script") == 1);
  CHECK(contains(page, "&lt;b&gt;&amp;&quot;&#39;&lt;/script&gt;]]&gt;\uFFFD: 1 call, forward 1 ms"));
  CHECK(contains(page, "<td class=\"number\">60.0</td>"));
  CHECK(xml_error(profile_page("nothing", {})) == "");
}

// Not a test but a tool: tests/browser runs it to get its pages.
TEST_CASE("write the sample profile into the folder HEED_PAGES", "[.pages]") {
  const char* folder = std::getenv("HEED_PAGES");
  REQUIRE(folder != nullptr);
  heed::write_file(std::string(folder) + "/profile.html",
                   {profile_page("A step of a translator", measured_report())});
}
