#include "autograd/gradient_check.h"
#include "autograd/operations/shape_functions.h"
#include "nn/attention/graph_attention.h"
#include "tensor/elementwise.h"
#include "tensor/views.h"
#include "tests/catch.h"
#include "tests/nn/golden.h"
#include "tests/nn/helpers.h"

#include <algorithm>
#include <numeric>

using namespace heed;
using namespace heed::testing;

namespace {

// Two graphs of four nodes, directed. In the second one, node 2 reads nobody.
const Tensor graphs = reshape(tensor({1, 1, 0, 0, 0, 1, 1, 1, 1, 0, 1, 0, 0, 0, 1, 1,  //
                                      0, 1, 1, 1, 1, 1, 0, 1, 0, 0, 0, 0, 1, 0, 1, 0}),
                              {2, 4, 4});

std::unique_ptr<GraphAttention> make(bool second, Rng& rng) {
  if (second) return std::make_unique<GATv2>(3, 5, rng);
  return std::make_unique<GAT>(3, 5, rng);
}

// Output and weights, side by side.
Variable run(const GraphAttention& layer, const Variable& x, const Tensor& neighbours) {
  const Attended attended = layer(x, neighbours);
  return concatenate({attended.output, attended.weights}, 2);
}

}  // namespace

TEST_CASE("graph attention: the values and gradients of PyTorch", "[graph][golden]") {
  Rng rng(1);
  for (const bool second : {false, true}) {
    for (const std::string batched : {"", "_one_graph"}) {
      Golden golden("graphs", (second ? "gatv2" : "gat") + batched);
      const auto layer = make(second, rng);
      golden.load(*layer);
      const Attended attended = (*layer)(golden.input("x"), golden.constant("neighbours"));
      golden.check({{"output", attended.output}, {"weights", attended.weights}});
    }
  }
}

TEST_CASE("graph attention: the gradients are the derivatives", "[graph][gradients]") {
  Rng rng(2);
  for (const bool second : {false, true}) {
    const auto layer = make(second, rng);
    shuffle_parameters(*layer, rng);
    std::vector<Variable> inputs{leaf(random_normal({2, 4, 3}, rng))};
    for (const Variable& p : layer->parameters()) inputs.push_back(p);
    const auto f = [&](const std::vector<Variable>& in) { return run(*layer, in[0], graphs); };
    const GradientReport report = check_gradients(f, inputs, rng);
    INFO(report.text);
    CHECK(report.passed);
  }
}

TEST_CASE("graph attention: only neighbours count, and a node without neighbours gets zeros", "[graph]") {
  Rng rng(3);
  for (const bool second : {false, true}) {
    const auto layer = make(second, rng);
    const Tensor x = random_normal({2, 4, 3}, rng);
    const Attended before = (*layer)(x, graphs);
    CHECK(all_equal(before.output.value()[1][2], zeros({5})));
    Tensor changed = x.clone();
    select(select(changed, 0, 0), 0, 3).fill(7);  // in the first graph, nodes 1 and 3 read node 3
    const Attended after = (*layer)(changed, graphs);
    for (const Index node : {0, 2})
      CHECK(all_equal(after.output.value()[0][node], before.output.value()[0][node]));
    for (const Index node : {1, 3})
      CHECK_FALSE(all_equal(after.output.value()[0][node], before.output.value()[0][node]));
  }
}

TEST_CASE("graph attention: in GAT all nodes rank their neighbours alike, in GATv2 they need not",
          "[graph]") {
  Rng rng(4);
  for (const bool second : {false, true}) {
    bool alike = true;
    for (int round = 0; round < 20; ++round) {
      const auto layer = make(second, rng);
      shuffle_parameters(*layer, rng);
      const Tensor w = (*layer)(random_normal({1, 6, 3}, rng), ones({6, 6})).weights.value()[0];
      const auto best = [&](Index node) {
        const std::vector<Scalar> row = w[node].to_vector();
        return std::max_element(row.begin(), row.end()) - row.begin();
      };
      for (Index node = 1; node < 6; ++node) alike = alike && best(node) == best(0);
    }
    CHECK(alike == !second);
  }
}

TEST_CASE("leaky_relu is x above 0, and a fifth of x below", "[graph]") {
  CHECK(all_close(leaky_relu(tensor({-5, 0, 2})).value(), tensor({-1, 0, 2})));
  CHECK(all_close(leaky_relu(tensor({-5, 0, 2}), 0.5).value(), tensor({-2.5, 0, 2})));
}
