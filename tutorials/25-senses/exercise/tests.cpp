// Tests the exercise of lesson 25 and says in words what is missing.
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/random.h"
#include "tensor/views.h"
#include "tutorials/25-senses/exercise/exercise.h"
#include "tutorials/exercise.h"

#include <cmath>
#include <functional>

using namespace heed;

namespace {

bool is(const Tensor& yours, const Tensor& other) {
  return yours.defined() && yours.shape() == other.shape() && all_close(yours, other, 1e-3, 1e-5);
}

void test_read_again() {
  Rng rng(1);
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> size = different_sizes(2, rng);  // patches and entries
    const Tensor query = random_normal({size[1]}, rng), patches = random_normal({size[0], size[1]}, rng);
    const auto scores = [&](const Tensor& q) { return squeeze(matmul(patches, unsqueeze(q, 1)), 1); };
    const auto sum_by = [&](const Tensor& w) { return squeeze(matmul(unsqueeze(w, 0), patches), 0); };
    const auto found = [&](const Tensor& q) { return sum_by(softmax(scores(q))); };
    const Tensor once = exercise::read_again(query, patches, 1);
    expect(!is(once, query + sum_by(scores(query))), "the softmax is missing: your weights do not sum to 1");
    expect(!is(once, found(query)), "what has been read is added to the query; you lose the question");
    expect_close("your query after one read", once, query + found(query));
    const Tensor twice = exercise::read_again(query, patches, 2), first = query + found(query);
    expect(!is(twice, first + found(query)),
           "your second read asks the first question again; it must ask with the new query");
    expect(!is(twice, first), "you read once, whatever `reads` says");
    expect_close("your query after two reads", twice, first + found(first));
    expect(is(exercise::read_again(query, patches, 0), query), "without a read, the query stays as it is");
  }
}

void test_blind_share() {
  const std::vector<std::string> questions = {"colour", "colour", "colour", "count",
                                              "count",  "count",  "count"};
  const std::vector<std::string> answers = {"red", "red", "blue", "2", "1", "1", "1"};
  const double yours = exercise::blind_share(questions, answers);
  const auto near = [&](double other) { return std::abs(yours - other) < 1e-6; };
  expect(!near(3.0 / 7),
         "you give one answer to all questions; count the answers of each question separately");
  expect(!near((2.0 / 3 + 3.0 / 4) / 2),
         "you take the mean over the questions; those that are asked more often count more");
  expect(!near(5), "you count the right answers; divide by the number of questions");
  expect(!near(2.5), "you divide by the number of different questions; divide by all that were asked");
  expect(near(5.0 / 7), text("your share is ", yours, " and should be 5 / 7"));
}

void test_times_chance() {
  const Tensor weights = tensor({0.1, 0.4, 0.2, 0.2, 0.1});
  const double yours = exercise::times_chance(weights, {false, true, false, true, false});
  const auto near = [&](double other) { return std::abs(yours - other) < 1e-4; };
  expect(!near(0.6), "you return the weight; divide by what equal weights would give");
  expect(!near(3), "you divide by the share of one patch; the object has two of the five");
  expect(!near(0.3), "you divide by the number of patches; divide by their share");
  expect(near(1.5), text("your answer is ", yours, " and should be 1.5: a weight of 0.6 on 2 patches of 5"));
}

void test_prediction() {
  expect(std::abs(exercise::predicted_zeros() - 0.75) > 1e-6,
         "that is how often one object is not red; the answer is \"0\" only if none of the three is");
  expect_predicted("the share of scenes without a red thing", exercise::predicted_zeros(), 27.0 / 64, 0.02);
}

}  // namespace

int main() {
  Exercise exercise("Exercise 25: More than one modality");
  exercise.task("1. read_again", test_read_again);
  exercise.task("2. blind_share: without the picture", test_blind_share);
  exercise.task("3. times_chance", test_times_chance);
  exercise.task("4. a prediction", test_prediction);
  return exercise.finish();
}
