// A graph as plain data, and in Graphviz's language.
#include "autograd/operations/functions.h"
#include "autograd/operations/products.h"
#include "autograd/operations/reductions.h"
#include "autograd/operations/shape_functions.h"
#include "autograd/watch/graph.h"
#include "tensor/creation.h"
#include "tensor/ground/error.h"
#include "tensor/ground/memory.h"
#include "tests/catch.h"

using namespace heed;
using Catch::Matchers::Contains;

namespace {

using Places = std::vector<std::size_t>;

Variable within(const char* module, const std::function<Variable()>& compute) {
  const Scope scope(module);
  return compute();
}

}  // namespace

TEST_CASE("a graph lists operations in the order in which they ran, with values and gradients", "[graph]") {
  const KeepValues keep;
  const Variable a = leaf(scalar(2)), b = leaf(scalar(-3));
  const Variable product = a * b, sum = product + a, L = sum * Variable(scalar(2));
  Graph graph(L, {{"a", a}, {"b", b}, {"L", L}});
  const auto& all = graph.operations();
  REQUIRE(all.size() == 5);
  CHECK(!all[2].gradient_norm.has_value());
  L.backward();  // L = 2 (a b + a): dL/da = 2 (b + 1), dL/db = 2 a
  const std::vector<std::string> operations{"leaf", "leaf", "*", "+", "*"}, names{"a", "b", "", "", "L"};
  const std::vector<double> results{2, -3, -6, -4, -8}, gradients{-4, 4, 2, 2, 1};
  const std::vector<Places> inputs{{}, {}, {0, 1}, {2, 0}, {3, Graph::constant}};
  for (std::size_t i = 0; i < all.size(); ++i) {
    INFO("operation " << i);
    CHECK(all[i].operation == operations[i]);
    CHECK(all[i].name == names[i]);
    CHECK(all[i].inputs == inputs[i]);
    CHECK(all[i].shape == Shape{});
    CHECK(all[i].value == std::vector<double>{results[i]});
    CHECK(all[i].gradient == std::vector<double>{gradients[i]});
    CHECK(all[i].gradient_norm == std::abs(gradients[i]));
  }
}

TEST_CASE("a graph copies the gradients that exist already, and only the norms of large ones", "[graph]") {
  const Variable x = leaf(full({3, 4}, 2)), y = x * x;
  sum(y).backward({.keep_graph = true, .keep_gradients = true});
  const Graph graph(y);
  REQUIRE(graph.operations().size() == 2);
  CHECK(graph.operations()[0].gradient_norm == Approx(4 * std::sqrt(12.0)));  // dy/dx = 2 x
  CHECK(graph.operations()[1].gradient_norm == Approx(std::sqrt(12.0)));
  CHECK(graph.operations()[0].gradient.empty());
  CHECK(graph.operations()[0].value.empty());
}

TEST_CASE("a graph groups operations by module, and parameters where they are used", "[graph]") {
  const Variable w = leaf(ones({2, 2})), shared = leaf(ones({2, 2})), far = leaf(ones({2, 2}));
  const Variable x = leaf(ones({2, 2}));
  const Variable result = within("model", [&] {
    const Variable y =
        within("layers.0", [&] { return within("in", [&] { return linear(x, w) * shared; }); });
    return within("layers.1", [&] { return y * shared + far; });
  });
  const Graph graph(result * far, {{"layers.0.in.weight", w}, {"model.shared", shared}});
  std::vector<std::string> paths;
  for (const Graph::Module& module : graph.modules()) paths.push_back(module.path);
  CHECK(paths ==
        std::vector<std::string>{"", "model", "model.layers.0", "model.layers.0.in", "model.layers.1"});
  CHECK(graph.modules()[2].name == "layers.0");
  CHECK(graph.modules()[4].parent == 1);
  const auto place = [&](const Variable& variable) {
    for (std::size_t i = 0; i < 4; ++i) {
      const Graph::Operation& at = graph.operations()[i];  // the leaves come first, w, shared, far, x
      if (i == static_cast<std::size_t>(variable.node()->number - w.node()->number)) return paths[at.module];
    }
    return std::string("?");
  };
  CHECK(place(w) == "model.layers.0.in");
  CHECK(place(shared) == "model");
  CHECK(place(far) == "");
  CHECK(graph.operations()[0].name == "weight");
  CHECK(graph.operations()[1].name == "shared");
}

TEST_CASE("a module without parameters is drawn once for each of its calls", "[graph]") {
  const Variable w = leaf(ones({2, 2})), x = leaf(ones({2, 2}));
  Variable y = x;
  for (int i = 0; i < 2; ++i) {
    y = within("cell", [&] { return linear(y, w); });
    y = within("squash", [&] { return within("inner", [&] { return tanh(exp(y)); }); });
  }
  const Graph graph(y);
  std::vector<std::string> names;
  for (const Graph::Module& module : graph.modules()) names.push_back(module.path);
  CHECK(names == std::vector<std::string>{"", "cell", "squash", "squash.inner", "squash", "squash.inner"});
  CHECK(graph.modules()[5].parent == 4);
  std::vector<std::size_t> modules;
  for (const Graph::Operation& at : graph.operations()) modules.push_back(at.module);
  CHECK(modules == Places{1, 0 + 1, 1, 3, 3, 1, 5, 5});
}

TEST_CASE("a graph that was freed, or never recorded, is an error", "[graph]") {
  const Variable x = leaf(ones({2})), y = sum(exp(x));
  CHECK_THROWS_WITH(Graph(Variable(ones({2}))),
                    "graph: this variable tracks no gradient, so no graph leads to it");
  CHECK_THROWS_WITH(Graph(Variable()), Contains("tracks no gradient"));
  y.backward();
  CHECK_THROWS_WITH(Graph(y),
                    "graph: what led to 'sum' was freed by backward(); make the Graph before backward(), or "
                    "pass keep_graph to it");
}

TEST_CASE("a graph keeps no tensor alive, and a million operations do not overflow the stack", "[graph]") {
  const Variable x = leaf(scalar(0));
  const std::size_t before = memory_use().in_use;
  Variable y = x;
  for (int i = 0; i < 1'000'000; ++i) y = y + 1.0;  // one input: the number is not a tensor
  Graph graph(y);
  y.backward();
  y = Variable();
  CHECK(graph.operations().size() == 1'000'001);
  CHECK(graph.operations().back().inputs == Places{999'999});
  CHECK(graph.operations()[0].gradient == std::vector<double>{1});
  const Tensor gradient = x.grad();
  CHECK(memory_use().in_use - before < 1000);  // x's gradient
}

TEST_CASE("a graph is written in Graphviz's language, with any names", "[graph]") {
  const Variable w = leaf(full({2}, 3));
  const Variable y = within("a \"quoted\\ <b>&amp;\n\x01", [&] { return w * w; });
  Graph graph(sum(y), {{"w \"1\"", w}});
  sum(y).backward();
  const std::string expected = R"dot(digraph heed {
  node [shape=box, fontname="sans-serif"];
  graph [fontname="sans-serif"];
  n2 [label="sum\n()"];
  subgraph cluster_1 {
    label="a \"quoted\\ <b>&amp;amp;\n ";
    n0 [label="w \"1\": leaf\n(2,)\n|gradient| 8.48528", style=rounded];
    n1 [label="*\n(2,)\n|gradient| 1.41421"];
  }
  n0 -> n1;
  n0 -> n1;
  n1 -> n2;
}
)dot";
  CHECK(graph.to_dot() == expected);
}

TEST_CASE("each input of each operation is an arrow of the DOT text, and there are no others", "[graph]") {
  const Variable a = leaf(ones({2})), b = leaf(ones({2})), c = leaf(ones({2}));
  const Variable first = a * b, second = within("block", [&] { return first + c; });
  const Graph graph(sum(second * first * ones({2})));
  std::string arrows;  // in the order of the operations
  for (std::size_t i = 0; i < graph.operations().size(); ++i) {
    for (const std::size_t input : graph.operations()[i].inputs) {
      if (input != Graph::constant) arrows += heed::text("  n", input, " -> n", i, ";\n");
    }
  }
  const std::string dot = graph.to_dot();
  CHECK(arrows ==
        "  n0 -> n3;\n  n1 -> n3;\n  n3 -> n4;\n  n2 -> n4;\n"
        "  n4 -> n5;\n  n3 -> n5;\n  n5 -> n6;\n  n6 -> n7;\n");
  CHECK(dot.substr(dot.find("  n0 -> ")) == arrows + "}\n");
  for (std::size_t i = 0; i < graph.operations().size(); ++i)
    CHECK_THAT(dot, Contains(heed::text(" n", i, " [label=")));
}
