#include "nn/show/graph_box.h"

#include "nn/show/glyphs.h"
#include "nn/show/svg.h"
#include "tensor/ground/error.h"

#include <algorithm>
#include <cmath>

namespace heed::show {
namespace {

std::string numbers(const std::vector<double>& all) {
  if (all.size() == 1) return short_number(all[0]);
  std::string result = "[";
  for (const double number : all) result += (result.size() == 1 ? "" : ", ") + short_number(number);
  return result + "]";
}

std::string counted(Index count, const std::string& what) {
  return to_text(count) + " " + what + (count == 1 ? "" : "s");
}

GraphBox box(std::vector<std::string> lines, const std::string& hover) {
  for (std::string& line : lines) line = printable(line);
  double widest = 34;
  for (const std::string& line : lines) widest = std::max(widest, text_width(line, 12));
  widest = std::max(widest, 1.1 * text_width(lines[0]));  // the first line is bold
  return {lines, printable(hover), std::ceil(widest + 18),
          graph_line * static_cast<double>(lines.size()) + 10};
}

}  // namespace

GraphBox operation_box(const Graph& graph, std::size_t index) {
  const Graph::Operation& at = graph.operations()[index];
  const bool is_leaf = at.operation == "leaf";
  std::vector<std::string> lines;
  lines.push_back(at.name.empty() ? at.operation : is_leaf ? at.name : at.name + " = " + at.operation);
  if (at.shape.rank() > 0 || at.value.empty()) lines.push_back(at.shape.to_string());
  if (!at.value.empty()) lines.push_back("value " + numbers(at.value));
  if (!at.gradient.empty()) {
    lines.push_back("gradient " + numbers(at.gradient));
  } else if (at.gradient_norm) {
    lines.push_back("|gradient| " + short_number(*at.gradient_norm, 3));
  }

  const std::string& path = graph.modules()[at.module].path;
  std::string hover = (path.empty() ? "" : path + ": ") + (is_leaf ? "parameter" : at.operation);
  if (!at.name.empty()) hover += " " + at.name;
  hover += " " + at.shape.to_string();
  if (!at.value.empty()) hover += ", value " + numbers(at.value);
  if (!at.gradient.empty()) hover += ", gradient " + numbers(at.gradient);
  if (at.gradient_norm) hover += ", |gradient| " + short_number(*at.gradient_norm);
  const auto constants = std::count(at.inputs.begin(), at.inputs.end(), Graph::constant);
  if (constants > 0 && !is_leaf) hover += ", with " + counted(constants, "constant input");
  return box(lines, hover);
}

GraphBox folded_box(const Graph& graph, const GraphLayout& layout, std::size_t module) {
  const GraphLayout::Module& at = layout.modules[module];
  std::vector<std::string> lines{graph.modules()[module].name, counted(at.operations, "operation")};
  std::string hover = graph.modules()[module].path + ": " + lines.back();
  if (at.parameters > 0) hover += ", " + counted(at.parameters, "parameter");
  return box(lines, hover);
}

double line_width(Index tensors) { return 1.2 + 0.8 * std::log2(static_cast<double>(tensors)); }

std::string tensors_text(Index tensors) { return counted(tensors, "tensor"); }

}  // namespace heed::show
