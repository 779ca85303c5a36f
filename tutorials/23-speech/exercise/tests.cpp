// Tests the exercise of lesson 23 and says in words what is missing.
#include "nn/audio/fft.h"
#include "tensor/creation.h"
#include "tensor/ground/edit_distance.h"
#include "tensor/random.h"
#include "tutorials/23-speech/exercise/exercise.h"
#include "tutorials/exercise.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>

using namespace heed;

namespace {

using exercise::Complex;

bool is(const std::vector<Complex>& yours, const std::vector<Complex>& other) {
  if (yours.size() != other.size()) return false;
  for (std::size_t k = 0; k < yours.size(); ++k)
    if (std::abs(yours[k] - other[k]) > 1e-9) return false;
  return true;
}

void test_fourier() {
  Rng rng(1);
  expect(is(exercise::fourier({Complex(2, 3)}), {Complex(2, 3)}),
         "the transform of one number is this number");
  const std::vector<Complex> two = exercise::fourier({1, 2});
  expect(!is(two, {3, 3}),
         "your two halves are equal; in the second half, the turned odd part is subtracted");
  expect(!is(two, {3, 1}), "you exchange even and odd: element 0 is even");
  expect(is(two, {3, -1}), "the transform of 1, 2 is their sum and their difference: 3, -1");
  for (const std::size_t count : {4u, 16u, 64u}) {
    std::vector<Complex> x, mirrored;
    while (x.size() < count) x.emplace_back(rng.normal(), rng.normal());
    const std::vector<Complex> right = fft(x), yours = exercise::fourier(x);
    expect(yours.size() == count, text("you return ", yours.size(), " numbers, not ", count));
    // With e^(+...), the result is the right one in reverse order, from element 1 on.
    mirrored = right;
    std::reverse(mirrored.begin() + 1, mirrored.end());
    expect(!is(yours, mirrored), "your angle has the wrong sign: e^(-2 pi i k / N) turns clockwise");
    expect(is(yours, right), text("your transform of ", count,
                                  " random numbers is wrong; with 2 it is right, so look at the angle"));
  }
}

// The letters that are not in the longest common subsequence of a and b: the distance if there were no replacements.
Index without_replacements(const std::string& a, const std::string& b) {
  std::vector<std::vector<Index>> common(a.size() + 1, std::vector<Index>(b.size() + 1, 0));
  for (std::size_t i = 1; i <= a.size(); ++i)
    for (std::size_t j = 1; j <= b.size(); ++j)
      common[i][j] =
          a[i - 1] == b[j - 1] ? common[i - 1][j - 1] + 1 : std::max(common[i - 1][j], common[i][j - 1]);
  return static_cast<Index>(a.size() + b.size()) - 2 * common[a.size()][b.size()];
}

void test_edits() {
  const auto check = [](const std::string& a, const std::string& b, Index right) {
    const Index yours = exercise::edits(a, b);
    if (yours == right) return;
    expect(a != b,
           text("\"", a, "\", \"", b, "\": you say ", yours,
                ", but equal words need no change: replacing a letter by an equal one costs nothing"));
    Index different = std::abs(static_cast<Index>(a.size()) - static_cast<Index>(b.size()));
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) different += a[i] != b[i];
    expect(yours != different || different == right,
           text("\"", a, "\", \"", b,
                "\": you compare letters at equal positions; one missing letter moves all that follow"));
    expect(yours != without_replacements(a, b),
           text("\"", a, "\", \"", b, "\": you say ", yours, ", but it needs ", right,
                ": a replacement costs 1, not 2"));
    expect(yours <= right, text("\"", a, "\", \"", b, "\": you say ", yours, ", but ", right,
                                " are enough: have you forgotten insertions, or deletions?"));
    fail("\"", a, "\", \"", b, "\": you say ", yours, ", but it needs ", right);
  };
  check("", "", 0);
  check("cat", "cat", 0);
  check("", "abc", 3);
  check("abc", "", 3);
  check("cat", "at", 1);
  check("cat", "cut", 1);
  check("kitten", "sitting", 3);
  Rng rng(2);
  for (int round = 0; round < 50; ++round) {
    std::string a, b;
    for (Index i = rng.integer(8); i > 0; --i) a += static_cast<char>('a' + rng.integer(3));
    for (Index i = rng.integer(8); i > 0; --i) b += static_cast<char>('a' + rng.integer(3));
    check(a, b, edit_distance(a, b));
  }
}

void test_share() {
  Tensor weights = zeros({2, 5});
  const std::vector<double> values = {0.1, 0.4, 0.2, 0.2, 0.1, 0.05, 0.05, 0.1, 0.5, 0.3};
  for (Index i = 0; i < 10; ++i)
    weights.at(i / 5, i % 5) = static_cast<Scalar>(values[static_cast<std::size_t>(i)]);
  const double yours = exercise::share_on_time(weights, {0, 2, 4});
  const auto near = [&](double other) { return std::abs(yours - other) < 1e-4; };
  expect(!near(1.1), "you add the shares up; their mean is wanted");
  expect(!near(0.8), "you count the step at which the next letter begins, too");
  expect(!near(1), "you ask only where the largest weight is; add up the weights");
  expect(!near(0.22), "you divide by the number of steps; the mean over the letters is wanted");
  expect(near(0.55), text("your share is ", yours, " and should be 0.55"));
}

void test_prediction() {
  std::vector<double> wave;
  for (int n = 0; n < 256; ++n) wave.push_back(std::sin(2 * std::numbers::pi * 1000 * n / 8000));
  const std::vector<double> power = power_spectrum(wave);
  const auto largest = std::max_element(power.begin(), power.end()) - power.begin();
  expect_predicted("the largest line of a wave of 1000 hertz",
                   static_cast<double>(exercise::predicted_line()), static_cast<double>(largest), 0);
}

}  // namespace

int main() {
  Exercise exercise("Exercise 23: Speech");
  exercise.task("1. fourier: the fast transform", test_fourier);
  exercise.task("2. edits: letter errors", test_edits);
  exercise.task("3. share_on_time", test_share);
  exercise.task("4. a prediction", test_prediction);
  return exercise.finish();
}
