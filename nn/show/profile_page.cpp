#include "nn/show/profile_page.h"

#include "nn/show/assets.h"
#include "nn/show/page.h"
#include "nn/show/svg.h"
#include "tensor/ground/error.h"

#include <algorithm>

namespace heed::show {
namespace {

// Three digits, and no exponent for large numbers.
std::string short_text(double number) {
  return number >= 1000 ? to_text(static_cast<Index>(number + 0.5)) : short_number(number, 3);
}

std::string milliseconds(Nanoseconds time) { return short_text(static_cast<double>(time) / 1e6) + " ms"; }

// "decoder: linear: 24 calls, forward 3 ms, backward 5 ms: 8 % of 100 ms"
std::string described(const std::string& name, const ProfileReport::Row& row, Nanoseconds total) {
  const auto time = static_cast<double>(row.time());
  std::string result = name + ": " + to_text(row.calls) + (row.calls == 1 ? " call" : " calls") +
                       ", forward " + milliseconds(row.forward) + ", backward " + milliseconds(row.backward) +
                       ": " +
                       short_number(100 * time / static_cast<double>(std::max<Nanoseconds>(total, 1)), 3) +
                       " % of " + milliseconds(total);
  if (row.multiply_adds > 0 && time > 0)
    result += ", " + short_text(static_cast<double>(row.multiply_adds) / time) + " G multiply-adds/s";
  if (row.bytes > 0) result += ", " + short_text(static_cast<double>(row.bytes) / 1e6) + " MB made";
  return result;
}

// A module's costs and parts, from which its flame is made.
struct Part {
  ProfileReport::Row costs;
  std::map<std::string, Part> modules;
  std::vector<ProfileReport::Row> operations;
};

Flame operation_flame(const std::string& path, const ProfileReport::Row& row, Nanoseconds total) {
  const std::string hover = described(path.empty() ? row.operation : path + ": " + row.operation, row, total);
  const bool outside = row.operation == ProfileReport::outside;
  Flame flame{row.operation, hover, static_cast<double>(row.time()), outside ? 3 : 0, {}};
  if (!outside && row.forward > 0)
    flame.inside.push_back({"forward", hover, static_cast<double>(row.forward), 2, {}});
  if (!outside && row.backward > 0)
    flame.inside.push_back({"backward", hover, static_cast<double>(row.backward), 1, {}});
  return flame;
}

Flame module_flame(const std::string& name, const std::string& path, const Part& part, Nanoseconds total) {
  Flame flame{name,
              described(path.empty() ? name : path, part.costs, total),
              static_cast<double>(part.costs.time()),
              4,
              {}};
  for (const auto& [inner, module] : part.modules)
    flame.inside.push_back(module_flame(inner, path.empty() ? inner : path + "." + inner, module, total));
  for (const ProfileReport::Row& row : part.operations)
    flame.inside.push_back(operation_flame(path, row, total));
  std::stable_sort(flame.inside.begin(), flame.inside.end(),
                   [](const Flame& a, const Flame& b) { return a.value > b.value; });
  return flame;
}

std::string html_table(const ProfileReport::Table& table, std::string_view id) {
  std::string result = "<table id=\"" + std::string(id) + "\">\n";
  for (std::size_t line = 0; line < table.size(); ++line) {
    const std::string cell = line == 0 ? "th" : "td";
    result += "<tr>";
    for (std::size_t column = 0; column < table[line].size(); ++column) {
      result += "<" + cell + (column == 0 ? " class=\"name\">" : " class=\"number\">") +
                escape(table[line][column]) + "</" + cell + ">";
    }
    result += "</tr>\n";
  }
  return result + "</table>\n";
}

}  // namespace

Flame profile_flame(const ProfileReport& report) {
  Part whole;
  for (const ProfileReport::Row& row : report.rows) {
    Part* part = &whole;
    part->costs += row;
    for (const std::string& name : row.modules) {
      part = &part->modules[name];
      part->costs += row;
    }
    part->operations.push_back(row);
  }
  return module_flame("all", "", whole, report.total);
}

std::string profile_page(const std::string& title, const ProfileReport& report) {
  const std::string body =
      R"html(<p>The width of each box is its time: modules (amber), inside them operations (blue), inside these forward
and backward (green, orange). Point at a box, or move the focus to it, to read its numbers. Click it, or press Enter, to
enlarge it; press Escape to see everything again.</p>
<p id="readout" aria-live="polite"></p>
<div id="figure">)html" +
      flame_chart("Where the time went", profile_flame(report), 1300) +
      "</div>\n<section class=\"panel\"><h2>By operation</h2>\n" +
      html_table(report.operation_table(), "operations") +
      "</section>\n<section class=\"panel\"><h2>By module</h2>\n" +
      html_table(report.module_table(), "modules") + "</section>\n";
  return html_page(title, body, {.style = assets::profile_page_css, .script = assets::profile_page_js});
}

}  // namespace heed::show
