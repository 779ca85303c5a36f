// Log-mel features: a sound as a picture of its frequencies over time, in the form in which speech recognition reads it.
//
//     window      a short piece of the sound, faded in and out (Hann), every `hop` samples
//     spectrum    the power at each frequency, by fft
//     mel bands   sums over ranges of frequencies that are as far apart as the ear hears them
//     logarithm   because the ear hears ratios
#pragma once

#include "tensor/tensor.h"

#include <vector>

namespace heed {

struct LogMelOptions {
  Index rate = 8000;   // samples per second of the sound
  Index window = 256;  // samples; a power of two
  Index hop = 80;      // samples from one window to the next
  Index bands = 40;
  double floor = 1e-6;  // added to the power of each band, so that silence is not minus infinity
};

// The mel scale (Stevens, Volkmann and Newman, 1937; this formula: O'Shaughnessy, 1987), and back:
// mel = 2595 log10(1 + hertz / 700).
double mel_of_hertz(double hertz);
double hertz_of_mel(double mel);

// One triangle for each band, (bands, window / 2 + 1): 0 at the centres of the two neighbouring bands, 1 at its own centre. The
// centres have equal distances in mel, from 0 to half the rate. Throws if an option is outside its range, or a band is
// so narrow that no frequency of the spectrum falls into it.
Tensor mel_filters(const LogMelOptions& options);

// The features of a sound, (frames, bands). Frame t begins at sample t · hop; only whole windows count, but a shorter sound
// is filled up with silence to one window. Throws as above, and if there are no samples.
Tensor log_mel(const std::vector<double>& samples, const LogMelOptions& options = {});

}  // namespace heed
