#include "tensor/elementwise.h"
#include "tensor/ground/error.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tests/tensor/helpers.h"

using namespace heed;
using namespace heed::testing;

namespace {
using Numbers = std::vector<Scalar>;
}

TEST_CASE("tensors are created from sizes, values and nested braces") {
  CHECK(zeros({2, 2}).to_vector() == Numbers{0, 0, 0, 0});
  CHECK(ones({3}).to_vector() == Numbers{1, 1, 1});
  CHECK(full({2}, 2.5).to_vector() == Numbers{2.5, 2.5});
  CHECK(scalar(7).shape() == Shape{});
  CHECK(scalar(7).item() == 7);
  const Tensor matrix = tensor({{1, 2.5, -3}, {4, 5, 6}});
  CHECK(matrix.shape() == Shape{2, 3});
  CHECK(matrix.to_vector() == Numbers{1, 2.5, -3, 4, 5, 6});
  CHECK(tensor({1, 2}).shape() == Shape{2});
  CHECK(tensor({5}).shape() == Shape{1});
  CHECK(tensor({{5}}).shape() == Shape{1, 1});
  CHECK(tensor({{{1}, {2}}, {{3}, {4}}}).shape() == Shape{2, 2, 1});
  CHECK(from_values({2, 2}, {1, 2, 3, 4})(1, 0) == 3);
  CHECK(zeros({0, 3}).to_vector().empty());
  CHECK_FALSE(Tensor().defined());
}

TEST_CASE("arange steps up and down, and stops before the end") {
  CHECK(arange(3).to_vector() == Numbers{0, 1, 2});
  CHECK(arange(2, 4).to_vector() == Numbers{2, 3});
  CHECK(arange(1, 2, 0.25).to_vector() == Numbers{1, 1.25, 1.5, 1.75});
  CHECK(arange(3, 0, -1).to_vector() == Numbers{3, 2, 1});
  CHECK(arange(0, 1, 0.1).numel() == 10);
  CHECK(arange(2.5).to_vector() == Numbers{0, 1, 2});
  CHECK(arange(0).shape() == Shape{0});
  CHECK(arange(3, 1).shape() == Shape{0});
  CHECK_THROWS_WITH(arange(0, 1, 0), "arange: steps of 0 never lead from 0 to 1");
  CHECK_THROWS_WITH(arange(0, infinity), "arange: steps of 1 never lead from 0 to inf");
  CHECK_THROWS_WITH(arange(not_a_number), "arange: steps of 1 never lead from 0 to nan");
}

TEST_CASE("values that do not fill their shape are rejected") {
  CHECK_THROWS_WITH(tensor({{1, 2}, {3}}),
                    "tensor: a nested list must be rectangular, but has rows of shapes (2,) and (1,)");
  CHECK_THROWS_WITH(tensor({{1, 2}, 3}),
                    "tensor: a nested list must be rectangular, but has rows of shapes (2,) and ()");
  CHECK_THROWS_WITH(from_values({2, 2}, {1, 2, 3}), "from_values: 3 values for shape (2, 2)");
  CHECK_THROWS_WITH(zeros({Index{1} << 50}), text("out of memory: cannot allocate ",
                                                  sizeof(Storage) + (sizeof(Scalar) << 50), " bytes"));
  CHECK_THROWS_WITH(zeros({Index{1} << 62}), "shape (4611686018427387904,) has too many elements to count");
}

TEST_CASE("elements are read and written by index, from either end") {
  Tensor x = tensor({{1, 2, 3}, {4, 5, 6}});
  CHECK(x(0, 2) == 3);
  CHECK(x(-1, -3) == 4);
  x.at(1, -1) = 60;
  CHECK(x(1, 2) == 60);
  Tensor column = select(x, 1, 1);
  column.at(1) = 50;  // through a view: the same storage
  CHECK(x(1, 1) == 50);
  CHECK_THROWS_WITH(x(2, 0), "element access: position 2 is outside axis 0 of shape (2, 3)");
  CHECK_THROWS_WITH(x(0, -4), "element access: position -4 is outside axis 1 of shape (2, 3)");
  CHECK_THROWS_WITH(x(0), "element access: 1 positions for shape (2, 3), which has 2 axes");
  CHECK_THROWS_WITH(x.item(), "item: a tensor of shape (2, 3) has 6 elements, not one");
  CHECK_THROWS_WITH(zeros({0}).item(), "item: a tensor of shape (0,) has 0 elements, not one");
}

TEST_CASE("an undefined tensor says so wherever its elements are needed") {
  Tensor nothing;
  const std::string message =
      "this tensor is undefined: it was never given a value (a gradient is undefined before backward)";
  CHECK_THROWS_WITH(nothing(0, 1), "element access: " + message);
  CHECK_THROWS_WITH(nothing.at(0) = 1, "element access: " + message);
  CHECK_THROWS_WITH(nothing.item(), "item: " + message);
  CHECK_THROWS_WITH(nothing.fill(2), "fill: " + message);
  CHECK_THROWS_WITH(nothing.to_vector(), "to_vector: " + message);
  CHECK_THROWS_WITH(nothing + ones({2}), "+: " + message);
  CHECK_THROWS_WITH(sum(nothing), "sum: " + message);
  CHECK_THROWS_WITH(transpose(nothing), "transpose: " + message);
  CHECK_THROWS_WITH(nothing.version(), "version: " + message);
  CHECK_THROWS_WITH(nothing.is_sole_holder(), "is_sole_holder: " + message);
  CHECK_THROWS_WITH(matmul(ones({2, 2}), nothing), "matmul: " + message);
}

TEST_CASE("a view that repeats elements cannot be written to") {
  const Tensor row = tensor({1, 2, 3});
  Tensor repeated = expand(row, {2, 3});
  const std::string message =
      ": the target of shape (2, 3) repeats its elements along axis 0; write into its clone()";
  CHECK_THROWS_WITH(repeated += ones({2, 3}), "+=" + message);
  CHECK_THROWS_WITH(repeated.fill(7), "copy_from" + message);
  CHECK(row.to_vector() == Numbers{1, 2, 3});
  Tensor copy = repeated.clone();
  copy += ones({2, 3});
  CHECK(copy.to_vector() == Numbers{2, 3, 4, 2, 3, 4});
}

TEST_CASE("tensors and numbers are added, subtracted, multiplied and divided in place") {
  Tensor x = tensor({{1, 2}, {3, 4}});
  Tensor column = transpose(x)[1];
  column += tensor({10, 20});
  CHECK(x.to_vector() == Numbers{1, 12, 3, 24});
  x -= tensor({1, 2});
  x *= tensor({{2}, {3}});
  x /= tensor({1, 2});
  CHECK(x.to_vector() == Numbers{0, 10, 6, 33});
  x += 2;
  x -= 1;
  x *= 4;
  x /= 2;
  CHECK(x.to_vector() == Numbers{2, 22, 14, 68});
  CHECK_THROWS_WITH(x -= zeros({3}), Catch::Contains("-=: shapes (2, 2) and (3,)"));
  CHECK_THROWS_WITH(x *= zeros({3}), Catch::Contains("*=: shapes (2, 2) and (3,)"));
  CHECK_THROWS_WITH(x /= zeros({3}), Catch::Contains("/=: shapes (2, 2) and (3,)"));
}

TEST_CASE("a copied tensor is a view of the same elements, a clone is not") {
  Tensor x = arange(4), window = x, copy = x.clone();
  x.at(0) = 9;
  CHECK(window(0) == 9);
  CHECK(copy(0) == 0);
  CHECK(window.shares_storage_with(x));
  CHECK_FALSE(copy.shares_storage_with(x));
  CHECK_FALSE(x.is_sole_holder());
  window = copy;
  CHECK(x.is_sole_holder());
}

TEST_CASE("each write increases the version of the storage, for every view") {
  Tensor x = zeros({4});
  const Tensor view = slice(x, 0, 1, 3);
  const auto raised_by = [&](auto write) {
    const unsigned before = view.version();
    write();
    return view.version() > before;
  };
  CHECK(raised_by([&] { x.fill(1); }));
  CHECK(raised_by([&] { x += x; }));
  CHECK(raised_by([&] { x *= 2; }));
  CHECK(raised_by([&] { x.at(0) = 1; }));
  CHECK(raised_by([&] { x.copy_from(scalar(3)); }));
  CHECK_FALSE(raised_by([&] { (void)(x(0) + x.data()[1]); }));
}

TEST_CASE("contiguous copies only when it must, and in row-major order") {
  Rng rng(1);
  const Tensor x = whole_numbers({2, 3, 4}, rng);
  CHECK(x.is_contiguous());
  CHECK(x.contiguous().shares_storage_with(x));
  for (const Tensor& y : layouts(x)) {
    CHECK(y.contiguous().is_contiguous());
    CHECK(y.to_vector() == x.to_vector());
    CHECK(y.clone().to_vector() == x.to_vector());
    CHECK_FALSE(y.clone().shares_storage_with(y));
  }
  CHECK_FALSE(transpose(x).is_contiguous());
  CHECK_FALSE(expand(ones({1, 3}), {2, 3}).is_contiguous());
  CHECK_FALSE(slice(x, 1, 0, 2).is_contiguous());
  CHECK(slice(x, 0, 1, 2).is_contiguous());
  CHECK(transpose(ones({5, 1})).is_contiguous());  // an axis of size 1 is never stepped along
  CHECK(expand(ones({1}), {1}).is_contiguous());
}

TEST_CASE("an operation in place changes the elements of the view and no others") {
  Tensor x = zeros({4, 5});
  Tensor window = slice(slice(x, 0, 1, 4, 2), 1, 0, 5, 3);  // rows 1, 3; columns 0, 3
  window.copy_from(tensor({{1, 2}, {3, 4}}));
  window += tensor({10, 20});
  window *= 2;
  CHECK(x.to_vector() == Numbers{0, 0, 0, 0, 0, 22, 0, 0, 44, 0, 0, 0, 0, 0, 0, 26, 0, 0, 48, 0});
  window.fill(-1);
  CHECK(x.to_vector() == Numbers{0, 0, 0, 0, 0, -1, 0, 0, -1, 0, 0, 0, 0, 0, 0, -1, 0, 0, -1, 0});
}

TEST_CASE("in place, the other operand broadcasts and may have any layout") {
  Rng rng(2);
  const Tensor x = whole_numbers({3, 4}, rng);
  for (const Shape& shape : {Shape{3, 4}, Shape{4}, Shape{3, 1}, Shape{1, 1}, Shape{}}) {
    const Tensor y = whole_numbers(shape, rng);
    const Tensor expected = x + y;
    for (const Tensor& target : layouts(x)) {
      for (const Tensor& other : layouts(y)) {
        Tensor sum = target;
        const Tensor before = target.clone();
        sum += other;
        CHECK(all_equal(sum, expected));
        sum.copy_from(before);
        CHECK(all_equal(sum, x));
      }
    }
  }
  Tensor target = zeros({3, 4});
  CHECK_THROWS_WITH(target += zeros({2, 3, 4}),
                    "+=: shape (2, 3, 4) does not broadcast to the target's shape (3, 4)");
  CHECK_THROWS_WITH(target.copy_from(zeros({3})), Catch::Contains("copy_from: shapes (3, 4) and (3,)"));
  Tensor empty_target = zeros({0, 4});
  empty_target += ones({4});
  CHECK(empty_target.numel() == 0);
}

TEST_CASE("a tensor added to itself is doubled") {
  Tensor x = tensor({{1, 2}, {3, 4}});
  x += x;
  CHECK(x.to_vector() == Numbers{2, 4, 6, 8});
}

TEST_CASE("in place, the other operand may be another view of the same elements") {
  Tensor x = tensor({{1, 2}, {3, 4}});
  x += transpose(x);
  CHECK(x.to_vector() == Numbers{2, 5, 5, 8});
  x += select(x, 0, 0);  // adds its first row to each of its rows
  CHECK(x.to_vector() == Numbers{4, 10, 7, 13});
  Tensor row = arange(5);
  slice(row, 0, 1, 5).copy_from(slice(row, 0, 0, 4));
  CHECK(row.to_vector() == Numbers{0, 0, 1, 2, 3});
  slice(row, 0, 0, 4).copy_from(slice(row, 0, 1, 5));
  CHECK(row.to_vector() == Numbers{0, 1, 2, 3, 3});
}
