// Each row of the table of cases goes through every test that applies to any operation.
#include "autograd/observer.h"
#include "autograd/operations/arithmetic.h"
#include "autograd/operations/reductions.h"
#include "tensor/ground/error.h"
#include "tests/cases.h"
#include "tests/catch.h"
#include "tests/judge.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <regex>
#include <set>

using namespace heed;

namespace {

std::string described(const Case& row) {
  std::string shapes;
  for (const Shape& shape : row.shapes) shapes += " " + shape.to_string();
  return row.name + shapes;
}

std::vector<Variable> parameters(const std::vector<Tensor>& values) {
  std::vector<Variable> result;
  for (const Tensor& value : values) result.push_back(leaf(value.clone()));
  return result;
}

std::vector<Variable> constants(const std::vector<Tensor>& values) {
  return std::vector<Variable>(values.begin(), values.end());
}

// An upstream gradient without a pattern, the same each time.
Tensor upstream_for(const Variable& result) {
  Rng rng(17);
  return random_normal(result.shape(), rng);
}

Tensor gradient_of(const Variable& input) {
  return input.grad().defined() ? input.grad() : zeros(input.shape());
}

// The gradients of all inputs in the ordinary case.
std::vector<Tensor> ordinary_gradients(const Case& row, const std::vector<Tensor>& values) {
  const std::vector<Variable> inputs = parameters(values);
  const Variable result = row.function(inputs);
  if (!result.requires_grad()) return {};
  result.backward(upstream_for(result));
  std::vector<Tensor> gradients;
  for (const Variable& input : inputs) gradients.push_back(gradient_of(input));
  return gradients;
}

// The error that float or double arithmetic may make. Each result depends on at most all elements of the
// inputs and is rounded once for each, and a function may be wrong by a few units in the last place.
double allowed_error(const Case& row, const naive::Array& want) {
  double count = 16, size = 1;
  for (const Shape& shape : row.shapes) count += static_cast<double>(shape.numel());
  for (double x : want.numbers) size = std::max(size, std::abs(x));
  return count * size * static_cast<double>(std::numeric_limits<Scalar>::epsilon());
}

void check_values(const Case& row, const Tensor& got, const naive::Array& want) {
  const double allowed = allowed_error(row, want);
  CHECK(testing::difference(got, want.shape, want.numbers, [=](double) { return allowed; }) == "");
}

// The case's function with input `which` passed as a view of another tensor; nothing if no such view exists.
struct ViewedCase {
  std::vector<Tensor> sources, values;  // the tensors behind the views, and the values they show
  VariableFunction function;
};
std::optional<ViewedCase> view_input(const Case& row, std::size_t which, Layout layout, Rng& rng) {
  ViewedCase viewed{draw_inputs(row, rng), {}, {}};
  const std::optional<LaidOut> laid_out = lay_out(viewed.sources[which], layout);
  if (!laid_out) return {};
  viewed.values = viewed.sources;
  viewed.sources[which] = laid_out->source;
  viewed.values[which] = laid_out->view(laid_out->source).value().clone();
  viewed.function = [&row, which, view = laid_out->view](std::vector<Variable> inputs) {
    inputs[which] = view(inputs[which]);
    return row.function(inputs);
  };
  return viewed;
}

// Calls ask(row, values) for every row.
template <class Question>
void for_each_case(Question ask) {
  Rng rng(1);
  for (const Case& row : all_cases()) {
    INFO(described(row));
    ask(row, draw_inputs(row, rng));
  }
}

template <class Question>
void for_each_view(Question ask) {
  Rng rng(2);
  for (const Case& row : all_cases()) {
    for (Layout layout : all_layouts) {
      if (layout == Layout::expanded && row.kink_at_ties) continue;
      for (std::size_t which = 0; which < row.shapes.size(); ++which) {
        const std::optional<ViewedCase> viewed = view_input(row, which, layout, rng);
        if (!viewed) continue;
        INFO(described(row) << ", input " << which << " as a view of kind " << static_cast<int>(layout));
        ask(row, *viewed);
      }
    }
  }
}

}  // namespace

TEST_CASE("the table has a row for every operation that the sources record", "[operations]") {
  class Names final : public Observer {
   public:
    std::set<std::string> seen;
    void recorded(const char* operation, const Tensor&, const Shared<Node>& node) override {
      if (node) seen.insert(operation);
    }
  } names;
  for_each_case([](const Case& row, const std::vector<Tensor>& values) { row.function(parameters(values)); });
  // The name of an operation is the first text after record( - or after the name of a helper that passes it on.
  std::set<std::string> expected;
  const std::regex call("\\b(record|choose|extreme)\\(\\s*\"([^\"]+)\"");
  for (const auto& file : std::filesystem::directory_iterator("autograd/operations")) {
    if (file.path().extension() != ".cpp") continue;
    std::ifstream in(file.path());
    const std::string code{std::istreambuf_iterator<char>(in), {}};
    for (std::sregex_iterator match(code.begin(), code.end(), call), end; match != end; ++match)
      expected.insert((*match)[2]);
  }
  CHECK(expected.size() > 40);
  CHECK(names.seen == expected);
}

TEST_CASE("values agree with the naive loops", "[operations][values]") {
  for_each_case([](const Case& row, const std::vector<Tensor>& values) {
    if (!row.reference) return;
    std::vector<naive::Array> arrays;
    for (const Tensor& value : values) arrays.push_back(naive::from(value));
    check_values(row, row.function(constants(values)).value(), row.reference(arrays));
  });
}

TEST_CASE("a view as input gives the same values as its copy", "[operations][values]") {
  for_each_view([](const Case& row, const ViewedCase& viewed) {
    const Tensor from_copy = row.function(constants(viewed.values)).value();
    check_values(row, viewed.function(constants(viewed.sources)).value(), naive::from(from_copy));
  });
}

#ifdef HEED_DOUBLE
TEST_CASE("gradients are the derivatives", "[operations][gradients]") {
  Rng rng(3);
  for_each_case([&](const Case& row, const std::vector<Tensor>& values) {
    const std::vector<Variable> inputs = parameters(values);
    const GradientReport report = check_gradients(row.function, inputs, rng);
    INFO(report.text);
    CHECK(report.passed);
  });
}

TEST_CASE("gradients are the derivatives when the inputs are views", "[operations][gradients]") {
  Rng rng(4);
  for_each_view([&](const Case&, const ViewedCase& viewed) {
    const GradientReport report = check_gradients(viewed.function, parameters(viewed.sources), rng);
    INFO(report.text);
    CHECK(report.passed);
  });
}
#endif

TEST_CASE("recording does not change a value", "[operations]") {
  for_each_case([](const Case& row, const std::vector<Tensor>& values) {
    const Variable recorded = row.function(parameters(values)), plain = row.function(constants(values));
    CHECK(!plain.requires_grad());
    CHECK(recorded.requires_grad());
    CHECK(all_equal(recorded.value(), plain.value()));
    const NoGrad none;
    const Variable unrecorded = row.function(parameters(values));  // dropout with probability 0 is its input
    CHECK((!unrecorded.requires_grad() || unrecorded.node()->is_leaf()));
  });
}

TEST_CASE("the gradient of one input does not depend on whether the others need theirs", "[operations]") {
  for_each_case([](const Case& row, const std::vector<Tensor>& values) {
    const std::vector<Tensor> together = ordinary_gradients(row, values);
    for (std::size_t wanted = 0; wanted < values.size(); ++wanted) {
      std::vector<Variable> inputs = constants(values);
      inputs[wanted] = leaf(values[wanted].clone());
      const Variable result = row.function(inputs);
      result.backward(upstream_for(result));
      CHECK(all_equal(gradient_of(inputs[wanted]), together[wanted]));
    }
  });
}

TEST_CASE("an upstream gradient that is a view gives the same gradients as its copy", "[operations]") {
  for_each_case([](const Case& row, const std::vector<Tensor>& values) {
    const std::vector<Variable> by_view = parameters(values), by_copy = parameters(values);
    sum(row.function(by_view)).backward();  // sum passes one number, repeated by strides of 0
    const Variable result = row.function(by_copy);
    result.backward(ones(result.shape()));
    for (std::size_t i = 0; i < values.size(); ++i) {
      // A view takes different loops, which may add in a different order.
      const double allowed = allowed_error(row, naive::from(gradient_of(by_copy[i])));
      CHECK(all_close(gradient_of(by_view[i]), gradient_of(by_copy[i]), 0, allowed));
    }
  });
}

TEST_CASE("gradients add up over backward passes", "[operations]") {
  for_each_case([](const Case& row, const std::vector<Tensor>& values) {
    const std::vector<Tensor> once = ordinary_gradients(row, values);
    const std::vector<Variable> inputs = parameters(values);
    const Variable result = row.function(inputs);
    result.backward(upstream_for(result), {.keep_graph = true});
    result.backward(upstream_for(result));
    for (std::size_t i = 0; i < values.size(); ++i) {
      // A rule that adds products straight to the gradient adds in a different order.
      const Tensor twice = once[i] * 2;
      CHECK(all_close(gradient_of(inputs[i]), twice, 0, allowed_error(row, naive::from(twice))));
    }
  });
}

// Each input, and the result, is overwritten after forward. Then backward either gives the gradient of what
// was computed, or throws an error that names the operation; it never gives a wrong value.
TEST_CASE("a tensor that is changed in place before backward is noticed or does no harm", "[operations]") {
  Index noticed = 0, harmless = 0;
  for_each_case([&](const Case& row, const std::vector<Tensor>& values) {
    const std::vector<Tensor> expected = ordinary_gradients(row, values);
    for (std::size_t changed = 0; changed <= values.size(); ++changed) {
      std::vector<Variable> inputs = parameters(values);
      Variable result = row.function(inputs);
      const Tensor upstream = upstream_for(result);
      Tensor& victim = changed < values.size() ? inputs[changed].value() : result.value();
      std::string message;
      if (victim.is_contiguous()) {
        victim.fill(0.77);
      } else {  // its elements may share memory; changing one is enough
        victim.window(victim.storage_offset(), {1}, {1}).fill(0.77);
      }
      try {
        result.backward(upstream);
      } catch (const Error& error) {
        message = error.what();
      }
      if (message.empty()) {
        ++harmless;
        for (std::size_t i = 0; i < values.size(); ++i) CHECK(all_equal(gradient_of(inputs[i]), expected[i]));
      } else {
        ++noticed;
        CHECK(message.find("backward of ") == 0);
        CHECK(message.find("was changed in place") != std::string::npos);
      }
    }
  });
  CHECK(noticed > 0);
  CHECK(harmless > 0);
}
