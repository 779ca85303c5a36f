// The epochs whose models are kept to be averaged, with what decides which are the best.
#pragma once

#include "tensor/files/safetensors.h"
#include "tensor/ground/scalar.h"

#include <string>
#include <vector>

namespace heed {

struct KeptEpoch {
  Index epoch;
  double loss, score;  // of the validation
};

class KeptEpochs {
 public:
  void add(const KeptEpoch& epoch) { epochs_.push_back(epoch); }
  // Keeps the `count` best or last epochs, and returns the others.
  std::vector<Index> keep(Index count, bool best);
  std::vector<Index> epochs() const;  // in ascending order

  // "3 0.71 31.2;4 0.69 32.0". from_string() throws for a text that is not of this form, and for an epoch after `last`.
  std::string to_string() const;
  static KeptEpochs from_string(const std::string& text, Index last);

 private:
  std::vector<KeptEpoch> epochs_;
};

// The mean of the models' parameters, with the rest of the first file. Throws, naming the file, if one cannot be read
// or has other tensors than the first.
NamedTensors mean_of_models(const std::vector<std::string>& files);

}  // namespace heed
