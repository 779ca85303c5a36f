// Whoever compares must see every element: each comparing function of the library and of the tests is given a wrong
// value in one place at a time, the first and the last included.
#include "autograd/gradient_check.h"
#include "autograd/observer.h"
#include "autograd/operations/arithmetic.h"
#include "autograd/record.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/ground/error.h"
#include "tensor/token_matrix.h"
#include "tensor/views.h"
#include "tests/catch.h"
#include "tests/judge.h"
#include "tests/nn/helpers.h"
#include "tests/tensor/helpers.h"

using namespace heed;
using namespace heed::testing;

namespace {

const Shape shapes[] = {{}, {1}, {2}, {3, 5}, {2, 1, 40}};

// x with one element changed.
Tensor with_one(const Tensor& x, Index place, double value) {
  Tensor changed = x.clone();
  changed.mutable_data()[place] = static_cast<Scalar>(value);
  return changed;
}

// ask(x, x with the element `place` replaced by `value`) for each place of some tensors.
template <class Question>
void for_each_wrong_place(double value, Question ask) {
  for (const Shape& shape : shapes) {
    const Tensor x = ones(shape);
    for (Index place = 0; place < x.numel(); ++place) {
      INFO("shape " << shape.to_string() << ", element " << place);
      ask(x, with_one(x, place, value));
    }
  }
}

std::string difference_within(const Tensor& got, const Tensor& expected, double bound) {
  return difference(got, expected, [=](double) { return bound; });
}

}  // namespace

TEST_CASE("judges: all_equal, all_close and the tests' difference() notice one wrong element anywhere",
          "[judges]") {
  for_each_wrong_place(1.5, [](const Tensor& x, const Tensor& wrong) {
    CHECK(all_equal(x, x.clone()));
    CHECK_FALSE(all_equal(x, wrong));
    CHECK_FALSE(all_equal(wrong, x));
    CHECK(all_close(x, wrong, 0, 0.5));
    CHECK_FALSE(all_close(x, wrong, 0, 0.49));
    CHECK_FALSE(all_close(wrong, x));
    CHECK(disagreement(x, x.clone()) == "");
    CHECK(disagreement(x, wrong) != "");
    CHECK(disagreement(wrong, x) != "");
    CHECK(difference_within(x, wrong, 0.5) == "");
    CHECK(difference_within(x, wrong, 0.49) != "");
    CHECK(difference_within(wrong, x, 0.49) != "");
  });
}

TEST_CASE("judges: a single NaN or infinity is noticed anywhere", "[judges]") {
  for (const double bad : {not_a_number, infinity, -infinity}) {
    for_each_wrong_place(bad, [](const Tensor& x, const Tensor& wrong) {
      CHECK(all_finite(x));
      CHECK_FALSE(all_finite(wrong));
      CHECK_FALSE(all_close(x, wrong, 1, 1e9));
      CHECK_FALSE(all_close(wrong, x, 1, 1e9));
      CHECK(difference_within(x, wrong, infinity) != "");
      CHECK(difference_within(wrong, x, 1e9) != "");
      CHECK(disagreement(x, wrong) != "");
      CHECK(disagreement(wrong, x) != "");
      const StopAtNaN watch;
      CHECK(error_of([&] { leaf(x) * 1.0; }) == "");
      CHECK(error_of([&, y = leaf(wrong)] { y * 1.0; }) != "");
    });
  }
}

TEST_CASE("judges: difference() says what is wrong", "[judges]") {
  CHECK(difference_within(tensor({1, 2, 3}), tensor({1, 2, 4}), 0.5) ==
        "element 2 is 3 instead of 4, allowed is a distance of 0.5");
  CHECK(difference_within(ones({2}), ones({2, 1}), 1) == "shape (2,) instead of (2, 1)");
  CHECK(difference_within(Tensor(), ones({2}), 1) == "the result is undefined");
  CHECK(difference(ones({2}), {2}, {1}, [](double) { return 1.0; }) == "2 values instead of 1");
  CHECK(difference(ones({2}), {2}, {1, 1, 1}, [](double) { return 1.0; }) == "2 values instead of 3");
  CHECK(difference_within(tensor({1, infinity}), tensor({1, infinity}), 0) == "");
  CHECK(difference(tensor({10, 20}), tensor({12, 21}), [](double x) { return x / 10; }) != "");
  CHECK(difference(tensor({10, 20}), tensor({11, 21}), [](double x) { return x / 10; }) == "");
}

TEST_CASE("judges: all_close allows the absolute and the relative error together", "[judges]") {
  const Tensor x = tensor({-8}), right = tensor({-4});  // the distance is 4: 2 + 0.5 * 4
  CHECK(all_close(x, right, 0.5, 2));
  CHECK_FALSE(all_close(x, right, 0.5, 1.9));
  CHECK_FALSE(all_close(x, right, 0.4, 2));
  CHECK(all_close(right, x, 0.25, 2));  // relative to the second
  CHECK_FALSE(all_close(x, right, 0.25, 2));
}

TEST_CASE("judges: the gradient check notices one wrong derivative anywhere", "[judges]") {
  Rng rng(1);
  const Tensor x = random_uniform({2, 3}, rng, 1, 2);
  for (Index place = 0; place < x.numel(); ++place) {
    for (const double factor : {1.0, 1.05}) {
      const Tensor error = with_one(ones(x.shape()), place, factor);
      const auto tripled = [&](const std::vector<Variable>& inputs) {
        return record("triple", inputs[0].value() * 3.0,
                      Edge{inputs[0], [&](const Tensor& grad) { return grad * error * 3.0; }});
      };
      const GradientReport report = check_gradients(tripled, {leaf(x.clone())}, rng);
      INFO(report.text);
      CHECK(report.passed == (factor == 1.0));
      CHECK(report.compared == x.numel());
    }
  }
}

TEST_CASE("judges: shapes and token matrices are equal only if every size and token is", "[judges]") {
  const Shape shape{2, 3, 4, 5};
  for (int axis = 0; axis < shape.rank(); ++axis) {
    Shape other = shape;
    CHECK(other == shape);
    other[axis] += 1;
    CHECK_FALSE(other == shape);
  }
  const TokenMatrix tokens(2, 3);
  for (std::size_t i = 0; i < tokens.ids.size(); ++i) {
    TokenMatrix other = tokens;
    CHECK(other == tokens);
    other.ids[i] += 1;
    CHECK_FALSE(other == tokens);
  }
  CHECK_FALSE(TokenMatrix(2, 3) == TokenMatrix(3, 2));
}

TEST_CASE("judges: a single bit that depends on the number of threads is noticed anywhere", "[judges]") {
  const Tensor x = ones({5});
  CHECK(same_bits_for_any_thread_count([&] { return x; }));
  for (Index place = 0; place < x.numel(); ++place) {
    for (const int threads : {1, 2, 3}) {
      const double next = 1 + epsilon;
      CHECK_FALSE(same_bits_for_any_thread_count(
          [&] { return with_one(x, place, thread_count() == threads ? next : 1); }));
    }
  }
}
