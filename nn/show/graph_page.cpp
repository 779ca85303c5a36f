#include "nn/show/graph_page.h"

#include "nn/show/assets.h"
#include "nn/show/glyphs.h"
#include "nn/show/graph_box.h"
#include "nn/show/graph_figure.h"
#include "nn/show/page.h"
#include "nn/show/page_data.h"
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
<section class="panel" aria-labelledby="help-title"><h2 id="help-title">How to use this page</h2>
<p>Data flow downward. Round boxes are parameters, and square boxes are operations with the shape of their result. A
coloured box is a folded module. Click a module, or press Enter on it, to open it; click its name to fold it again.
Point at a box, or move the focus to it with Tab, to read its operation, shape and gradient norm. A thicker line means
more than one tensor. A dashed line goes back up, to a module that is called again.</p></section>
)html";

Json box_json(const GraphBox& box, std::string_view kind) {
  return Json::Object{{"kind", std::string(kind)},
                      {"lines", json_array(box.lines)},
                      {"hover", box.hover},
                      {"width", box.width},
                      {"height", box.height}};
}

Json module_json(const Graph::Module& module, const GraphLayout::Module& layout) {
  const auto slot = [](const GraphLayout::Slot& at) -> Json {
    return Json::Array{at.item, at.is_line ? 1 : 0};
  };
  const auto row = [&](const std::vector<GraphLayout::Slot>& slots) { return json_array(slots, slot); };
  const auto link = [](const GraphLayout::Link& at) -> Json {
    return Json::Array{at.row, at.from, at.to, at.tensors, line_width(at.tensors), tensors_text(at.tensors)};
  };
  const auto upward = [](const std::pair<std::size_t, std::size_t>& at) -> Json {
    return Json::Array{at.first, at.second};
  };
  return Json::Object{{"name", printable(module.name)},
                      {"path", printable(module.path)},
                      {"nameWidth", text_width(module.name, 12)},
                      {"parent", module.parent},
                      {"rows", json_array(layout.rows, row)},
                      {"links", json_array(layout.links, link)},
                      {"upward", json_array(layout.upward, upward)}};
}

}  // namespace

std::string graph_page(const std::string& title, const Graph& graph) {
  const std::size_t operations = graph.operations().size();
  if (operations > 20000) {
    fail("graph_page: ", operations,
         " operations are too many for a page; draw the graph of a smaller batch or "
         "of fewer steps, or use to_dot()");
  }
  const GraphLayout layout = graph_layout(graph);
  Json::Array boxes, modules;
  for (std::size_t i = 0; i < operations; ++i) {
    const bool is_leaf = graph.operations()[i].operation == "leaf";
    boxes.push_back(box_json(operation_box(graph, i), is_leaf ? "leaf" : "operation"));
  }
  for (std::size_t m = 0; m < layout.modules.size(); ++m) {
    boxes.push_back(box_json(folded_box(graph, layout, m), "folded"));
    modules.push_back(module_json(graph.modules()[m], layout.modules[m]));
  }
  const Json data = Json::Object{{"style", joined({assets::figure_css, assets::graph_box_css})},
                                 {"operations", operations},
                                 {"line", graph_line},
                                 {"margin", graph_margin},
                                 {"title", graph_title},
                                 {"gap", graph_gap},
                                 {"rowGap", graph_row_gap},
                                 {"upward", graph_upward},
                                 {"boxes", boxes},
                                 {"modules", modules}};
  const std::string script = joined({assets::elements_js, assets::graph_page_js});
  return html_page(title, body, {.style = assets::graph_page_css, .script = script, .data = data.to_html()});
}

}  // namespace heed::show
