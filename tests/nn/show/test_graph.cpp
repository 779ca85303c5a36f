// The drawn graph: rows and lines are checked against the graph's own edges, then figure and page.
#include "autograd/operations/functions.h"
#include "nn/show/graph_box.h"
#include "nn/show/graph_figure.h"
#include "nn/show/graph_page.h"
#include "tensor/creation.h"
#include "tensor/files/file.h"
#include "tests/catch.h"
#include "tests/nn/show/sample_graph.h"
#include "tests/nn/show/xml.h"

#include <cstdlib>
#include <map>
#include <set>

using namespace heed::show;
using heed::Graph;
using heed::Index;

namespace {

using Item = GraphLayout::Item;

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// The item of module `module` that contains an operation, or the operation itself; `self` if it is outside.
Item seen_from(const Graph& graph, const GraphLayout& layout, std::size_t module, Item operation,
               Item outside) {
  std::size_t at = graph.operations()[operation].module;
  if (at == module) return operation;
  while (at != 0 && graph.modules()[at].parent != module) at = graph.modules()[at].parent;
  return at == 0 ? outside : layout.item_of(at);
}

// Follows every line of a module from where it begins to where it ends.
std::multiset<std::pair<Item, Item>> lines(const GraphLayout::Module& module) {
  std::multiset<std::pair<Item, Item>> found;
  for (std::size_t row = 0; row < module.rows.size(); ++row) {
    for (std::size_t slot = 0; slot < module.rows[row].size(); ++slot) {
      if (module.rows[row][slot].is_line && row > 0) continue;  // it continues here and does not begin
      std::vector<std::pair<std::size_t, std::size_t>> open{{row, slot}};
      while (!open.empty()) {
        const auto [r, s] = open.back();
        open.pop_back();
        for (const GraphLayout::Link& link : module.links) {
          if (link.row != r || link.from != s) continue;
          const GraphLayout::Slot& next = module.rows[r + 1][link.to];
          const Item from = module.rows[row][slot].item;
          if (next.is_line && next.item == from) {
            open.push_back({r + 1, link.to});
          } else {
            found.insert({from, next.item});
          }
        }
      }
    }
  }
  return found;
}

}  // namespace

TEST_CASE("each module's rows contain its members once, and its lines are the graph's edges",
          "[show][graph_figure]") {
  struct Sample {
    std::unique_ptr<Graph> graph;
    bool loops;  // modules lead to each other
  };
  const Sample samples[] = {{neuron_graph(), false},
                            {transformer_graph(), false},
                            {residual_graph(), false},
                            {recurrent_graph(), true},
                            {hostile_graph(), false}};
  for (const auto& [graph, loops] : samples) {
    const GraphLayout layout = graph_layout(*graph);
    Index upward = 0;
    for (std::size_t m = 0; m < layout.modules.size(); ++m) {
      INFO("module " << graph->modules()[m].path);
      const GraphLayout::Module& module = layout.modules[m];
      std::multiset<Item> members, expected;
      for (std::size_t row = 0; row < module.rows.size(); ++row) {
        CHECK(!module.rows[row].empty());
        for (const GraphLayout::Slot& slot : module.rows[row]) {
          if (!slot.is_line) members.insert(slot.item);
        }
      }
      for (Item i = 0; i < layout.operations; ++i) {
        if (graph->operations()[i].module == m) expected.insert(i);
      }
      for (std::size_t child = 1; child < layout.modules.size(); ++child) {
        if (graph->modules()[child].parent == m) expected.insert(layout.item_of(child));
      }
      CHECK(members == expected);

      // This module draws an edge unless both its ends are in one item, or both are outside. An end outside
      // belongs to some item of an outer module; here that end is called `outside`.
      const Item outside = layout.item_of(layout.modules.size());
      std::map<std::pair<Item, Item>, Index> edges;
      for (Item user = 0; user < layout.operations; ++user) {
        for (const Item input : graph->operations()[user].inputs) {
          if (input == Graph::constant) continue;
          const Item from = seen_from(*graph, layout, m, input, outside),
                     to = seen_from(*graph, layout, m, user, outside);
          if (from != to) ++edges[{from, to}];
        }
      }
      std::set<std::pair<Item, Item>> drawn, known;
      for (const auto& [from, to] : lines(module)) {
        drawn.insert({members.count(from) ? from : outside, to == layout.item_of(m) ? outside : to});
      }
      for (const auto& edge : module.upward) drawn.insert(edge);
      for (const auto& [edge, count] : edges) known.insert(edge);
      CHECK(drawn == known);
      upward += static_cast<Index>(module.upward.size());

      // As many tensors enter a box through links as through its edges.
      std::map<Item, Index> arriving, wanted;
      for (const GraphLayout::Link& link : module.links) {
        const GraphLayout::Slot& to = module.rows[link.row + 1][link.to];
        if (!to.is_line) arriving[to.item] += link.tensors;
      }
      for (const auto& [edge, count] : edges) {
        const bool up = std::count(module.upward.begin(), module.upward.end(), edge) > 0;
        if (edge.second != outside && !up) wanted[edge.second] += count;
      }
      CHECK(arriving == wanted);
    }
    CHECK((upward > 0) == loops);
  }
}

TEST_CASE("boxes of a row do not overlap, and a chain is drawn as one vertical line",
          "[show][graph_figure]") {
  GraphLayout::Module module;
  module.rows = {{{0}, {1}, {2}}, {{3}}, {{4}, {5}}};
  module.links = {{0, 0, 0, 1}, {0, 1, 0, 1}, {0, 2, 0, 1}, {1, 0, 0, 1}, {1, 0, 1, 1}};
  const std::vector<std::vector<double>> widths{{50, 10, 100}, {20}, {200, 30}};
  const auto centres = place_slots(module, widths, std::vector<LinkEnds>(5), 7);
  double left = 1e9;
  for (std::size_t row = 0; row < 3; ++row) {
    for (std::size_t i = 0; i < widths[row].size(); ++i) {
      left = std::min(left, centres[row][i] - widths[row][i] / 2);
      if (i > 0)
        CHECK(centres[row][i] - centres[row][i - 1] >= (widths[row][i] + widths[row][i - 1]) / 2 + 7 - 1e-9);
    }
  }
  CHECK(left == Approx(0).margin(1e-9));

  module.rows = {{{0}}, {{1}}, {{2}}};
  module.links = {{0, 0, 0, 1}, {1, 0, 0, 1}};
  // The first link begins 5 to the left of box 0's middle and ends 3 to the right of box 1's.
  const auto chain = place_slots(module, {{10}, {40}, {20}}, {{-5, 3}, {0, 0}}, 7);
  CHECK(chain[0][0] - 5 == Approx(chain[1][0] + 3));
  CHECK(chain[2][0] == Approx(chain[1][0]));
}

TEST_CASE("a figure of a small graph shows all its values", "[show][graph_figure]") {
  const std::string figure = graph_figure(*neuron_graph(), {"A neuron & its gradients"});
  CHECK(xml_error(figure) == "");
  CHECK(count_elements(figure, "rect") == 1 + 10);
  CHECK(contains(figure, ">n = +<"));
  CHECK(contains(figure, ">value 0.5<"));
  CHECK(contains(figure, ">gradient 0.7864<"));  // dtanh(n)/dn = 1 - tanh(0.5)^2
  CHECK(contains(figure, "A neuron &amp; its gradients"));
}

TEST_CASE("a figure folds modules until it is readable", "[show][graph_figure]") {
  const auto graph = transformer_graph();
  const GraphLayout layout = graph_layout(*graph);
  CHECK(readable_depth(*graph) == 2);
  CHECK(readable_depth(*graph, 10) == 0);
  const std::string folded = graph_figure(*graph, {"", 0});
  CHECK(xml_error(folded) == "");
  CHECK(count_elements(folded, "rect") == 1 + 12);
  for (std::size_t m = 0; m < layout.modules.size(); ++m) {
    if (graph->modules()[m].path == "encoder")
      CHECK(contains(folded, ">" + std::to_string(layout.modules[m].operations) + " operations<"));
  }
  const std::string open = graph_figure(*graph, {"", 100});
  CHECK(xml_error(open) == "");
  CHECK(count_elements(open, "rect") ==
        static_cast<int>(graph->operations().size() + graph->modules().size()));
}

TEST_CASE("names from outside never become markup in a graph", "[show][graph_figure]") {
  const auto graph = hostile_graph();
  for (const std::string& drawn :
       {graph_figure(*graph, {hostile_name, 9}), graph_figure(*graph, {hostile_name, 0}),
        graph_page(hostile_name, *graph)}) {
    CHECK(xml_error(drawn) == "");
    CHECK(count_elements(drawn, "b") == 0);
    CHECK(contains(drawn, "&lt;b&gt;&amp;&quot;&#39;&lt;/script&gt;]]&gt;\uFFFD"));
  }
}

TEST_CASE("a graph that is too large to read is rejected with advice", "[show][graph_figure]") {
  heed::Variable y = heed::leaf(heed::scalar(0));
  for (int i = 0; i < 20'000; ++i) y = heed::sin(y);
  const Graph graph(y);
  CHECK_THROWS_WITH(
      graph_figure(graph),
      "graph_figure: 20001 boxes are too many to read; call the operations inside modules and open "
      "fewer levels of them, or draw a smaller graph");
  CHECK_THROWS_WITH(
      graph_page("t", graph),
      "graph_page: 20001 operations are too many for a page; draw the graph of a smaller batch or of "
      "fewer steps, or use to_dot()");
}

// Not a test but a tool: tests/browser runs it to get its pages.
TEST_CASE("write the sample graphs into the folder HEED_PAGES", "[.pages]") {
  const char* folder = std::getenv("HEED_PAGES");
  REQUIRE(folder != nullptr);
  heed::write_file(std::string(folder) + "/graph.html",
                   {graph_page("The loss of a <Transformer>", *transformer_graph())});
  heed::write_file(std::string(folder) + "/graph-folded.svg", {graph_figure(*transformer_graph(), {"", 0})});
  heed::write_file(std::string(folder) + "/graph-open.svg", {graph_figure(*transformer_graph(), {"", 100})});
  heed::write_file(std::string(folder) + "/graph-hostile.html", {graph_page(hostile_name, *hostile_graph())});
  heed::write_file(std::string(folder) + "/graph-loop.html", {graph_page("A loop", *recurrent_graph())});
}
