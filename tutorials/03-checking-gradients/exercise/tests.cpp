// Tests the exercise of lesson 03 and says in words what is missing.
#include "autograd/operations/functions.h"
#include "autograd/operations/products.h"
#include "tensor/elementwise.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/03-checking-gradients/exercise/exercise.h"
#include "tutorials/exercise.h"

#include <algorithm>
#include <cmath>
#include <limits>

using namespace heed;

namespace {

void test_slope() {
  Rng rng(1);
  std::vector<double> points = {1, -3, 0, 0.001, 2e5, -2e5};
  for (int i = 0; i < 20; ++i) points.push_back(rng.uniform(-100, 100));
  for (const double x : points) {
    double lowest = x, highest = x;  // where f was computed
    const double yours = exercise::central_slope(
        [&](double at) {
          lowest = std::min(lowest, at);
          highest = std::max(highest, at);
          return at * at * at;
        },
        x);
    const double right = 3 * x * x, up = highest - x, down = x - lowest, size = std::max(1.0, std::abs(x));
    const std::string where = text(" (x = ", x, ")");
    expect(x != 0 || up > 0 || down > 0,
           "your step is 0 at x = 0: the step grows with |x|, but should never be smaller than the step at "
           "|x| = 1");
    expect(up > 0 || down > 0,
           "f is computed at x only, so nothing moves: is your step lost when it is added to x? The "
           "step must grow with |x|" +
               where);
    expect(up > 0 && down > 0,
           "you look at one side of x only; a central difference takes f(x + h) and f(x - h)" + where);
    expect(right < 1 || std::abs(yours - 2 * right) > 0.01 * right,
           "your slope is twice too steep: the two points are 2 h apart" + where);
    const bool close = std::abs(yours - right) <= 1e-8 * std::max(right, 1.0);
    expect(close || up >= 1e-7 * size, text("your step of ", up, " is too small at x = ", x,
                                            ": f(x + h) and f(x - h) are equal in nearly all of their "
                                            "digits, and the last digits are rounded. The "
                                            "best step is near 6e-6, times |x| if |x| > 1"));
    expect(close || up <= 1e-4 * size,
           text("your step of ", up, " is too large at x = ", x,
                ": the error of a central difference grows with the square of the step"));
    expect(close, text("your slope of x^3 at ", x, " is ", yours, "; it should be ", right));
  }
}

void test_agree() {
  const double nan = std::numeric_limits<double>::quiet_NaN(),
               infinity = std::numeric_limits<double>::infinity();
  const auto agree = exercise::agree;
  expect(agree(0.5, 0.5001, 1e-3) && agree(0.5001, 0.5, 1e-3),
         "0.5 and 0.5001 should agree with a tolerance of 0.001");
  expect(!agree(0.6, 0.5, 1e-3), "0.6 and 0.5 should not agree with a tolerance of 0.001");
  expect(!agree(0.5, 0.6, 1e-3) && !agree(-3, 3, 1e-3),
         "a rule that is too small agrees with everything: take the absolute value of the difference");
  expect(!agree(nan, 0.5, 1e-3) && !agree(0.5, nan, 1e-3) && !agree(nan, nan, 1e-3),
         "a NaN agrees: every comparison with NaN is false, so ask whether the difference is small enough, "
         "not whether "
         "it is too large");
  expect(!agree(infinity, 0.5, 1e-3) && !agree(0.5, -infinity, 1e-3) && !agree(infinity, infinity, 1e-3),
         "an infinity agrees: infinity <= tolerance * infinity is true, so reject what is not finite first");
  expect(agree(1000, 1000.5, 1e-3) && agree(-1000.5, -1000, 1e-3),
         "1000 and 1000.5 differ by 0.05 %, and should agree with a tolerance of 0.001: let the allowed "
         "difference grow "
         "with the derivatives");
  expect(agree(0, 1e-9, 1e-3) && agree(1e-9, -1e-9, 1e-3) && agree(0, 0, 1e-3),
         "0 and 1e-9 should agree: near 0 every measured slope is rounding noise, so a ratio says nothing. "
         "Allow the "
         "tolerance itself, times 1, at least");
  expect(!agree(1000, 1002, 1e-3), "1000 and 1002 should not agree with a tolerance of 0.001");
}

void test_gradient() {
  Rng rng(2);
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> size = different_sizes(3, rng);
    const Tensor x = random_normal({size[0], size[1]}, rng), W = random_normal({size[1], size[2]}, rng) * 0.5;
    const Tensor upstream = random_normal({size[0], size[2]}, rng), before = x.clone();
    bool moved_down = false;
    const auto f = [&](const Tensor& at) {
      moved_down = moved_down || static_cast<double>(min(at - before).item()) < -1e-4;
      return tanh(matmul(at, W));
    };
    const auto gradient = [&](const Tensor& weights) {
      const Variable input = leaf(before.clone());
      tanh(matmul(input, W)).backward(weights);
      return input.grad();
    };
    const Tensor right = gradient(upstream), yours = exercise::measured_gradient(f, x, upstream);
    const auto is = [&](const Tensor& other) {
      return yours.shape() == other.shape() && static_cast<double>(max(abs(yours - other)).item()) < 5e-3;
    };
    expect(yours.defined(), "measured_gradient() returns an empty Tensor()");
    expect(yours.shape() == x.shape(), text("your gradient has the shape ", yours.shape(), "; x has ",
                                            x.shape(), ", and a gradient has its shape"));
    expect(all_equal(x, before),
           "after your function, the caller's x has changed: a copy of a Tensor is a view of the same "
           "elements, so "
           "write into x.clone()");
    expect(!is(gradient(ones(upstream.shape()))),
           "this is the gradient of the plain sum: multiply the change of each output with its upstream");
    Tensor first = zeros(x.shape()), moved = zeros(x.shape());
    first.at(0, 0) = right(0, 0);
    Scalar total = 0;
    for (Index i = 0; i < x.numel(); ++i) {
      total += right(i / size[1], i % size[1]);
      moved.at(i / size[1], i % size[1]) = total;
    }
    expect(!is(first), "only the first element is measured");
    expect(static_cast<double>(max(abs(yours - moved)).item()) > 0.1,
           "each element of your gradient contains the changes of the elements before it: bring an element "
           "back before "
           "you move the next one");
    expect(moved_down, "you move the elements up only; a central difference moves each of them down as well");
    expect(!is(right * 2.0), "your gradient is twice too large: the two points are 2 h apart");
    expect(is(right), text("your gradient for x of shape ", x.shape(),
                           " differs from the library's by up to ", max(abs(yours - right)).item()));
  }
}

void test_prediction() {
  const auto relu_of = [](double x) { return std::max(x, 0.0); };
  expect_predicted("the slope of relu at 0.004 with the step 0.01", exercise::predicted_slope(),
                   (relu_of(0.004 + 0.01) - relu_of(0.004 - 0.01)) / 0.02, 0.01);
}

}  // namespace

int main() {
  Exercise exercise("Exercise 03: checking gradients");
  exercise.task("1. central_slope: a slope from two values", test_slope);
  exercise.task("2. agree: near enough, and never with a NaN", test_agree);
  exercise.task("3. measured_gradient: every element, any upstream", test_gradient);
  exercise.task("4. a prediction", test_prediction);
  return exercise.finish();
}
