#include "tensor/elementwise.h"
#include "tensor/ground/error.h"
#include "tensor/kernels/gelu_kernel.h"
#include "tensor/matmul.h"
#include "tests/tensor/helpers.h"

using namespace heed;
using namespace heed::testing;

namespace {

// The definition: sum over k of a[..., i, k] b[..., k, j], for operands of rank 2 and up.
Tensor product_by_definition(const Tensor& a, const Tensor& b) {
  const auto batch_of = [](const Tensor& x) { return x.shape().erase(x.rank() - 1).erase(x.rank() - 2); };
  const Shape batch = broadcast("test", batch_of(a), batch_of(b));
  Tensor c = zeros(batch.insert(batch.rank(), a.size(-2)).insert(batch.rank() + 1, b.size(-1)));
  Scalar* next = c.mutable_data();
  for_each_place(c.shape(), [&](const Place& place) {
    Place left = place, right = place;
    for (Index k = 0; k < a.size(-1); ++k) {
      left[left.size() - 1] = k;
      right[right.size() - 2] = k;
      *next += number_at(a, left) * number_at(b, right);
    }
    ++next;
  });
  return c;
}

}  // namespace

TEST_CASE("matmul multiplies matrices and batches of them, broadcast, in every layout") {
  struct Case {
    Shape a, b;
  };
  Rng rng(1);
  for (const Case& c : {Case{{2, 3}, {3, 4}},
                        Case{{1, 1}, {1, 1}},
                        Case{{17, 33}, {33, 19}},
                        Case{{1, 5}, {5, 1}},
                        Case{{5, 1}, {1, 5}},
                        Case{{6, 2, 3}, {3, 4}},
                        Case{{2, 3}, {6, 3, 4}},
                        Case{{6, 2, 3}, {6, 3, 4}},
                        Case{{1, 2, 3}, {6, 3, 4}},
                        Case{{2, 1, 2, 3}, {5, 3, 4}},
                        Case{{2, 5, 2, 3}, {2, 1, 3, 4}},
                        Case{{2, 5, 2, 3}, {5, 3, 4}},
                        Case{{2, 5, 2, 3}, {3, 4}},
                        Case{{3, 0}, {0, 4}},
                        Case{{0, 3}, {3, 4}},
                        Case{{2, 3}, {3, 0}},
                        Case{{0, 2, 3}, {0, 3, 4}},
                        Case{{0, 2, 3}, {3, 4}},
                        Case{{5, 0, 2, 3}, {0, 3, 4}},
                        Case{{2, 3, 0}, {0, 4}}}) {
    const Tensor a = whole_numbers(c.a, rng), b = whole_numbers(c.b, rng);
    const Tensor expected = product_by_definition(a, b);
    for (const Tensor& x : layouts(a)) {
      for (const Tensor& y : layouts(b)) {
        CAPTURE(c.a.to_string(), c.b.to_string(), x.strides().to_string(), y.strides().to_string());
        CHECK(matmul(x, y).is_contiguous());
        CHECK(all_equal(matmul(x, y), expected));  // whole numbers: exact in any order
      }
    }
  }
}

TEST_CASE("matmul of expanded views") {
  Rng rng(2);
  const Tensor a = whole_numbers({2, 3}, rng), row = whole_numbers({1, 4}, rng);
  const Tensor left = expand(a, {5, 2, 3}), right = expand(row, {3, 4});
  CHECK(all_equal(matmul(left, right), product_by_definition(left, right)));
  CHECK(all_equal(matmul(expand(row, {3, 4}), transpose(right)),
                  product_by_definition(right, transpose(right))));
}

TEST_CASE("a vector is a row on the left and a column on the right") {
  const Tensor v = tensor({1, 2, 3}), m = tensor({{1, 0, 2}, {0, 1, 5}});
  CHECK(matmul(v, v).shape() == Shape{});
  CHECK(matmul(v, v).item() == 14);
  CHECK(all_equal(matmul(m, v), tensor({7, 17})));
  CHECK(all_equal(matmul(tensor({1, 10}), m), tensor({1, 10, 52})));
  const Tensor batch = stack({m, m * 2}, 0);
  CHECK(all_equal(matmul(batch, v), tensor({{7, 17}, {14, 34}})));
  CHECK(all_equal(matmul(tensor({1, 10}), batch), tensor({{1, 10, 52}, {2, 20, 104}})));
  CHECK(matmul(zeros({0}), zeros({0})).item() == 0);
}

TEST_CASE("an error of matmul names the sizes that differ") {
  CHECK_THROWS_WITH(matmul(zeros({32, 10, 64}), zeros({60, 64})),
                    "matmul: (32, 10, 64) x (60, 64): inner sizes 64 and 60 differ");
  CHECK_THROWS_WITH(matmul(zeros({2, 2, 3}), zeros({5, 3, 4})),
                    "matmul: (2, 2, 3) x (5, 3, 4): sizes 2 and 5 at axis -3 differ and neither is 1");
  CHECK_THROWS_WITH(matmul(scalar(2), zeros({2, 2})),
                    "matmul: () x (2, 2): a single number has no rows; use *");
  CHECK_THROWS_WITH(matmul(zeros({3}), zeros({4})), "matmul: (3,) x (4,): inner sizes 3 and 4 differ");
}

TEST_CASE("linear is x Wᵀ + bias, then the activation") {
  Rng rng(3);
  const Tensor weight = whole_numbers({5, 3}, rng), bias = whole_numbers({5}, rng);
  for (const Shape& shape :
       {Shape{3}, Shape{4, 3}, Shape{2, 4, 3}, Shape{0, 3}, Shape{2, 0, 3}, Shape{1, 1, 1, 3}}) {
    const Tensor input = whole_numbers(shape, rng);
    const Tensor plain = matmul(input, transpose(weight));
    for (const Tensor& x : layouts(input)) {
      for (const Tensor& w : layouts(weight)) {
        CHECK(all_equal(linear(x, w), plain));
        for (const Tensor& b : layouts(bias)) {
          CHECK(all_equal(linear(x, w, b), plain + bias));
          CHECK(all_equal(linear(x, w, b, Activation::relu), relu(plain + bias)));
        }
      }
    }
    // Both round the same function of the same exact number.
    CHECK(all_close(linear(input, weight, bias, Activation::gelu), gelu(plain + bias), 4 * epsilon,
                    9 * epsilon));
  }
  CHECK(all_equal(linear(zeros({2, 0}), zeros({3, 0}), tensor({1, 2, 3})), tensor({{1, 2, 3}, {1, 2, 3}})));
  CHECK_THROWS_WITH(linear(zeros({2, 4}), weight),
                    "linear: input (2, 4) does not fit weight (5, 3), which is (outputs, inputs)");
  CHECK_THROWS_WITH(linear(zeros({2, 3}), weight, zeros({3})),
                    "linear: bias (3,) does not fit weight (5, 3), which is (outputs, inputs)");
  CHECK_THROWS_WITH(linear(scalar(1), weight), Catch::Contains("linear: input ()"));
}

TEST_CASE("products are the same bits for any number of threads") {
  Rng rng(4);
  const Tensor a = random_normal({6, 70, 90}, rng), b = random_normal({6, 90, 110}, rng);
  const Tensor wide = random_normal({200, 300}, rng), tall = random_normal({300, 150}, rng);
  CHECK(same_bits_for_any_thread_count([&] { return matmul(a, b); }));
  CHECK(same_bits_for_any_thread_count([&] { return matmul(transpose(b), transpose(a)); }));
  CHECK(same_bits_for_any_thread_count([&] { return matmul(wide, tall); }));
  CHECK(same_bits_for_any_thread_count(
      [&] { return linear(a, transpose(slice(wide, 0, 0, 90)).clone(), {}, Activation::gelu); }));
}
