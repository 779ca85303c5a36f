#include "tensor/elementwise.h"
#include "tensor/ground/error.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tests/tensor/helpers.h"

#include <cmath>

using namespace heed;
using namespace heed::testing;

namespace {

using Numbers = std::vector<Scalar>;

// The definition, in double, without any care for overflow.
std::vector<double> softmax_by_definition(const Tensor& scores, const Tensor& mask, double scale) {
  std::vector<double> weights;
  for_each_place(scores.shape(), [&](const Place& place) {
    const auto term = [&](const Place& p) {
      const bool allowed = !mask.defined() || number_at(mask, p) != 0;
      return allowed ? std::exp(scale * static_cast<double>(number_at(scores, p))) : 0.0;
    };
    double sum = 0;
    Place other = place;
    for (Index i = 0; i < scores.size(-1); ++i) {
      other.back() = i;
      sum += term(other);
    }
    weights.push_back(sum == 0 ? 0 : term(place) / sum);
  });
  return weights;
}

void check_softmax(const Tensor& scores, const Tensor& mask, double scale) {
  const std::vector<double> expected = softmax_by_definition(scores, mask, scale);
  const Numbers weights = softmax(scores, {.mask = mask, .scale = scale}).to_vector(),
                logs = log_softmax(scores, {.mask = mask, .scale = scale}).to_vector();
  REQUIRE(weights.size() == expected.size());
  REQUIRE(logs.size() == expected.size());
  // The scaled score s - max is off by eps (|s| + |max|) at most, which is the relative error of its power;
  // |s| < 20 here. The exponential (2 units) and the roundings of the sum and the division come on top.
  const double tolerance = (2 * 20 + 20) * epsilon;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(std::abs(static_cast<double>(weights[i]) - expected[i]) <= tolerance * expected[i]);
    if (expected[i] == 0) {
      CHECK(logs[i] == static_cast<Scalar>(-infinity));
    } else {
      CHECK(std::abs(static_cast<double>(logs[i]) - std::log(expected[i])) <= tolerance);
    }
  }
}

}  // namespace

TEST_CASE("softmax follows its definition, with any mask, scale and layout") {
  Rng rng(1);
  for (const Shape& shape :
       {Shape{5}, Shape{3, 5}, Shape{2, 3, 17}, Shape{2, 2, 3, 5}, Shape{4, 1}, Shape{0, 5}, Shape{3, 0}}) {
    const Tensor scores = random_uniform(shape, rng, -10, 10);
    std::vector<Tensor> masks = {Tensor(), scalar(1), scalar(0)};
    for (int rank = 1; rank <= shape.rank();
         ++rank) {  // all trailing shapes, and each with one axis of size 1
      for (int single = -1; single < rank; ++single) {
        Shape mask_shape = Shape::filled(rank, 1);
        for (int axis = 0; axis < rank; ++axis) {
          if (axis != single) mask_shape[axis] = shape[shape.rank() - rank + axis];
        }
        masks.push_back(whole_numbers(mask_shape, rng, 1));
      }
    }
    for (const Tensor& x : layouts(scores)) {
      for (const Tensor& mask : masks) {
        CAPTURE(shape.to_string(), mask.defined() ? mask.shape().to_string() : "none");
        if (!mask.defined()) {
          check_softmax(x, mask, 0.5);
        } else {
          for (const Tensor& m : layouts(mask)) check_softmax(x, m, 1);
        }
      }
    }
  }
}

TEST_CASE("softmax of a row by hand") {
  CHECK(softmax(tensor({3, 3})).to_vector() == Numbers{0.5, 0.5});
  CHECK(all_close(softmax(tensor({{0, std::log(3.0)}})), tensor({{0.25, 0.75}}), 4 * epsilon, 0));
  CHECK(all_close(softmax(tensor({{0, std::log(3.0)}}), {.scale = 2}), tensor({{0.1, 0.9}}), 8 * epsilon, 0));
  CHECK(softmax(tensor({1, 2, 3}), tensor({0, 1, 0})).to_vector() == Numbers{0, 1, 0});
  CHECK(softmax(tensor({7})).item() == 1);
}

TEST_CASE("hidden positions have weight 0, and a fully hidden row gives zeros") {
  const Tensor scores = tensor({{1, not_a_number, 2}, {infinity, 5, -infinity}, {1, 2, 3}});
  const Tensor mask = tensor({{1, 0, 1}, {0, 1, 0}, {0, 0, 0}});
  const Tensor weights = softmax(scores, mask), logs = log_softmax(scores, mask);
  CHECK(all_finite(weights));  // hidden values have no effect, not even NaN
  CHECK(weights(0, 1) == 0);
  CHECK(slice(weights, 0, 1, 3).to_vector() == Numbers{0, 1, 0, 0, 0, 0});
  CHECK(all_equal(slice(logs, 0, 2, 3), full({1, 3}, -infinity)));
  CHECK(logs(1, 1) == 0);
}

TEST_CASE("softmax neither overflows nor hides NaN") {
  CHECK(softmax(tensor({1e30, -1e30, 1e30})).to_vector() == Numbers{0.5, 0, 0.5});
  CHECK(log_softmax(tensor({-1000, -1000})).to_vector() == log_softmax(tensor({0, 0})).to_vector());
  CHECK(log_softmax(tensor({0, -1000})).to_vector() == Numbers{0, -1000});  // not log 0
  for (Index place = 0; place < 20; ++place) {
    Tensor scores = zeros({20});
    scores.at(place) = static_cast<Scalar>(not_a_number);
    for (Scalar weight : softmax(scores).to_vector()) CHECK(weight != weight);
    for (Scalar weight : log_softmax(scores).to_vector()) CHECK(weight != weight);
  }
}

TEST_CASE("softmax_adjoint is the derivative, in every layout", "[softmax]") {
  Rng rng(2);
  const double scale = 0.5;
  for (const Shape& shape : {Shape{5}, Shape{3, 33}, Shape{2, 3, 4}, Shape{0, 3}, Shape{3, 0}}) {
    const Tensor weights = softmax(random_normal(shape, rng)), grad = random_normal(shape, rng);
    std::vector<double> expected;
    for_each_place(shape, [&](const Place& place) {
      double mean = 0;
      Place other = place;
      for (Index i = 0; i < shape.size(-1); ++i) {
        other.back() = i;
        mean += static_cast<double>(number_at(weights, other)) * static_cast<double>(number_at(grad, other));
      }
      expected.push_back(scale * static_cast<double>(number_at(weights, place)) *
                         (static_cast<double>(number_at(grad, place)) - mean));
    });
    for (const Tensor& w : layouts(weights)) {
      for (const Tensor& g : layouts(grad)) {
        const Numbers result = kernel::softmax_adjoint(w, g, scale).to_vector();
        REQUIRE(result.size() == expected.size());
        // Terms of at most 5 in magnitude, and one rounding for each value of a row.
        for (std::size_t i = 0; i < result.size(); ++i)
          CHECK(std::abs(static_cast<double>(result[i]) - expected[i]) <= 5 * 10 * epsilon);
      }
    }
  }
  CHECK_THROWS_WITH(kernel::softmax_adjoint(zeros({2, 3}), zeros({3})),
                    "softmax_adjoint: result (2, 3) and gradient (3,) differ in shape");
}

// An axis other than the last: the same values as along the last axis of the transposed tensor, bit for bit.
TEST_CASE("softmax and its adjoint work along any axis", "[softmax]") {
  Rng rng(4);
  const Tensor x = random_normal({3, 4, 5}, rng), dy = random_normal({3, 4, 5}, rng);
  const Tensor mask = whole_numbers({4, 1}, rng, 1);
  const auto moved = [](const Tensor& t, int axis) { return transpose(t, axis, -1); };
  for (int axis = -3; axis < 3; ++axis) {
    const Tensor y = softmax(x, {.mask = mask, .axis = axis}), z = log_softmax(x, {.scale = 2, .axis = axis});
    CHECK(all_equal(y, moved(softmax(moved(x, axis), moved(expand(mask, x.shape()), axis)), axis)));
    CHECK(all_equal(z, moved(log_softmax(moved(x, axis), {.scale = 2}), axis)));
    CHECK(all_equal(kernel::softmax_adjoint(y, dy, 2, axis),
                    moved(kernel::softmax_adjoint(moved(y, axis), moved(dy, axis), 2), axis)));
    CHECK(all_equal(kernel::log_softmax_adjoint(z, dy, {.scale = 2, .axis = axis}),
                    moved(kernel::log_softmax_adjoint(moved(z, axis), moved(dy, axis), {.scale = 2}), axis)));
    CHECK(all_close(sum(softmax(x, axis), axis), ones(x.shape().erase(x.shape().normalize("", axis)))));
  }
  CHECK(all_close(softmax(tensor({{0, 2}, {0, 2}}), 0), full({2, 2}, 0.5)));
  CHECK_THROWS_WITH(softmax(x, 3), "softmax: axis 3 does not exist in shape (3, 4, 5)");
  CHECK_THROWS_WITH(log_softmax(x, {.axis = -4}), "log_softmax: axis -4 does not exist in shape (3, 4, 5)");
}

TEST_CASE("softmax rejects masks that do not fit, under the name of the operation") {
  CHECK_THROWS_WITH(softmax(zeros({2, 3}), zeros({4, 2, 3})),
                    "softmax: mask (4, 2, 3) does not broadcast to the scores' shape (2, 3)");
  CHECK_THROWS_WITH(log_softmax(zeros({2, 3}), zeros({2})),
                    Catch::Contains("log_softmax: shapes (2, 3) and (2,)"));
  CHECK_THROWS_WITH(softmax(scalar(1)), "softmax: a single number has no axis to normalise over");
}

TEST_CASE("softmax gives the same bits for any number of threads") {
  Rng rng(3);
  const Tensor scores = random_normal({4, 90, 95}, rng), mask = whole_numbers({90, 95}, rng, 1);
  CHECK(same_bits_for_any_thread_count([&] { return softmax(scores, mask); }));
  CHECK(same_bits_for_any_thread_count(
      [&] { return masked_fill(log_softmax(scores, mask), equal(mask, scalar(0)), 0); }));
  CHECK(same_bits_for_any_thread_count([&] { return kernel::softmax_adjoint(softmax(scores), scores); }));
}
