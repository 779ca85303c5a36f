#include "nn/audio/log_mel.h"
#include "tensor/creation.h"
#include "tensor/reduce.h"
#include "tests/catch.h"

#include <cmath>
#include <numbers>

using namespace heed;

namespace {

std::vector<double> wave(double hertz, double rate, std::size_t count) {
  std::vector<double> samples;
  for (std::size_t n = 0; n < count; ++n)
    samples.push_back(std::sin(2 * std::numbers::pi * hertz * static_cast<double>(n) / rate));
  return samples;
}

}  // namespace

TEST_CASE("the mel scale is nearly linear below 1000 hertz, and 1000 hertz are about 1000 mel", "[mel]") {
  CHECK(mel_of_hertz(0) == 0);
  CHECK(std::abs(mel_of_hertz(1000) - 999.9855) < 1e-3);
  for (const double hertz : {1.0, 440.0, 4000.0})
    CHECK(std::abs(hertz_of_mel(mel_of_hertz(hertz)) - hertz) < 1e-9 * hertz);
}

TEST_CASE("between the first and the last centre the mel filters share out each frequency", "[mel]") {
  const LogMelOptions options{.rate = 8000, .window = 512, .bands = 20};
  const Tensor filters = mel_filters(options);
  REQUIRE(filters.shape() == Shape{20, 257});
  const double step = mel_of_hertz(4000) / 21;
  for (Index k = 0; k < 257; ++k) {
    const double mel = mel_of_hertz(static_cast<double>(k) * 8000 / 512);
    double total = 0;
    for (Index band = 0; band < 20; ++band) {
      const double height = static_cast<double>(filters(band, k));
      const bool inside =
          mel > step * static_cast<double>(band) && mel < step * static_cast<double>(band + 2);
      CHECK((height > 0) == inside);
      total += height;
    }
    if (mel >= step && mel <= 20 * step) CHECK(std::abs(total - 1) < 1e-5);
  }
}

TEST_CASE("a wave is loudest in the band around its frequency", "[mel]") {
  const LogMelOptions options{.rate = 8000, .window = 256, .hop = 80, .bands = 24};
  const double step = mel_of_hertz(4000) / 25;
  for (const double hertz : {300.0, 1000.0, 2500.0}) {
    const Tensor features = log_mel(wave(hertz, 8000, 1000), options);
    const Index expected = static_cast<Index>(std::lround(mel_of_hertz(hertz) / step)) - 1;
    for (const Index band : argmax(features)) CHECK(std::abs(band - expected) <= 1);
  }
}

TEST_CASE("a frame for each whole window, and one for a sound that is shorter", "[mel]") {
  const LogMelOptions options{.window = 256, .hop = 80};
  CHECK(log_mel(std::vector<double>(256, 0.1), options).shape() == Shape{1, 40});
  CHECK(log_mel(std::vector<double>(335, 0.1), options).shape() == Shape{1, 40});
  CHECK(log_mel(std::vector<double>(336, 0.1), options).shape() == Shape{2, 40});
  CHECK(log_mel({0.5}, options).shape() == Shape{1, 40});
}

TEST_CASE("silence is the floor, and ten times the amplitude adds log 100", "[mel]") {
  const LogMelOptions options{.floor = 1e-6};
  for (const double value : log_mel(std::vector<double>(300, 0), options).to_doubles())
    CHECK(std::abs(value - std::log(1e-6)) < 1e-5);
  std::vector<double> quiet = wave(700, 8000, 256), loud = quiet;
  for (double& sample : loud) sample *= 10;
  const std::vector<double> low = log_mel(quiet).to_doubles(), high = log_mel(loud).to_doubles();
  const auto peak = std::max_element(low.begin(), low.end()) - low.begin();
  CHECK(std::abs(high[static_cast<std::size_t>(peak)] - low[static_cast<std::size_t>(peak)] - std::log(100)) <
        1e-3);
}

TEST_CASE("the window fades in and out, so a wave has no power far from its frequency", "[mel]") {
  // 1010 hertz are 32.32 periods in the window. Cut off sharply, such a wave leaks 1 / distance² of its power to distant
  // frequencies: about 1 in the last band, 80 lines away. With the Hann window it is 1 / distance⁶.
  const std::vector<double> bands = log_mel(wave(1010, 8000, 256), {.window = 256, .bands = 40}).to_doubles();
  CHECK(bands.back() < std::log(1e-4));
}
