// Tests the exercise of lesson 01 and says in words what is missing.
#include "tensor/elementwise.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/01-tensors/exercise/exercise.h"
#include "tutorials/exercise.h"

#include <algorithm>

using namespace heed;

namespace {

bool is(const Tensor& yours, const Tensor& other) {
  return yours.defined() && yours.shape() == other.shape() && all_close(yours, other, 1e-3, 1e-5);
}

// Calls f, and explains its error if the shapes did not broadcast.
Tensor explained(const std::string& hint, const std::function<Tensor()>& f) {
  try {
    return f();
  } catch (const Error& error) {
    const std::string said = error.what();
    throw Error(said.find("do not broadcast") == std::string::npos ? said : said + "\n" + hint);
  }
}

// The diagonal by single elements, as a copy.
Tensor right_diagonal(const Tensor& x) {
  Tensor result = zeros({std::min(x.size(0), x.size(1))});
  for (Index i = 0; i < result.size(0); ++i) result.at(i) = x(i, i);
  return result;
}

void check_diagonal(const std::string& what, const Tensor& x, const std::string& hint) {
  const Index size = std::min(x.size(0), x.size(1));
  const Tensor yours = exercise::diagonal(x);
  expect(yours.defined(), "diagonal() returns an empty Tensor()");
  expect(yours.rank() == 1, text("your diagonal has the shape ", yours.shape(), "; it should have one axis"));
  expect(yours.size(0) == size,
         text("a matrix of shape ", x.shape(), " has ", size, " elements on its diagonal, and yours has ",
              yours.size(0), ": it ends at the smaller of the two sizes"));
  expect_close("your diagonal of " + what, yours, right_diagonal(x), hint);
  expect(yours.shares_storage_with(x),
         "the values are right, but your diagonal is a copy: a write through it would not change x. Return a "
         "view, x.window(...)");
}

void test_diagonal() {
  const Tensor x = reshape(arange(12), {3, 4});
  check_diagonal("a matrix (3, 4)", x, "");
  check_diagonal("a matrix (4, 3)", reshape(arange(12), {4, 3}), "");
  check_diagonal("the first three columns of (3, 4), strides (4, 1)", slice(x, 1, 0, 3),
                 "Is your stride made from the number of columns? x may be a view, with rows further apart: "
                 "use x.strides()");
  check_diagonal("the last two rows of (3, 4), offset 4", slice(x, 0, 1, 3),
                 "Does your view begin at the beginning of the storage? x may begin later: use "
                 "x.storage_offset()");
  Rng rng(1);
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> size = different_sizes(2, rng);
    const Tensor whole = random_normal({size[0] + 2, 2 * size[1] + 3}, rng);
    const Tensor view = transpose(slice(slice(whole, 0, 2, size[0] + 2), 1, 3, 2 * size[1] + 3, 2));
    check_diagonal(text("a view of shape ", view.shape(), ", strides ", view.strides(), ", offset ",
                        view.storage_offset()),
                   view, "Only x.storage_offset() and x.strides() know where the elements of x are.");
  }
}

void test_standardise() {
  const std::string hint = "A reduced axis disappears: (n, d) becomes (n). With keep_axis it becomes (n, 1)";
  const auto right = [](const Tensor& x, int axis) {
    return (x - mean(x, axis, keep_axis)) / sqrt(var(x, axis, keep_axis));
  };
  Rng rng(2);
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> size = different_sizes(2, rng);
    const Index d = std::max<Index>(size[1], 3);  // two numbers always become -1 and 1
    const Tensor x = random_normal({size[0] == d ? d + 1 : size[0], d}, rng, 1, 3);
    const Tensor yours = explained(hint, [&] { return exercise::standardise_rows(x); });
    const Tensor centred = x - mean(x, 1, keep_axis);
    expect(yours.defined(), "standardise_rows() returns an empty Tensor()");
    expect(!is(yours, right(x, 0)),
           "your columns have the mean 0, and the rows should: the axis that you name is "
           "the axis that disappears, and a row runs along axis 1");
    expect(!is(yours, (x - mean(x)) / sqrt(mean((x - mean(x)) * (x - mean(x))))),
           "all elements together have the mean 0 and the variance 1; each row should have its own mean");
    expect(!is(yours, centred), "each row has the mean 0, but not yet the variance 1: divide by its root");
    expect(!is(yours, centred / var(x, 1, keep_axis)),
           "you divide by the variance; divide by its square root");
    expect(!is(yours, x / sqrt(var(x, 1, keep_axis))), "the variance is 1, but the mean is not subtracted");
    expect_close(text("your rows of shape ", x.shape()), yours, right(x, 1));
  }
  const Tensor square = tensor({{1, 2, 6}, {0, 5, 4}, {9, 9, 3}});
  expect_close("your rows of a square matrix", exercise::standardise_rows(square), right(square, 1), hint);
}

void test_distances() {
  Rng rng(3);
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> size = different_sizes(3, rng);
    const Tensor a = random_normal({size[0], size[2]}, rng), b = random_normal({size[1], size[2]}, rng);
    const Tensor difference = unsqueeze(a, 1) - unsqueeze(b, 0);
    // |a - b|^2 = |a|^2 + |b|^2 - 2 a.b: by the matrix product, without the broadcasting of your solution
    const Tensor squared = sum(a * a, 1, keep_axis) + sum(b * b, 1) - 2 * matmul(a, transpose(b));
    const Tensor right = sqrt(maximum(squared, 0));
    const Tensor yours = explained(
        "a - b would compare row 0 with row 0 only; unsqueeze both, so that their "
        "difference has the shape (m, n, d)",
        [&] { return exercise::distances(a, b); });
    expect(yours.defined(), "distances() returns an empty Tensor()");
    expect(!is(yours, transpose(right)),
           "your result is transposed: row i belongs to row i of a, column j to row j of b");
    expect(yours.shape() != difference.shape(),
           "your result still has the axis of the differences, d: sum the squares along it");
    expect(!is(yours, right * right), "these are the squares of the distances: take the root");
    expect(!is(yours, abs(sum(difference, 2))),
           "you sum first and square then, so differences of opposite signs cancel: square first");
    expect(!is(yours, sum(abs(difference), 2)),
           "you sum the absolute differences; the distance is the root of the sum of their squares");
    expect_close(text("your distances of ", size[0], " rows from ", size[1]), yours, right);
  }
}

void test_prediction() {
  const Tensor target = tensor({1, 2, 3}), error = unsqueeze(target, 1) - target;
  expect_predicted("the loss that the broken code reports", exercise::predicted_loss(),
                   static_cast<double>(mean(error * error).item()), 0.01);
}

}  // namespace

int main() {
  Exercise exercise("Exercise 01: tensors");
  exercise.task("1. diagonal: a view of your own", test_diagonal);
  exercise.task("2. standardise_rows: along an axis", test_standardise);
  exercise.task("3. distances: broadcasting on purpose", test_distances);
  exercise.task("4. a prediction", test_prediction);
  return exercise.finish();
}
