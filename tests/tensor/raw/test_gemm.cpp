#include "tensor/ground/threads.h"
#include "tensor/random.h"
#include "tensor/raw/gemm.h"
#include "tests/catch.h"
#include "tests/naive.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

using namespace heed;
using namespace heed::kernel;

namespace {

using Numbers = std::vector<Scalar>;

Numbers random_numbers(Rng& rng, Index size) {
  Numbers numbers(static_cast<std::size_t>(size));
  for (Scalar& x : numbers) x = static_cast<Scalar>(rng.uniform(-1, 1));
  return numbers;
}

// A matrix of random values in some layout, with its memory.
struct Layout {
  const char* name;
  Index row_gap, column_gap;  // how far apart in units of the dense layout; 0 repeats one row or column
  bool transposed;
};
constexpr Layout layouts[] = {{"rows", 1, 1, false},
                              {"columns", 1, 1, true},
                              {"gaps", 1, 3, false},
                              {"columns with gaps", 2, 1, true},
                              {"one row for all", 0, 1, false},
                              {"one column for all", 1, 0, false}};

struct Matrix {
  Matrix(Rng& rng, Index rows, Index columns, Layout layout) {
    const Index row =
        layout.transposed ? layout.row_gap : columns * std::max<Index>(layout.column_gap, 1) + 5;
    const Index column = layout.transposed ? rows * layout.row_gap + 3 : layout.column_gap;
    view = {nullptr, layout.row_gap == 0 ? 0 : row, column};
    numbers = random_numbers(rng, 1 + std::max<Index>(rows - 1, 0) * view.row_stride +
                                      std::max<Index>(columns - 1, 0) * view.column_stride);
    view.data = numbers.data();
  }
  Numbers numbers;
  ConstMatrix view{};
};

ConstMatrix absolute(const Matrix& x, Numbers& memory) {
  memory = x.numbers;
  for (Scalar& number : memory) number = std::abs(number);
  return {memory.data(), x.view.row_stride, x.view.column_stride};
}

// Both gemm and naive::gemm round at most k + 3 times per element: k products added one after another,
// C's previous value, the bias, the activation. Each rounding is off by at most epsilon / 2 times
// sum |a| |b| + |c| + |bias|; relu and gelu (slope below 1.13) at most double that. The elements
// between C's rows must stay unchanged.
void check_against_naive(Rng& rng, Index m, Index n, Index k, Layout a_layout, Layout b_layout,
                         Finish finish) {
  const Matrix a(rng, m, k, a_layout), b(rng, k, n, b_layout);
  const Index c_row_stride = n + 2;
  const Numbers before = random_numbers(rng, m * c_row_stride), bias = random_numbers(rng, n);
  if (finish.bias != nullptr) finish.bias = bias.data();
  Numbers fast = before, slow = before, bound(before.size(), 0), a_memory, b_memory;
  gemm(m, n, k, a.view, b.view, fast.data(), c_row_stride, finish);
  naive::gemm(m, n, k, a.view, b.view, slow.data(), c_row_stride, finish);
  naive::gemm(m, n, k, absolute(a, a_memory), absolute(b, b_memory), bound.data(), c_row_stride);

  const Scalar epsilon = std::numeric_limits<Scalar>::epsilon();
  for (Index i = 0; i < m * c_row_stride; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const Scalar tolerance =
        i % c_row_stride < n ? 2 * static_cast<Scalar>(k + 3) * epsilon * (bound[at] + 2) : Scalar{0};
    if (!(std::abs(fast[at] - slow[at]) <= tolerance)) {
      CAPTURE(m, n, k, a_layout.name, b_layout.name, finish.accumulate, i / c_row_stride, i % c_row_stride);
      CAPTURE(fast[at], slow[at], tolerance);
      FAIL("gemm and naive::gemm differ");
    }
  }
}

const Scalar some_bias = 0;  // its address says "with a bias"

// gemm's result for fixed matrices, on `threads` threads.
Numbers product(int threads, Index m, Index n, Index k, const Matrix& a, const Matrix& b,
                Finish finish = {}) {
  const int before = thread_count();
  set_thread_count(threads);
  Numbers c(static_cast<std::size_t>(m * n), Scalar{0.5});
  gemm(m, n, k, a.view, b.view, c.data(), n, finish);
  set_thread_count(before);
  return c;
}

}  // namespace

TEST_CASE("gemm agrees with the three loops on every small size") {
  Rng rng(1);
  for (Index m = 1; m <= 18; ++m) {
    for (Index n = 1; n <= 35; ++n) {
      for (Index k : {1, 2, 7, 17}) {
        check_against_naive(rng, m, n, k, layouts[0], layouts[0], {});
        check_against_naive(rng, m, n, k, layouts[1], layouts[1], {true});
      }
    }
  }
}

TEST_CASE("gemm agrees with the three loops on odd, prime, tall, wide and deep sizes in all layouts") {
  Rng rng(2);
  const Index sizes[][3] = {{31, 37, 41},  {127, 131, 137}, {129, 65, 257}, {1, 300, 300},
                            {300, 1, 300}, {300, 300, 1},   {1, 1, 2000},   {600, 5, 3},
                            {5, 600, 3},   {150, 33, 530},  {260, 16, 64},  {2, 4100, 9}};
  for (const auto& [m, n, k] : sizes) {
    for (const Layout& a : layouts) {
      for (const Layout& b : layouts) check_against_naive(rng, m, n, k, a, b, {});
    }
  }
}

TEST_CASE("gemm applies bias and activation, or adds to the previous values") {
  Rng rng(3);
  const Index sizes[][3] = {{1, 1, 1}, {7, 19, 23}, {1, 40, 3}, {40, 1, 3}, {140, 70, 300}, {3, 4, 0}};
  for (const auto& [m, n, k] : sizes) {
    for (const Layout& b : {layouts[0], layouts[1]}) {
      for (const Scalar* bias : {static_cast<const Scalar*>(nullptr), &some_bias}) {
        for (Activation activation : {Activation::none, Activation::relu, Activation::gelu}) {
          check_against_naive(rng, m, n, k, layouts[0], b, {false, bias, activation});
        }
      }
      check_against_naive(rng, m, n, k, layouts[0], b, {true});
    }
  }
}

TEST_CASE("a long product is exact to 330 eps of its terms") {
  const double eps = std::numeric_limits<Scalar>::epsilon();
  for (const Index k : {Index{5000}, Index{65536}, Index{70000}, Index{200000}}) {
    const Numbers a(static_cast<std::size_t>(5 * k), static_cast<Scalar>(0.1)), bias(5, -2);
    const double term = static_cast<double>(a[0]) * static_cast<double>(a[0]),
                 sum = static_cast<double>(k) * term;
    for (const Finish& finish : {Finish{}, Finish{true}, Finish{false, bias.data(), Activation::relu}}) {
      Numbers c(20, 7);
      gemm(3, 5, k, {a.data(), k, 1}, {a.data(), 1, k}, c.data(), 6, finish);
      const double expected = sum + (finish.accumulate ? 7 : 0) + (finish.bias ? -2 : 0);
      for (std::size_t i = 0; i < 17; ++i) {
        CAPTURE(k, i, finish.accumulate, c[i], expected);
        if (i % 6 == 5) CHECK(c[i] == 7);
        if (i % 6 != 5) CHECK(std::abs(static_cast<double>(c[i]) - expected) <= 330 * eps * (sum + 7));
      }
    }
  }
}

TEST_CASE("an empty sum is zero, and an empty product writes nothing") {
  const Scalar number = 1;
  const ConstMatrix x{&number, 0, 0};
  Numbers c(6, 7);
  gemm(2, 3, 0, x, x, c.data(), 3, {true});
  CHECK(c == Numbers(6, 7));
  gemm(0, 3, 2, x, x, c.data(), 3);
  gemm(2, 0, 2, x, x, c.data(), 3);
  gemm_batch(0, 2, 3, 2, x, 0, x, 0, c.data(), 3, 6);
  CHECK(c == Numbers(6, 7));
  gemm(2, 3, 0, x, x, c.data(), 3);
  CHECK(c == Numbers(6, 0));
}

TEST_CASE("gemm gives the same bits on any number of threads") {
  Rng rng(4);
  const Index sizes[][3] = {{32, 384, 128}, {300, 310, 290}, {700, 40, 300},
                            {9, 5000, 40},  {3000, 1, 200},  {20, 30, 70000}};
  for (const auto& [m, n, k] : sizes) {
    for (const Layout& layout : {layouts[0], layouts[1]}) {
      const Matrix a(rng, m, k, layout), b(rng, k, n, layout);
      for (const Finish& finish : {Finish{}, Finish{true}, Finish{false, nullptr, Activation::gelu}}) {
        const Numbers alone = product(1, m, n, k, a, b, finish);
        CAPTURE(m, n, k, layout.name);
        CHECK(alone == product(2, m, n, k, a, b, finish));
        CHECK(alone == product(3, m, n, k, a, b, finish));
      }
    }
  }
}

TEST_CASE("a row of a product has the same bits whatever the other rows are") {
  Rng rng(5);
  const Index sizes[][3] = {{170, 77, 333}, {13, 65, 50}, {13, 1, 50}, {9, 2, 20}, {9, 1, 1100}};
  for (const auto& [m, n, k] : sizes) {
    for (const Layout& layout : {layouts[0], layouts[1]}) {
      const Matrix a(rng, m, k, layouts[0]), b(rng, k, n, layout);
      Numbers all(static_cast<std::size_t>(m * n)), row(static_cast<std::size_t>(n));
      const Finish finish{false, nullptr, Activation::gelu};
      gemm(m, n, k, a.view, b.view, all.data(), n, finish);
      for (Index i = 0; i < m; ++i) {
        gemm(1, n, k, {a.view.data + i * a.view.row_stride, a.view.row_stride, 1}, b.view, row.data(), n,
             finish);
        CHECK(std::equal(row.begin(), row.end(), all.begin() + i * n));
      }
    }
  }
}

TEST_CASE("gemm_batch is gemm once for each product") {
  Rng rng(6);
  const Index sizes[][4] = {{1, 5, 6, 7}, {3, 64, 70, 200}, {40, 15, 15, 32}, {300, 15, 32, 15}};
  for (const auto& [count, m, n, k] : sizes) {
    const Numbers a = random_numbers(rng, count * m * k), b = random_numbers(rng, count * k * n);
    for (Index b_step : {k * n, Index{0}}) {  // each its own B, or one for all
      Numbers one_by_one(static_cast<std::size_t>(count * m * n), 1), batched = one_by_one;
      for (Index t = 0; t < count; ++t) {
        gemm(m, n, k, {a.data() + t * m * k, k, 1}, {b.data() + t * b_step, 1, k},
             one_by_one.data() + t * m * n, n, {true});
      }
      for (int threads : {1, 3}) {
        const int before = thread_count();
        set_thread_count(threads);
        Numbers c(batched);
        gemm_batch(count, m, n, k, {a.data(), k, 1}, m * k, {b.data(), 1, k}, b_step, c.data(), n, m * n,
                   {true});
        set_thread_count(before);
        CAPTURE(count, m, n, k, b_step, threads);
        CHECK(c == one_by_one);
      }
    }
  }
}

TEST_CASE("NaN and infinity reach exactly the elements that they belong to") {
  const Scalar infinity = std::numeric_limits<Scalar>::infinity();
  for (const Index size : {5, 20, 150}) {
    const auto at = [&](Index i, Index j) { return static_cast<std::size_t>(i * size + j); };
    Numbers a(static_cast<std::size_t>(size * size), 1), b = a, c(a.size());
    a[at(2, 3)] = std::numeric_limits<Scalar>::quiet_NaN();
    b[at(1, 4)] = infinity;
    a[at(0, 1)] = 0;  // 0 times infinity is NaN
    for (Activation activation : {Activation::none, Activation::relu, Activation::gelu}) {
      gemm(size, size, size, {a.data(), size, 1}, {b.data(), size, 1}, c.data(), size,
           {false, nullptr, activation});
      for (Index i = 0; i < size; ++i) {
        for (Index j = 0; j < size; ++j) {
          CAPTURE(size, i, j);
          if (i == 2 || (i == 0 && j == 4)) {
            CHECK(std::isnan(c[at(i, j)]));
          } else if (j == 4) {
            CHECK(c[at(i, j)] == infinity);
          } else {
            CHECK(std::isfinite(c[at(i, j)]));
          }
        }
      }
    }
  }
}
