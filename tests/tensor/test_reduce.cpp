#include "autograd/operations/reductions.h"
#include "tensor/elementwise.h"
#include "tensor/ground/error.h"
#include "tensor/reduce.h"
#include "tests/judge.h"
#include "tests/tensor/helpers.h"

#include <cmath>
#include <functional>
#include <limits>

using namespace heed;
using namespace heed::testing;

namespace {

using Numbers = std::vector<Scalar>;
const Shape shapes[] = {{7},     {2, 3},  {2, 3, 4}, {1, 5, 1}, {3, 1, 2, 5},
                        {2, 37}, {37, 2}, {0, 3},    {3, 0},    {1}};

// f(elements along the axis) for each index of the other axes, in row-major order.
template <class F>
std::vector<double> along(const Tensor& x, int axis, F f) {
  std::vector<double> results;
  for_each_place(x.shape().erase(axis), [&](const Place& others) {
    std::vector<double> line;
    for (Index i = 0; i < x.size(axis); ++i) {
      Place place = others;
      place.insert(place.begin() + axis, i);
      line.push_back(static_cast<double>(number_at(x, place)));
    }
    results.push_back(f(line));
  });
  return results;
}

double total(const std::vector<double>& line) { return std::accumulate(line.begin(), line.end(), 0.0); }
double average(const std::vector<double>& line) { return total(line) / static_cast<double>(line.size()); }
double spread(const std::vector<double>& line) {
  double squares = 0;
  for (double x : line) squares += (x - average(line)) * (x - average(line));
  return squares / static_cast<double>(line.size());
}
double log_total_exp(const std::vector<double>& line) {
  double sum = 0;
  for (double x : line) sum += std::exp(x);
  return std::log(sum);
}

// Calls check(x in some layout, axis from either end, axis counted from 0) for all shapes and axes.
template <class F>
void for_each_case(bool with_empty, F check) {
  Rng rng(1);
  for (const Shape& shape : shapes) {
    const Tensor x = whole_numbers(shape, rng);
    for (int axis = 0; axis < shape.rank(); ++axis) {
      if (shape[axis] == 0 && !with_empty) continue;
      for (const Tensor& layout : layouts(x)) {
        CAPTURE(shape.to_string(), axis);
        check(layout, axis, axis);
        check(layout, axis - shape.rank(), axis);
      }
    }
  }
}

void check_close(const Tensor& result, const std::vector<double>& expected, double units) {
  const auto allowed = [=](double value) { return units * epsilon * std::max(1.0, std::abs(value)); };
  CHECK(difference(result, result.shape(), expected, allowed) == "");
}

}  // namespace

// Whether reduce(x, arguments...) compiles.
template <class X, class... Arguments>
concept Sums = requires(X x, Arguments... arguments) {
  sum(x, arguments...);
};
template <class X, class... Arguments>
concept Means = requires(X x, Arguments... arguments) {
  mean(x, arguments...);
};
template <class X, class... Arguments>
concept Extremes = requires(X x, Arguments... arguments) {
  max(x, arguments...);
  min(x, arguments...);
};
template <class X, class... Arguments>
concept Others = requires(X x, Arguments... arguments) {
  prod(x, arguments...);
  var(x, arguments...);
  log_sum_exp(x, arguments...);
};
template <class X, class... Arguments>
constexpr bool none_compiles = !Sums<X, Arguments...> && !Means<X, Arguments...> &&
                               !Extremes<X, Arguments...> && !Others<X, Arguments...>;
template <class X, class... Arguments>
constexpr bool all_compile =
    Sums<X, Arguments...>&& Means<X, Arguments...>&& Extremes<X, Arguments...>&& Others<X, Arguments...>;

static_assert(all_compile<Tensor, int> && all_compile<Tensor, int, KeepAxis>);
static_assert(none_compiles<Tensor, bool> && none_compiles<Tensor, int, bool> &&
              none_compiles<Tensor, bool, KeepAxis> && none_compiles<Tensor, KeepAxis>);
static_assert(all_compile<Variable, int> && all_compile<Variable, int, KeepAxis>);
static_assert(none_compiles<Variable, bool> && none_compiles<Variable, int, bool> &&
              none_compiles<Variable, bool, KeepAxis> && none_compiles<Variable, KeepAxis>);

TEST_CASE("sum and max along any axis of any layout, and whether the axis stays") {
  for_each_case(true, [](const Tensor& x, int axis, int counted) {
    const Tensor dropped = sum(x, axis), kept = sum(x, axis, keep_axis);
    CHECK(dropped.shape() == x.shape().erase(counted));
    CHECK(kept.shape() == x.shape().erase(counted).insert(counted, 1));
    check_close(dropped, along(x, counted, total), 0);  // whole numbers: exact
    CHECK(kept.to_vector() == dropped.to_vector());
  });
  for_each_case(false, [](const Tensor& x, int axis, int counted) {
    const Tensor dropped = max(x, axis), kept = max(x, axis, keep_axis);
    CHECK(dropped.shape() == x.shape().erase(counted));
    CHECK(kept.shape() == x.shape().erase(counted).insert(counted, 1));
    check_close(
        dropped,
        along(x, counted, [](const auto& line) { return *std::max_element(line.begin(), line.end()); }), 0);
    CHECK(kept.to_vector() == dropped.to_vector());
    check_close(
        min(x, axis),
        along(x, counted, [](const auto& line) { return *std::min_element(line.begin(), line.end()); }), 0);
    CHECK(min(x, axis, keep_axis).shape() == kept.shape());
  });
}

TEST_CASE("a product along any axis of any layout") {
  for_each_case(true, [](const Tensor& whole, int axis, int counted) {
    const Tensor x = clamp(whole, -1, 2);  // products of up to 37 of these are exact
    const auto product = [](const std::vector<double>& line) {
      return std::accumulate(line.begin(), line.end(), 1.0, std::multiplies<>());
    };
    check_close(prod(x, axis), along(x, counted, product), 0);
    CHECK(prod(x, axis, keep_axis).shape() == x.shape().erase(counted).insert(counted, 1));
  });
}

TEST_CASE("sum and mean over several axes equal those over one axis after the other") {
  Rng rng(5);
  const Tensor x = whole_numbers({2, 3, 4}, rng);
  for (const Tensor& a : layouts(x)) {
    CHECK(all_equal(sum(a, {0, 1}), sum(sum(a, 0), 0)));
    CHECK(all_equal(sum(a, {2, 0}), sum(sum(a, 0), -1)));
    CHECK(all_equal(sum(a, {-1, 1}, keep_axis), sum(sum(a, 1, keep_axis), 2, keep_axis)));
    CHECK(all_equal(sum(a, {1}), sum(a, 1)));
    CHECK(all_equal(sum(a, {0, 1, 2}), sum(a)));
    CHECK(all_equal(mean(a, {0, 1}), sum(a, {0, 1}) / 6));
    CHECK(all_equal(mean(a, {0, 2}, keep_axis), sum(a, {0, 2}, keep_axis) / 8));
  }
  CHECK(sum(ones({1, 3}), {0}).shares_storage_with(x) == false);
  CHECK_THROWS_WITH(sum(x, {0, 3}), "sum: axis 3 does not exist in shape (2, 3, 4)");
  CHECK_THROWS_WITH(mean(x, {0, -3}), "mean: axis -3 of shape (2, 3, 4) is given twice");
  CHECK_THROWS_WITH(sum(x, {}), "sum: the list of axes is empty");
}

TEST_CASE("mean, variance and log-sum-exp along any axis of any layout") {
  for_each_case(false, [](const Tensor& x, int axis, int counted) {
    for (KeepAxis keep : {KeepAxis::no, keep_axis}) {
      const Shape shape =
          keep == keep_axis ? x.shape().erase(counted).insert(counted, 1) : x.shape().erase(counted);
      CHECK(mean(x, axis, keep).shape() == shape);
      CHECK(var(x, axis, keep).shape() == shape);
      CHECK(log_sum_exp(x, axis, keep).shape() == shape);
      check_close(mean(x, axis, keep), along(x, counted, average), 1);  // an exact sum, one division
      // The mean's rounding moves each of the n differences (up to 18) by up to 9 eps, their squares by twice
      // 18 times that; then n roundings of the sum.
      check_close(var(x, axis, keep), along(x, counted, spread), 2 * 18 * 9 + 40);
      check_close(log_sum_exp(x, axis, keep), along(x, counted, log_total_exp),
                  40);  // n terms of an error of 1 or so
    }
  });
}

TEST_CASE("whole tensors reduce to one number") {
  const Tensor x = tensor({{1, 2}, {3, 6}});
  for (const Tensor& a : layouts(x)) {
    CHECK(sum(a).shape() == Shape{});
    CHECK(sum(a).item() == 12);
    CHECK(mean(a).item() == 3);
    CHECK(max(a).item() == 6);
    CHECK(min(a).item() == 1);
    CHECK(prod(a).item() == 36);
  }
  CHECK(sum(scalar(4)).item() == 4);
  CHECK(sum(zeros({0, 3})).item() == 0);
  CHECK(max(full({2, 2}, -3)).item() == -3);
  CHECK(sum(expand(ones({1, 3}), {1000, 3})).item() == 3000);
  CHECK(prod(zeros({0, 3})).item() == 1);
  CHECK_THROWS_WITH(max(zeros({0})), "max: axis 0 of shape (0,) is empty");
  CHECK_THROWS_WITH(min(zeros({0})), "min: axis 0 of shape (0,) is empty");
}

TEST_CASE("a long sum is exact to 70 eps of its terms, along any axis") {
  // Added one by one, a float sum would stop growing at 2^24 terms; this one would be off by 1 %.
  const Index n = (1 << 20) + 77;
  const double x = static_cast<double>(static_cast<Scalar>(0.1)), count = static_cast<double>(n);
  // In the double build the totals of the blocks round, too.
  const double bound = (70 + (sizeof(Scalar) == 8 ? count / 256 : 0)) * epsilon;
  const auto is = [&](const Tensor& result, double expected) {
    for (const Scalar value : result.to_vector()) {
      if (!(std::abs(static_cast<double>(value) - expected) <= bound * std::abs(expected))) return false;
    }
    return true;
  };
  CHECK(is(sum(full({n}, 0.1)), count * x));
  CHECK(is(sum(full({2, n}, 0.1), 1), count * x));
  CHECK(is(sum(full({n, 3}, 0.1), 0), count * x));
  CHECK(is(sum(full({2, n, 2}, 0.1), 1), count * x));
  CHECK(is(sum(transpose(full({n, 3}, 0.1)), 1), count * x));
  CHECK(is(sum(full({n, 3}, 0.1), {0, 1}), 3 * count * x));
  CHECK(is(mean(full({n, 3}, 0.1), 0), x));
  CHECK(is(mean(full({n}, 0.1)), x));
  CHECK(is(sum_to(full({n, 3}, 0.1), {3}), count * x));
  CHECK(is(sum_to(full({3, n}, 0.1), {3, 1}), count * x));
  CHECK(is(log_sum_exp(zeros({n, 2}), 0), std::log(count)));
  CHECK(std::abs(norm(full({n}, 0.1)) - std::sqrt(count) * x) <= bound * std::sqrt(count) * x);
  // The mean is off by at most 71 eps x, and so is each difference from it.
  CHECK(var(full({n, 2}, 0.1), 0)(1) <= static_cast<Scalar>(bound * bound * 1.1 * x * x));
  CHECK(var(full({n}, 0.1), 0).item() <= static_cast<Scalar>(bound * bound * 1.1 * x * x));
  // Blocks start again at the start of each fold.
  CHECK(max(full({n, 2}, -3), 0)(1) == -3);
  CHECK(prod(full({n, 2}, -1), 0)(1) == -1);
  CHECK(prod(full({n}, -1)).item() == -1);
}

TEST_CASE("maximum and minimum are NaN where an element is, at any index") {
  for (Index size : {1, 3, 16, 17, 50}) {
    for (Index place = 0; place < size; ++place) {
      Tensor x = ones({2, size});
      x.at(1, place) = static_cast<Scalar>(not_a_number);
      const Tensor rows = max(x, 1), columns = max(transpose(x).clone(), 0);
      CHECK(rows(0) == 1);
      CHECK(rows(1) != rows(1));
      CHECK(columns(1) != columns(1));
      CHECK(min(x, 1)(0) == 1);
      CHECK(std::isnan(static_cast<double>(min(x, 1)(1))));
    }
  }
  CHECK(max(full({20}, -infinity)).item() == static_cast<Scalar>(-infinity));
}

TEST_CASE("log-sum-exp neither overflows nor gives NaN at infinity") {
  CHECK(log_sum_exp(tensor({5000, 5000}), 0).item() == static_cast<Scalar>(5000 + std::log(2.0)));
  CHECK(log_sum_exp(tensor({-5000, -5000}), 0).item() == static_cast<Scalar>(-5000 + std::log(2.0)));
  CHECK(log_sum_exp(tensor({-infinity, 1}), 0).item() == 1);
  CHECK(log_sum_exp(tensor({-infinity, -infinity}), 0).item() == static_cast<Scalar>(-infinity));
  CHECK(log_sum_exp(tensor({infinity, 1}), 0).item() == static_cast<Scalar>(infinity));
  CHECK(all_equal(log_sum_exp(zeros({3, 0, 2}), 1), full({3, 2}, -infinity)));
  CHECK(all_equal(log_sum_exp(zeros({3, 0}), 1, keep_axis), full({3, 1}, -infinity)));
  CHECK_FALSE(all_finite(log_sum_exp(tensor({not_a_number, 1}), 0)));
}

TEST_CASE("argmax and argmin find the first index of the maximum and minimum") {
  for_each_case(false, [](const Tensor& x, int axis, int counted) {
    const std::vector<double> expected = along(x, counted, [](const auto& line) {
      return static_cast<double>(std::max_element(line.begin(), line.end()) - line.begin());
    });
    const std::vector<Index> places = argmax(x, axis);
    CHECK(std::vector<double>(places.begin(), places.end()) == expected);
    CHECK(argmin(-x, axis) == places);
  });
  CHECK(argmax(tensor({{3, 5, 5}, {-1, -2, -1}})) == std::vector<Index>{1, 0});
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(argmax(tensor({{1, nan, 9}, {nan, 2, nan}})) == std::vector<Index>{1, 0});  // NaN is the maximum
  CHECK(argmin(tensor({{1, nan, -9}, {nan, 2, nan}})) == std::vector<Index>{1, 0});
  CHECK_THROWS_WITH(argmax(zeros({2, 0})), "argmax: axis -1 of shape (2, 0) is empty");
  CHECK_THROWS_WITH(argmin(zeros({2, 0})), "argmin: axis -1 of shape (2, 0) is empty");
  CHECK_THROWS_WITH(argmax(zeros({2}), 1), "argmax: axis 1 does not exist in shape (2,)");
}

TEST_CASE("sum_to undoes broadcasting") {
  Rng rng(2);
  const Tensor x = whole_numbers({2, 3, 4}, rng);
  for (const Shape& shape : {Shape{2, 3, 4}, Shape{3, 4}, Shape{4}, Shape{}, Shape{3, 1}, Shape{1, 4},
                             Shape{1, 1, 1}, Shape{2, 1, 4}, Shape{2, 1, 1}, Shape{1}}) {
    Tensor expected = zeros(shape);
    Tensor repeated = expand(expected, x.shape());  // each element at all the indices that it is broadcast to
    for_each_place(x.shape(), [&](const Place& p) { repeated.at(p[0], p[1], p[2]) += number_at(x, p); });
    for (const Tensor& a : layouts(x)) {
      CHECK(sum_to(a, shape).shape() == shape);
      CHECK(all_equal(sum_to(a, shape), expected));
    }
  }
  CHECK(all_equal(sum_to(zeros({0, 3}), {3}), zeros({3})));
  CHECK(all_equal(sum_to(zeros({0, 3}), {1, 1}), zeros({1, 1})));
  CHECK(sum_to(ones({2, 1, 1, 1, 1, 3}), {3}).to_vector() == Numbers{2, 2, 2});
  CHECK_THROWS_WITH(sum_to(x, {2, 3}), Catch::Contains("sum_to"));
  CHECK_THROWS_WITH(sum_to(x, {5, 2, 3, 4}), "sum_to: shape (5, 2, 3, 4) does not broadcast to (2, 3, 4)");
}

TEST_CASE("the norm is over all elements, whatever their axes") {
  CHECK(norm(tensor({{3, 0}, {0, -4}})) == 5);
  CHECK(norm(transpose(tensor({{1, 2, 2}, {4, 4, 8}}))) == Approx(std::sqrt(105.0)));
  CHECK(norm(zeros({0, 3})) == 0);
  for (const double size : {1e-30, 1e30})  // whose squares are no floats
    CHECK(norm(full({4}, size)) == Approx(2 * size));
}

TEST_CASE("an axis that does not exist is named") {
  const Tensor x = zeros({2, 3});
  CHECK_THROWS_WITH(sum(x, 2), "sum: axis 2 does not exist in shape (2, 3)");
  CHECK_THROWS_WITH(mean(x, -3), "mean: axis -3 does not exist in shape (2, 3)");
  CHECK_THROWS_WITH(sum(scalar(1), 0), "sum: axis 0 does not exist in shape ()");
  CHECK_THROWS_WITH(max(zeros({2, 0}), 1), "max: axis 1 of shape (2, 0) is empty");
  CHECK_THROWS_WITH(max(x, 5), "max: axis 5 does not exist in shape (2, 3)");
  CHECK_THROWS_WITH(min(x, 5), "min: axis 5 does not exist in shape (2, 3)");
  CHECK_THROWS_WITH(prod(x, 5), "prod: axis 5 does not exist in shape (2, 3)");
  CHECK_THROWS_WITH(var(x, 5), "var: axis 5 does not exist in shape (2, 3)");
  CHECK_THROWS_WITH(log_sum_exp(x, 5), "log_sum_exp: axis 5 does not exist in shape (2, 3)");
  CHECK_THROWS_WITH(mean(Tensor(), 0), Catch::Contains("mean: this tensor is undefined"));
  CHECK(std::isnan(static_cast<double>(mean(zeros({0})).item())));
}

TEST_CASE("reductions are the same bits for any number of threads") {
  Rng rng(3);
  const Tensor x = random_normal({131, 53, 17}, rng);
  for (int axis = 0; axis < 3; ++axis) {
    CHECK(same_bits_for_any_thread_count([&] { return sum(x, axis); }));
    CHECK(same_bits_for_any_thread_count([&] { return var(transpose(x), axis); }));
    CHECK(same_bits_for_any_thread_count([&] { return log_sum_exp(x, axis); }));
  }
  const Tensor tall = random_normal({3000, 53}, rng), wide = transpose(tall).clone();
  CHECK(same_bits_for_any_thread_count([&] { return sum(tall, 0); }));
  CHECK(same_bits_for_any_thread_count([&] { return sum(wide, 1); }));
  CHECK(same_bits_for_any_thread_count([&] { return sum(x); }));
  CHECK(same_bits_for_any_thread_count([&] { return sum_to(x, {53, 1}); }));
}
