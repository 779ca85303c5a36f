// Tests the exercise of lesson 22 and says in words what is missing.
#include "tutorials/22-pictures/exercise/exercise.h"
#include "tutorials/exercise.h"

#include <cmath>

using namespace heed;

namespace {

void test_bits() {
  const std::vector<Token> pixels = {1, 0, 0, 1};
  const std::vector<double> white = {0.5, 0.75, 0.5, 0.25};  // 1 + 2 + 1 + 2 bits
  const double yours = exercise::bits_per_pixel(pixels, white);
  const auto near = [&](double other) { return std::abs(yours - other) < 1e-6; };
  expect(!near(6), "you add the bits up; the mean over the pixels is wanted");
  expect(!near(1.5 * std::log(2)),
         "these are nats: you took the natural logarithm; bits need the logarithm to base 2");
  const double all_white = -(std::log2(0.5) + std::log2(0.75) + std::log2(0.5) + std::log2(0.25)) / 4;
  expect(!near(all_white), "you use the probability of white for black pixels, too");
  expect(!near(-1.5), "the sign is wrong: a logarithm of a probability is negative, and bits are not");
  expect(!near(0.75), "you count the white pixels only; a black pixel costs bits, too");
  expect(near(1.5), text("your answer is ", yours, " and should be 1.5"));
}

void test_shifted() {
  const std::vector<Token> pixels = {1, 0, 0, 1, 1};
  const std::vector<Token> yours = exercise::shifted(pixels, 2);
  expect(yours != pixels, "your input has the pixels themselves: the model sees what it must predict");
  expect(yours != std::vector<Token>({2, 1, 0, 0, 1, 1}),
         "the last pixel is in your input; nothing is predicted after it");
  expect(yours != std::vector<Token>({0, 0, 1, 1, 2}),
         "you shift the wrong way: each input is the pixel after, not the one before");
  expect(yours == std::vector<Token>({2, 1, 0, 0, 1}),
         "your input should be `start`, and all pixels but the last");
}

void test_paint() {
  // White if the last pixel is black, surely: a pattern that only the new pixels can carry on.
  const auto other = [](const std::vector<Token>& so_far) {
    return so_far.empty() || so_far.back() == 0 ? 1.0 : 0.0;
  };
  Rng rng(1);
  const std::vector<Token> yours = exercise::paint({0}, 6, other, rng);
  expect(yours.size() != 7, "your picture has 7 pixels, not 6: the beginning counts, too");
  expect(yours.size() != 5, "the beginning is missing in your picture");
  expect(yours != std::vector<Token>({0, 1, 1, 1, 1, 1}),
         "you ask about the beginning again and again; ask about all pixels so far");
  expect(yours == std::vector<Token>({0, 1, 0, 1, 0, 1}),
         "your picture should be 0 1 0 1 0 1 here: each pixel the opposite of the one before");
  Rng mine(7), learners(7);
  const auto rare = [](const std::vector<Token>& so_far) { return so_far.size() % 2 == 0 ? 0.3 : 0.6; };
  std::vector<Token> right;
  while (right.size() < 40) right.push_back(mine.uniform() < rare(right) ? 1 : 0);
  const std::vector<Token> drawn = exercise::paint({}, 40, rare, learners);
  std::vector<Token> likeliest;
  while (likeliest.size() < 40) likeliest.push_back(rare(likeliest) > 0.5 ? 1 : 0);
  expect(drawn != likeliest,
         "you always take the likelier pixel; draw it, or all your pictures are the same");
  expect(drawn == right,
         "your picture is not the one that the random numbers say; is a pixel 1 if the number is *below* the "
         "probability?");
}

void test_prediction() {
  // 25 of 100 pixels are new, with one bit each.
  expect(std::abs(exercise::predicted_bits() - 25) > 0.5,
         "that is what the whole picture costs; the prediction is about one pixel");
  expect_predicted("the bits per pixel of wallpaper without noise", exercise::predicted_bits(), 0.25, 0.02);
}

}  // namespace

int main() {
  Exercise exercise("Exercise 22: Generating pictures");
  exercise.task("1. bits_per_pixel", test_bits);
  exercise.task("2. shifted", test_shifted);
  exercise.task("3. paint", test_paint);
  exercise.task("4. a prediction", test_prediction);
  return exercise.finish();
}
