#include "nn/show/graph_page.h"

#include "nn/show/assets.h"
#include "nn/show/glyphs.h"
#include "nn/show/graph_box.h"
#include "nn/show/graph_figure.h"
#include "nn/show/json.h"
#include "nn/show/page.h"
#include "nn/show/svg.h"
#include "tensor/ground/error.h"

namespace heed::show {
namespace {

constexpr std::string_view body = R"html(
<div class="bar">
<button id="open-all" type="button">Open all</button><button id="fold-all" type="button">Fold all</button>
<span id="summary" class="quiet"></span>
</div>
<p id="readout" aria-live="polite"></p>
<div id="figure"></div>
<section class="panel" aria-labelledby="help-title"><h2 id="help-title">How to read and steer</h2>
<p>Data flow downward. Round boxes are parameters, square ones operations, each with the shape of its result; a coloured
box is a module, folded. Click a module, or press Enter on it, to open it; click its name to fold it again. Rest on a
box, or move the focus to it with Tab, to read its operation, shape and gradient norm. A thicker line stands for more
than one tensor; a dashed line goes back up, to a module that is called again.</p></section>
)html";

std::string whole(std::size_t number) { return to_text(number); }

std::string box_json(const GraphBox& box, std::string_view kind) {
  return "{\"kind\":" + json(kind) + ",\"lines\":" + json(box.lines) + ",\"hover\":" + json(box.hover) +
         ",\"width\":" + json(box.width) + ",\"height\":" + json(box.height) + "}\n";
}

std::string module_json(const Graph::Module& module, const GraphLayout::Module& layout) {
  const auto slot = [](const GraphLayout::Slot& at) {
    return "[" + whole(at.item) + (at.is_line ? ",1]" : ",0]");
  };
  const auto row = [&](const std::vector<GraphLayout::Slot>& slots) { return json_list(slots, slot); };
  const auto link = [](const GraphLayout::Link& at) {
    return "[" + whole(at.row) + "," + whole(at.from) + "," + whole(at.to) + "," + to_text(at.tensors) + "," +
           json(line_width(at.tensors)) + "," + json(tensors_text(at.tensors)) + "]";
  };
  const auto upward = [](const std::pair<std::size_t, std::size_t>& at) {
    return "[" + whole(at.first) + "," + whole(at.second) + "]";
  };
  return "{\"name\":" + json(printable(module.name)) + ",\"path\":" + json(printable(module.path)) +
         ",\"nameWidth\":" + json(text_width(module.name, 12)) + ",\"parent\":" + whole(module.parent) +
         ",\"rows\":" + json_list(layout.rows, row) + ",\"links\":" + json_list(layout.links, link) +
         ",\"upward\":" + json_list(layout.upward, upward) + "}\n";
}

}  // namespace

std::string graph_page(const std::string& title, const Graph& graph) {
  const std::size_t operations = graph.operations().size();
  if (operations > 20000) {
    fail("graph_page: ", operations,
         " operations are too many for a page; draw the graph of a smaller batch or "
         "of fewer steps, or take to_dot()");
  }
  const GraphLayout layout = graph_layout(graph);
  std::string boxes, modules;
  for (std::size_t i = 0; i < operations; ++i) {
    const bool is_leaf = graph.operations()[i].operation == "leaf";
    boxes += (i == 0 ? "" : ",") + box_json(operation_box(graph, i), is_leaf ? "leaf" : "operation");
  }
  for (std::size_t m = 0; m < layout.modules.size(); ++m) {
    boxes += "," + box_json(folded_box(graph, layout, m), "folded");
    modules += (m == 0 ? "" : ",") + module_json(graph.modules()[m], layout.modules[m]);
  }
  const std::string sizes = "\"line\":" + json(graph_line) + ",\"margin\":" + json(graph_margin) +
                            ",\"title\":" + json(graph_title) + ",\"gap\":" + json(graph_gap) +
                            ",\"rowGap\":" + json(graph_row_gap) + ",\"upward\":" + json(graph_upward);
  const std::string data = "{\"style\":" + json(joined({assets::figure_css, assets::graph_box_css})) +
                           ",\"operations\":" + whole(operations) + "," + sizes + ",\"boxes\":[" + boxes +
                           "],\"modules\":[" + modules + "]}";
  return html_page(title, body,
                   {.style = assets::graph_page_css,
                    .script = joined({assets::elements_js, assets::graph_page_js}),
                    .data = data});
}

}  // namespace heed::show
