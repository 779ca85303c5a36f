// Tests the exercise of lesson 06 and says in words what is missing.
#include "nn/attention/scores.h"
#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/06-query-key-value/exercise/exercise.h"
#include "tutorials/exercise.h"

#include <cmath>

using namespace heed;

namespace {

// The library's attention, for one query or many, with or without the scale.
Tensor library_attend(const Tensor& Q, const Tensor& K, const Tensor& V, bool scaled) {
  const Variable q = unsqueeze(Q, 0), k = unsqueeze(K, 0), v = unsqueeze(V, 0);
  const Attended result = scaled ? ScaledDotAttention()(q, k, v) : DotAttention()(q, k, v);
  return select(result.output.value(), 0, 0);
}

void test_read() {
  const Tensor K = tensor({{0, 0}, {2, 1}, {1, 2}}), V = tensor({{10, 0, 0}, {0, 10, 0}, {0, 4, 10}});
  const Tensor q = tensor({1, 0});
  const Tensor yours = exercise::read(q, K, V);
  const auto is = [&](const Tensor& other) {
    return yours.defined() && yours.shape() == other.shape() && all_close(yours, other, 1e-3, 1e-6);
  };
  expect(!is(tensor({10, 14, 10})),
         "every value is taken whole: each weight is 1. Divide each e^score by the sum of all e^score");
  const Tensor scores = sum(q * K, -1, keep_axis);
  expect(!is(sum(exp(scores) * V, 0)),
         "your weights do not sum to 1: divide each e^score by the sum of all e^score");
  expect(!is(sum(scores * V, 0)),
         "the weights are the scores themselves; each should be e^score, divided by their sum");
  expect_close("your answer to the lesson's question", yours, tensor({0.9003, 7.6313, 2.4473}));
  Rng rng(1);
  const Tensor keys = random_normal({7, 4}, rng), values = random_normal({7, 2}, rng);
  const Tensor query = random_normal({4}, rng);
  expect_close(
      "your answer with 7 keys of size 4 and values of size 2", exercise::read(query, keys, values),
      select(library_attend(unsqueeze(query, 0), keys, values, false), 0, 0),
      "The lesson's numbers are right: is a size hard-coded where you should use keys.size(0) or the like?");
}

void test_attend() {
  Rng rng(2);
  const Tensor Q = random_normal({5, 4}, rng), K = random_normal({3, 4}, rng), V = random_normal({3, 2}, rng);
  const Tensor yours = exercise::attend(Q, K, V);
  const auto is = [&](const Tensor& other) {
    return yours.shape() == other.shape() && all_close(yours, other, 1e-3, 1e-6);
  };
  expect(yours.defined(), "attend() returns an empty Tensor()");
  expect(!is(library_attend(Q, K, V, false)), "the scores are not divided by the square root of d_k = 4");
  const Tensor scores = matmul(Q, transpose(K)) / 2.0;
  expect(!is(matmul(transpose(softmax(transpose(scores))), V)),
         "your weights sum to 1 over the queries; the weights of each query should sum to 1 over the keys");
  expect(!is(matmul(scores, V)),
         "you multiply the values by their scores; turn the scores into weights first");
  expect_close("your answer to 5 queries over 3 keys", yours, library_attend(Q, K, V, true));
  for (int round = 0; round < 10; ++round) {
    const std::vector<Index> size = different_sizes(4, rng);  // m, n, d_k and d_v
    const Tensor q = random_normal({size[0], size[2]}, rng), k = random_normal({size[1], size[2]}, rng);
    const Tensor v = random_normal({size[1], size[3]}, rng);
    expect_close(text("your answer to ", size[0], " queries over ", size[1], " keys"),
                 exercise::attend(q, k, v), library_attend(q, k, v, true));
    const Tensor query = select(q, 0, 0);
    expect_close(text("read() of the first of them"), exercise::read(query, k, v),
                 select(library_attend(q, k, v, false), 0, 0));
  }
}

void test_gap() {
  for (const Index n : {2, 3, 300}) {
    for (const double share : {0.1, 0.5, 0.99}) {
      Tensor scores = zeros({n});
      scores.at(0) = static_cast<Scalar>(exercise::gap_for(n, share));
      const double got = static_cast<double>(softmax(scores)(0));
      expect(std::abs(got - share) < 1e-4,
             text("among ", n, " keys, your gap of ", exercise::gap_for(n, share), " gives the weight ", got,
                  " instead of ", share));
    }
  }
}

void test_prediction() {
  expect_predicted("the fox's weight after adding 100 to every score",
                   exercise::predicted_weight_of_the_fox(),
                   static_cast<double>(softmax(tensor({100, 102, 101}))(1)), 0.01);
}

}  // namespace

int main() {
  Exercise exercise("Exercise 06: query, key, value");
  exercise.task("1. read: one query, with loops", test_read);
  exercise.task("2. attend: many queries, as matrices", test_attend);
  exercise.task("3. gap_for: how large must the gap be?", test_gap);
  exercise.task("4. a prediction", test_prediction);
  return exercise.finish();
}
