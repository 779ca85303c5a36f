#include "tensor/comparisons.h"
#include "tensor/ground/error.h"
#include "tensor/kernels/gelu_kernel.h"
#include "tests/tensor/helpers.h"

#include <cmath>
#include <functional>

using namespace heed;
using namespace heed::testing;

namespace {

using Numbers = std::vector<Scalar>;

struct Binary {
  const char* name;
  Tensor (*operation)(const Tensor&, const Tensor&);
  Scalar (*oracle)(Scalar, Scalar);
};
const Binary binaries[] = {
    {"+", operator+, [](Scalar x, Scalar y) { return x + y; }},
    {"-", operator-, [](Scalar x, Scalar y) { return x - y; }},
    {"*", operator*, [](Scalar x, Scalar y) { return x * y; }},
    {"/", operator/, [](Scalar x, Scalar y) { return x / y; }},
    {"maximum", maximum, [](Scalar x, Scalar y) { return std::max(x, y); }},
    {"minimum", minimum, [](Scalar x, Scalar y) { return std::min(x, y); }},
    {"equal", equal, [](Scalar x, Scalar y) { return Scalar(x == y); }},
    {"not_equal", not_equal, [](Scalar x, Scalar y) { return Scalar(x != y); }},
    {"a == b", operator==, [](Scalar x, Scalar y) { return Scalar(x == y); }},
    {"a != b", operator!=, [](Scalar x, Scalar y) { return Scalar(x != y); }},
    {"a < b", operator<, [](Scalar x, Scalar y) { return Scalar(x < y); }},
    {"a <= b", operator<=, [](Scalar x, Scalar y) { return Scalar(x <= y); }},
    {"a > b", operator>, [](Scalar x, Scalar y) { return Scalar(x > y); }},
    {"a >= b", operator>=, [](Scalar x, Scalar y) { return Scalar(x >= y); }},
    {"less", less, [](Scalar x, Scalar y) { return Scalar(x < y); }},
    {"less_equal", less_equal, [](Scalar x, Scalar y) { return Scalar(x <= y); }},
    {"greater", greater, [](Scalar x, Scalar y) { return Scalar(x > y); }},
    {"greater_equal", greater_equal, [](Scalar x, Scalar y) { return Scalar(x >= y); }},
};

// Pairs of shapes: equal, one number, rows, columns, both stretched, size 1, empty, of different rank.
const std::pair<Shape, Shape> shape_pairs[] = {{{2, 3, 4}, {2, 3, 4}},
                                               {{2, 3}, {}},
                                               {{2, 3, 4}, {4}},
                                               {{2, 3, 4}, {3, 1}},
                                               {{3, 1}, {1, 4}},
                                               {{2, 1, 4}, {3, 1}},
                                               {{1}, {1}},
                                               {{}, {}},
                                               {{0, 3}, {3}},
                                               {{1, 3}, {0, 1}},
                                               {{2, 1, 1}, {2, 5, 3}},
                                               {{5, 1}, {5}},
                                               {{1, 2, 1, 3}, {4, 1, 2, 1}}};

// e^x and related functions are exact to a few units in the last place (see tensor/raw/vector.h). `units` is
// that bound plus one for the rounding of the reference. `absolute` is for functions whose error does not
// shrink with their value.
struct Unary {
  const char* name;
  Tensor (*operation)(const Tensor&);
  double (*oracle)(double);
  double low, high;  // the range of the inputs
  double units, absolute;
};
Tensor gelu_slope(const Tensor& x) { return kernel::gelu_adjoint(x, expand(scalar(1), x.shape())); }
double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }
const Unary unaries[] = {
    {"negate", operator-, [](double x) { return -x; }, -9, 9, 0, 0},
    {"exp", exp, std::exp, -20, 20, 3, 0},
    {"log", log, std::log, 1e-3, 100, 2, 0},
    {"log1p", log1p, std::log1p, -0.9, 100, 2, 0},
    {"sqrt", sqrt, std::sqrt, 0, 100, 1, 0},
    {"tanh", tanh, std::tanh, -8, 8, 5, 0},
    {"sigmoid", sigmoid, [](double x) { return 1 / (1 + std::exp(-x)); }, -30, 30, 4, 0},
    {"relu", relu, [](double x) { return std::max(x, 0.0); }, -9, 9, 0, 0},
    {"gelu", gelu, [](double x) { return x * normal_cdf(x); }, -6, 6, 2, 6},
    {"gelu's slope", gelu_slope,
     [](double x) { return normal_cdf(x) + x * std::exp(-x * x / 2) / std::sqrt(2 * std::acos(-1.0)); }, -6,
     6, 8, 2},
    {"sin", sin, std::sin, -9, 9, 2, 0},
    {"cos", cos, std::cos, -9, 9, 2, 0},
    {"abs", abs, [](double x) { return std::abs(x); }, -9, 9, 0, 0},
    {"logical_not", logical_not, [](double x) { return x == 0 ? 1.0 : 0.0; }, -9, 9, 0, 0},
};

}  // namespace

TEST_CASE("two tensors combine element by element, broadcast, in every layout") {
  Rng rng(1);
  for (const Binary& b : binaries) {
    for (const auto& [x_shape, y_shape] : shape_pairs) {
      const Tensor x = whole_numbers(x_shape, rng, 3), y = whole_numbers(y_shape, rng, 3);
      const Shape shape = broadcast("test", x_shape, y_shape);
      Numbers forwards, backwards;
      for_each_place(shape, [&](const Place& p) {
        forwards.push_back(b.oracle(number_at(x, p), number_at(y, p)));
        backwards.push_back(b.oracle(number_at(y, p), number_at(x, p)));
      });
      const Tensor expected = from_values(shape, forwards), swapped = from_values(shape, backwards);
      for (const Tensor& a : layouts(x)) {
        for (const Tensor& c : layouts(y)) {
          CAPTURE(b.name, x_shape.to_string(), y_shape.to_string());
          const Tensor result = b.operation(a, c), other = b.operation(c, a);
          CHECK(result.is_contiguous());
          // 0 / 0 is NaN, which equals nothing: compare the elements that are not NaN, and check that both
          // results are NaN at the same indices.
          CHECK(all_equal(where(equal(result, result), result, scalar(7)),
                          where(equal(expected, expected), expected, scalar(7))));
          CHECK(all_equal(where(equal(other, other), other, scalar(7)),
                          where(equal(swapped, swapped), swapped, scalar(7))));
        }
      }
    }
    CHECK_THROWS_WITH(b.operation(zeros({2, 3}), zeros({2, 4})), Catch::Contains("do not broadcast"));
  }
  CHECK_THROWS_WITH(zeros({2, 3}) + zeros({4, 3}),
                    Catch::Contains("+: shapes (2, 3) and (4, 3) do not broadcast"));
  CHECK_THROWS_WITH(maximum(zeros({2}), zeros({3})), Catch::Contains("maximum: shapes (2,) and (3,)"));
}

TEST_CASE("expanded views combine like the elements they show") {
  const Tensor row = expand(tensor({1, 2, 3}), {2, 3}), column = expand(tensor({{10}, {20}}), {2, 3});
  CHECK(all_equal(row + column, tensor({{11, 12, 13}, {21, 22, 23}})));
  CHECK(all_equal(column - row, tensor({{9, 8, 7}, {19, 18, 17}})));
  CHECK(all_equal(exp(expand(scalar(0), {2, 2})), ones({2, 2})));
}

TEST_CASE("a tensor and a number combine from either side") {
  const Tensor x = tensor({{1, 2}, {4, 8}});
  for (const Tensor& a : layouts(x)) {
    CHECK(all_equal(a + 0.5, tensor({{1.5, 2.5}, {4.5, 8.5}})));
    CHECK(all_equal(0.5 + a, a + 0.5));
    CHECK(all_equal(a - 1, tensor({{0, 1}, {3, 7}})));
    CHECK(all_equal(1 - a, tensor({{0, -1}, {-3, -7}})));
    CHECK(all_equal(a * 3, tensor({{3, 6}, {12, 24}})));
    CHECK(all_equal(3 * a, a * 3));
    CHECK(all_equal(a / 2, tensor({{0.5, 1}, {2, 4}})));
    CHECK(all_equal(2 / a, tensor({{2, 1}, {0.5, 0.25}})));
  }
}

TEST_CASE("functions of one tensor agree with the standard library's, in every layout") {
  Rng rng(2);
  for (const Unary& u : unaries) {
    for (const Shape& shape : {Shape{3, 5, 7}, Shape{1}, Shape{}, Shape{0, 2}, Shape{1, 40, 1}}) {
      const Tensor x = random_uniform(shape, rng, u.low, u.high);
      for (const Tensor& a : layouts(x)) {
        const Tensor result = u.operation(a);
        CHECK(result.shape() == shape);
        for_each_place(shape, [&](const Place& p) {
          const double expected = u.oracle(static_cast<double>(number_at(x, p)));
          const double error = std::abs(static_cast<double>(number_at(result, p)) - expected);
          CAPTURE(u.name, number_at(x, p), expected, error);
          CHECK(error <= (u.units * std::abs(expected) + u.absolute) * epsilon);
        });
      }
    }
  }
}

TEST_CASE("functions at the edges of their domain") {
  const auto at = [](Tensor (*f)(const Tensor&), double x) {
    return static_cast<double>(f(scalar(x)).item());
  };
  CHECK(at(exp, -infinity) == 0);
  CHECK(at(exp, infinity) == infinity);
  CHECK(at(exp, 0) == 1);
  CHECK(at(log, 0) == -infinity);
  CHECK(std::isnan(at(log, -1)));
  CHECK(std::isnan(at(sqrt, -1)));
  CHECK(at(tanh, infinity) == 1);
  CHECK(at(tanh, -infinity) == -1);
  CHECK(at(sigmoid, infinity) == 1);
  CHECK(at(sigmoid, -infinity) == 0);
  CHECK(at(sigmoid, 0) == 0.5);
  CHECK(at(relu, -infinity) == 0);
  CHECK(at(gelu, 0) == 0);
  CHECK(at(gelu_slope, 0) == 0.5);
  for (const Unary& u : unaries) {
    CAPTURE(u.name);
    if (u.operation != &logical_not) CHECK(std::isnan(at(u.operation, not_a_number)));
  }
  for (double x : {-1.0, 0.0, 1.0}) {
    CHECK(std::isnan(static_cast<double>(maximum(scalar(x), scalar(not_a_number)).item())));
    CHECK(std::isnan(static_cast<double>(maximum(scalar(not_a_number), scalar(x)).item())));
    CHECK(std::isnan(static_cast<double>(minimum(scalar(x), scalar(not_a_number)).item())));
    CHECK(std::isnan(static_cast<double>(minimum(scalar(not_a_number), scalar(x)).item())));
  }
  CHECK(less(scalar(not_a_number), scalar(1)).item() == 0);
  CHECK(greater_equal(scalar(not_a_number), scalar(1)).item() == 0);
}

TEST_CASE("pow raises to any exponent") {
  const Tensor x = tensor({0.25, 1, 4});
  CHECK(pow(x, 2).to_vector() == Numbers{0.0625, 1, 16});
  CHECK(pow(x, 3).to_vector() == Numbers{0.015625, 1, 64});
  CHECK(pow(x, 0).to_vector() == Numbers{1, 1, 1});
  CHECK(all_close(pow(x, 0.5), tensor({0.5, 1, 2}), 2 * epsilon, 0));
  CHECK(all_close(pow(x, -1), tensor({4, 1, 0.25}), 2 * epsilon, 0));
  CHECK(pow(tensor({-2}), 2).item() == 4);
}

TEST_CASE("pow takes a tensor of exponents, for a tensor or a single number") {
  CHECK(pow(tensor({{4}, {9}}), tensor({2, -1, 0})).to_vector() ==
        Numbers{16, Scalar(0.25), 1, 81, Scalar(1) / 9, 1});
  CHECK(pow(2, tensor({3, -1, 0})).to_vector() == Numbers{8, 0.5, 1});
  CHECK_THROWS_WITH(pow(zeros({2}), zeros({3})), Catch::Contains("pow: shapes (2,) and (3,)"));
}

TEST_CASE("a number on either side limits or is compared") {
  const Tensor x = tensor({{-2, 0}, {1, 3}});
  for (const Tensor& a : layouts(x)) {
    CHECK(maximum(a, 0.5).to_vector() == Numbers{0.5, 0.5, 1, 3});
    CHECK(minimum(a, 0.5).to_vector() == Numbers{-2, 0, 0.5, 0.5});
    CHECK(clamp(a, -1, 2).to_vector() == Numbers{-1, 0, 1, 2});
    CHECK((a > 0).to_vector() == Numbers{0, 0, 1, 1});
    CHECK((a >= 0).to_vector() == Numbers{0, 1, 1, 1});
    CHECK((a < 1).to_vector() == Numbers{1, 1, 0, 0});
    CHECK((a <= 1).to_vector() == Numbers{1, 1, 1, 0});
    CHECK((a == 1).to_vector() == Numbers{0, 0, 1, 0});
    CHECK((a != 1).to_vector() == Numbers{1, 1, 0, 1});
    CHECK((0 < a).to_vector() == Numbers{0, 0, 1, 1});
    CHECK((1 == a).to_vector() == Numbers{0, 0, 1, 0});
    CHECK((1 != a).to_vector() == Numbers{1, 1, 0, 1});
  }
  CHECK((tensor({0.1}) == 0.1).item() == 1);                 // the number is rounded to Scalar
  CHECK(clamp(x, 2, 1).to_vector() == Numbers{1, 1, 1, 1});  // as in PyTorch
  CHECK(std::isnan(static_cast<double>(clamp(scalar(not_a_number), 0, 1).item())));
  CHECK((scalar(not_a_number) != not_a_number).item() == 1);
  CHECK_THROWS_WITH(zeros({2}) < zeros({3}), Catch::Contains("less: shapes (2,) and (3,)"));
}

TEST_CASE("where and masked_fill choose by a condition that broadcasts") {
  Rng rng(3);
  const Shape shape{2, 3, 4};
  for (const Shape& mask_shape : {Shape{2, 3, 4}, Shape{3, 1}, Shape{4}, Shape{}, Shape{2, 1, 1}}) {
    const Tensor mask = whole_numbers(mask_shape, rng, 1), x = whole_numbers({3, 4}, rng),
                 y = whole_numbers({2, 1, 4}, rng);
    const Tensor z = whole_numbers(shape, rng);
    Numbers chosen, filled;
    for_each_place(shape, [&](const Place& p) {
      chosen.push_back(number_at(mask, p) != 0 ? number_at(x, p) : number_at(y, p));
      filled.push_back(number_at(mask, p) != 0 ? Scalar{-5} : number_at(z, p));
    });
    for (const Tensor& m : layouts(mask)) {
      for (const Tensor& a : layouts(x)) CHECK(where(m, a, y).to_vector() == chosen);
      for (const Tensor& b : layouts(y)) CHECK(where(m, x, b).to_vector() == chosen);
      for (const Tensor& c : layouts(z)) CHECK(masked_fill(c, m, -5).to_vector() == filled);
    }
  }
  // Elements that are not chosen do not matter, even if they are NaN. A condition that is NaN is not 0.
  CHECK(where(tensor({1, 0, not_a_number}), tensor({1, not_a_number, 3}), tensor({not_a_number, 2, 4}))
            .to_vector() == Numbers{1, 2, 3});
  CHECK(where(zeros({0}), zeros({0}), scalar(1)).numel() == 0);
  CHECK_THROWS_WITH(where(zeros({2}), zeros({3}), zeros({3})),
                    Catch::Contains("where: shapes (2,) and (3,)"));
  CHECK_THROWS_WITH(masked_fill(zeros({2}), zeros({3}), 0),
                    Catch::Contains("masked_fill: shapes (2,) and (3,)"));
  CHECK_THROWS_WITH(masked_fill(zeros({3}), zeros({2, 3}), 0),
                    "masked_fill: the mask's shape (2, 3) does not broadcast to (3,)");
}

TEST_CASE("closeness, equality and finiteness of whole tensors") {
  const Tensor x = tensor({{1, 2}, {3, 4}});
  for (const Tensor& a : layouts(x)) {
    CHECK(all_equal(a, x));
    CHECK(all_close(a, x, 0, 0));
    CHECK(all_finite(a));
  }
  Tensor near = x.clone();
  near.at(1, 1) += static_cast<Scalar>(0.25);
  CHECK_FALSE(all_equal(near, x));
  CHECK(all_close(near, x, 0.0625, 0));
  CHECK_FALSE(all_close(near, x, 0.0624, 0));
  CHECK(all_close(near, x, 0, 0.25));
  CHECK_FALSE(all_close(near, x, 0, 0.24));
  CHECK_FALSE(all_close(x, reshape(x, {4})));
  CHECK_FALSE(all_equal(x, reshape(x, {4})));
  const Tensor infinite = tensor({1, infinity}), nan = tensor({1, not_a_number});
  CHECK(all_close(infinite, infinite));
  CHECK_FALSE(all_close(infinite, -infinite));
  CHECK_FALSE(all_close(tensor({1, 1}), infinite));
  CHECK_FALSE(all_close(nan, nan, 1, 1e9));
  CHECK_FALSE(all_finite(infinite));
  CHECK_FALSE(all_finite(-infinite));
  CHECK_FALSE(all_finite(nan));
  CHECK(all_finite(zeros({0})));
}

TEST_CASE("elementwise results are the same bits for any number of threads") {
  Rng rng(4);
  // More than one chunk of work, not a multiple of the chunk size, and in a layout without long rows.
  const Tensor x = random_normal({331, 307}, rng), y = random_normal({307, 331}, rng),
               row = random_normal({307}, rng);
  for (const Unary& u : unaries) {
    CAPTURE(u.name);
    CHECK(same_bits_for_any_thread_count([&] { return u.operation(abs(x) + 0.5); }));
    CHECK(same_bits_for_any_thread_count([&] { return u.operation(transpose(abs(x) + 0.5)); }));
  }
  CHECK(same_bits_for_any_thread_count([&] { return x * transpose(y) + row; }));
  CHECK(same_bits_for_any_thread_count([&] { return where(greater(x, transpose(y)), x, row); }));
  CHECK(same_bits_for_any_thread_count([&] {
    Tensor sum = transpose(x).clone();
    sum += y;
    return sum;
  }));
}
