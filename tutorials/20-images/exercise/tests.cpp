// Tests the exercise of lesson 20 and says in words what is missing.
#include "autograd/operations/convolution.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/views.h"
#include "tutorials/20-images/exercise/exercise.h"
#include "tutorials/exercise.h"

#include <cmath>
#include <string>

using namespace heed;

namespace {

bool is(const Tensor& yours, const Tensor& other) {
  return yours.defined() && yours.shape() == other.shape() && all_close(yours, other, 1e-3, 1e-5);
}

// As expect_close, for tensors that are too large to print: names the first entry that is wrong.
void expect_entries(const std::string& what, const Tensor& yours, const Tensor& right,
                    const std::string& hint) {
  if (!yours.defined() || yours.shape() != right.shape()) return expect_close(what, yours, right, hint);
  for (Index r = 0; r < right.size(0); ++r)
    for (Index c = 0; c < right.size(1); ++c)
      expect(all_close(yours[r][c], right[r][c], 1e-3, 1e-5),
             text("entry (", r, ", ", c, ") of ", what, " is ", yours(r, c), "; it should be ", right(r, c),
                  "; ", hint));
}

// The library's convolution of one picture.
Tensor library(const Tensor& picture, const Tensor& kernel, Index padding = 0) {
  const auto four = [](const Tensor& x) { return unsqueeze(unsqueeze(x.contiguous(), 0), 0); };
  return conv2d(four(picture), four(kernel), {}, {.padding = padding}).value()[0][0];
}

Tensor mirrored(const Tensor& kernel) {
  Tensor result = kernel.clone();
  for (Index i = 0; i < kernel.size(0); ++i)
    for (Index j = 0; j < kernel.size(1); ++j)
      result.at(i, j) = kernel(kernel.size(0) - 1 - i, kernel.size(1) - 1 - j);
  return result;
}

void test_convolve() {
  Rng rng(1);
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> size = different_sizes(4, rng);
    const Tensor picture = random_normal({size[0] + 8, size[1] + 8}, rng);
    const Tensor kernel = random_normal({size[2], size[3]}, rng);
    const Tensor yours = exercise::convolve(picture, kernel);
    expect(!is(yours, library(picture, mirrored(kernel))),
           "your kernel is mirrored: its entry (0, 0) must meet the pixel at the top left of each window");
    const Tensor right = library(picture, kernel);
    expect(!(yours.defined() && yours.shape() == Shape{right.size(0) - 1, right.size(1) - 1}),
           "the last row and the last column of windows are missing: height - a + 1 windows fit, not height "
           "- a");
    expect_entries("convolve(picture, kernel)", yours, right,
                   text("entry (y, x) is the sum of kernel(i, j) picture(y + i, x + j) over a kernel of ",
                        size[2], " x ", size[3]));
  }
}

void test_cut() {
  Rng rng(2);
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> n = different_sizes(3, rng);
    const Tensor picture = random_normal({n[0] * n[2], n[1] * n[2]}, rng);
    const Tensor right = patches(unsqueeze(unsqueeze(picture, 0), 0), n[2]).value()[0];
    const Tensor yours = exercise::cut(picture, n[2]);
    expect(!is(yours, reshape(picture, right.shape())),
           "your rows are consecutive pixels of the picture: that is a reshape, and not squares");
    const Tensor columns_first =
        reshape(transpose(reshape(right, {n[0], n[1], n[2] * n[2]}), 0, 1).contiguous(), right.shape());
    expect(!is(yours, columns_first), "your squares go down the columns of the grid; go along its rows");
    const Tensor turned = transpose(reshape(right, {-1, n[2], n[2]})).contiguous();
    expect(!is(yours, reshape(turned, right.shape())),
           "the pixels within your squares go down the columns; go along the rows");
    expect_entries("cut(picture, size)", yours, right,
                   text("here, size is ", n[2], ", and the grid has ", n[0], " rows of ", n[1],
                        " squares: which pixel of which square is this?"));
  }
}

void test_prediction() {
  const double yours = exercise::predicted_weights();
  expect(yours != 49 * 49, "the class token is missing: it is one more vector");
  expect(yours != 50 * 49, "each vector attends to itself, too");
  expect(yours != 50, "that is the number of vectors; each of them has a weight for each of them");
  expect_predicted("the number of weights", yours, 50 * 50, 0);
}

}  // namespace

int main() {
  Exercise exercise("Exercise 20: Images");
  exercise.task("1. convolve: one kernel over a picture", test_convolve);
  exercise.task("2. cut: a picture in squares", test_cut);
  exercise.task("3. a prediction", test_prediction);
  return exercise.finish();
}
