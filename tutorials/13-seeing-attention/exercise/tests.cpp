// Tests the exercise of lesson 13 and says in words what is missing.
#include "nn/text/alignment.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/views.h"
#include "tutorials/13-seeing-attention/exercise/exercise.h"
#include "tutorials/exercise.h"

#include <algorithm>
#include <cmath>

using namespace heed;

namespace {

std::vector<exercise::Link> as_pairs(const Alignment& alignment) {
  std::vector<exercise::Link> pairs;
  for (const Link& link : alignment) pairs.emplace_back(link.source, link.target);
  return pairs;
}

void test_links() {
  Rng rng(1);
  for (int round = 0; round < 20; ++round) {
    const std::vector<Index> size = different_sizes(2, rng);
    const Tensor weights = softmax(random_normal({size[0], size[1]}, rng, 0, 2));
    const std::vector<exercise::Link> yours = exercise::links(weights),
                                      right = as_pairs(strongest_links(weights));
    std::vector<exercise::Link> turned = right, columns = as_pairs(strongest_links(transpose(weights)));
    for (exercise::Link& link : turned) std::swap(link.first, link.second);
    for (exercise::Link& link : columns) std::swap(link.first, link.second);
    expect(yours != turned, "your links have the target word first; the source word comes first");
    std::sort(columns.begin(), columns.end());
    std::vector<exercise::Link> sorted = yours;
    std::sort(sorted.begin(), sorted.end());
    expect(
        sorted != columns || sorted ==
                                 [&] {
                                   auto r = right;
                                   std::sort(r.begin(), r.end());
                                   return r;
                                 }(),
        "you look for the largest weight of each source word; each target word has one link");
    expect(yours.size() == right.size(),
           text("there are ", size[0], " target words, and you have ", yours.size(), " links"));
    expect(yours == right, "a target word is not linked to the source word with its largest weight");
  }
}

void test_error() {
  const std::vector<exercise::Link> found = {{0, 0}, {1, 1}, {2, 1}},
                                    truth = {{0, 0}, {1, 1}, {2, 2}, {3, 3}, {4, 3}, {5, 4}};
  const double yours = exercise::alignment_error(found, truth);
  const auto is = [&](double other) { return std::abs(yours - other) < 1e-6; };
  expect(!is(4.0 / 9), "this is the share that is right, times two; the error is 1 minus that");
  expect(!is(1.0 / 3), "you count only the found links that are wrong; missing links are errors, too");
  expect(!is(2.0 / 3), "you count only the true links that were not found; wrong links are errors, too");
  expect(!is(7.0 / 9), "the factor 2 is missing: each right link is in both sets");
  expect(is(5.0 / 9), text("your error is ", yours, " and should be ", 5.0 / 9));
  expect(std::abs(exercise::alignment_error(truth, truth)) < 1e-9,
         "links against themselves have the error 0");
  expect(std::abs(exercise::alignment_error({{0, 1}}, {{1, 0}}) - 1) < 1e-9,
         "0-1 and 1-0 are different links: the first number is the source word");
}

void test_entropy() {
  const Tensor weights = tensor({{0.5, 0.5, 0, 0}, {0.25, 0.25, 0.25, 0.25}, {1, 0, 0, 0}});
  const double yours = exercise::entropy(weights), right = (std::log(2) + std::log(4)) / 3;
  const auto is = [&](double other) { return std::abs(yours - other) < 1e-5; };
  expect(!std::isnan(yours), "your entropy is not a number: 0 log 0 counts as 0");
  expect(!is(right * 3), "you add up the rows; the mean divides by their number");
  expect(!is(right * 3 / 4), "you divide by the number of source words; the mean is over the rows");
  expect(!is(-right), "the sign is wrong: an entropy is at least 0");
  expect(!is(right / std::log(2)), "this is in bits; nats use the natural logarithm");
  expect(is(right), text("your entropy is ", yours, " and should be ", right));
}

void test_prediction() {
  AlignmentError error;
  Alignment everything, truth;
  for (Index i = 0; i < 10; ++i) {
    truth.push_back({i, i});
    for (Index j = 0; j < 10; ++j) everything.push_back({i, j});
  }
  error.add(everything, truth);
  expect_predicted("the alignment error of all links", exercise::predicted_error(), error.rate(), 0.02);
}

}  // namespace

int main() {
  Exercise exercise("Exercise 13: Seeing attention");
  exercise.task("1. links: from weights to an alignment", test_links);
  exercise.task("2. alignment_error", test_error);
  exercise.task("3. entropy: does a head choose?", test_entropy);
  exercise.task("4. a prediction", test_prediction);
  return exercise.finish();
}
