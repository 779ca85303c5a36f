// WAV: sound as samples, as in Microsoft's RIFF files. 16-bit PCM, the form of nearly every recording.
#pragma once

#include "tensor/ground/scalar.h"

#include <string>
#include <vector>

namespace heed {

struct Sound {
  Index rate = 0;               // samples per second
  std::vector<double> samples;  // from -1 to 1
  double seconds() const { return static_cast<double>(samples.size()) / static_cast<double>(rate); }
};

// Reads a file of 16-bit samples; of several channels, the mean. Chunks of other kinds are skipped. The file may be
// damaged: throws "cannot load 'PATH': REASON" if it is not such a file, is cut short, or contradicts itself.
Sound load_wav(const std::string& path);

// Writes one channel of 16-bit samples, all or nothing; a sample beyond -1 or 1 is written as -1 or 1. Throws if the rate
// is not from 1 to 1,000,000, a sample is NaN, or the file would be larger than its format can say (4 GB).
void save_wav(const Sound& sound, const std::string& path);

}  // namespace heed
