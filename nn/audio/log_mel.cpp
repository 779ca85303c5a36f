#include "nn/audio/log_mel.h"

#include "nn/audio/fft.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/ground/error.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace heed {
namespace {

void check(const LogMelOptions& o) {
  if (o.rate < 1) fail("log_mel: the rate must be at least 1 sample per second, not ", o.rate);
  if (o.window < 2 || (o.window & (o.window - 1)) != 0)
    fail("log_mel: the window must be a power of two, at least 2 samples, not ", o.window);
  if (o.hop < 1) fail("log_mel: the hop must be at least 1 sample, not ", o.hop);
  if (o.bands < 1) fail("log_mel: there must be at least 1 band, not ", o.bands);
  if (!(o.floor > 0)) fail("log_mel: the floor must be above 0, not ", o.floor);
}

// (1 - cos(2 pi n / N)) / 2: the piece begins and ends at 0, so its ends make no frequencies that the sound does not have.
std::vector<double> hann(Index count) {
  std::vector<double> fade;
  for (Index n = 0; n < count; ++n)
    fade.push_back(
        (1 - std::cos(2 * std::numbers::pi * static_cast<double>(n) / static_cast<double>(count))) / 2);
  return fade;
}

}  // namespace

double mel_of_hertz(double hertz) { return 2595 * std::log10(1 + hertz / 700); }
double hertz_of_mel(double mel) { return 700 * (std::pow(10, mel / 2595) - 1); }

Tensor mel_filters(const LogMelOptions& options) {
  check(options);
  const double top = mel_of_hertz(static_cast<double>(options.rate) / 2);
  const auto edge = [&](Index i) {  // edge 0 is 0 hertz, edge bands + 1 is half the rate
    return hertz_of_mel(top * static_cast<double>(i) / static_cast<double>(options.bands + 1));
  };
  Tensor filters = zeros({options.bands, options.window / 2 + 1});
  for (Index band = 0; band < options.bands; ++band) {
    const double low = edge(band), centre = edge(band + 1), high = edge(band + 2);
    bool any = false;
    for (Index k = 0; k < filters.size(1); ++k) {
      const double hertz = static_cast<double>(k * options.rate) / static_cast<double>(options.window);
      const double height = std::min((hertz - low) / (centre - low), (high - hertz) / (high - centre));
      filters.at(band, k) = static_cast<Scalar>(std::max(height, 0.0));
      any = any || height > 0;
    }
    if (!any) {
      fail("mel_filters: ", options.bands, " bands are too many for a window of ", options.window,
           " samples: no frequency falls into band ", band);
    }
  }
  return filters;
}

Tensor log_mel(const std::vector<double>& samples, const LogMelOptions& options) {
  const Tensor filters = mel_filters(options);
  if (samples.empty()) fail("log_mel: the sound has no samples");
  const std::vector<double> fade = hann(options.window);
  const Index last = std::max<Index>(static_cast<Index>(samples.size()) - options.window, 0);
  std::vector<Tensor> power;
  for (Index begin = 0; begin <= last; begin += options.hop) {
    std::vector<double> piece(fade.size(), 0);
    for (std::size_t n = 0; n < piece.size(); ++n) {
      const std::size_t at = static_cast<std::size_t>(begin) + n;
      if (at < samples.size()) piece[n] = samples[at] * fade[n];
    }
    const std::vector<double> spectrum = power_spectrum(piece);
    power.push_back(from_values({filters.size(1)}, {spectrum.begin(), spectrum.end()}));
  }
  return log(matmul(stack(power, 0), transpose(filters)) + options.floor);
}

}  // namespace heed
