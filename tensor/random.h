// Rng: random numbers that are the same on every machine for the same seed, and tensors filled with them. The
// distributions of the standard library differ between machines, so these are our own: xoshiro256++ (Blackman
// and Vigna, 2019) for the bits, and arithmetic without contraction for the rest.
#pragma once

#include "tensor/tensor.h"

#include <array>
#include <string>
#include <vector>

namespace heed {

class Rng {
 public:
  explicit Rng(std::uint64_t seed = 0);

  std::uint64_t bits();                        // 64 random bits
  double uniform();                            // in [0, 1), a multiple of 2^-53
  double uniform(double low, double high);     // in [low, high)
  double normal();                             // mean 0, variance 1 (Marsaglia's polar method)
  Index integer(Index bound);                  // in [0, bound), all equally likely; bound > 0
  std::vector<Index> permutation(Index size);  // 0 ... size-1 in random order (Fisher and Yates)

  // An index drawn with probability proportional to its weight, such as the id of the next token from
  // softmax(logits).to_vector(). Throws if a weight is negative or NaN, and if the sum of the weights is
  // 0 or infinite.
  Index categorical(const std::vector<Scalar>& weights);

  // The whole state as a line of text; restoring it continues the same sequence.
  // Throws if the text is not a saved state.
  std::string save() const;
  void restore(const std::string& state);

 private:
  std::array<std::uint64_t, 4> state_;
  double spare_ = 0;  // the polar method makes two normal numbers at a time
  bool has_spare_ = false;
};

// Throws if the deviation is negative, and if it or the mean is not finite.
Tensor random_normal(const Shape& shape, Rng& rng, double mean = 0, double deviation = 1);
// In [low, high), rounded to Scalar. Throws unless low <= high, both finite.
Tensor random_uniform(const Shape& shape, Rng& rng, double low = 0, double high = 1);
// Glorot and Bengio (2010): uniform in +-sqrt(6 / (inputs + outputs)), a weight of shape (outputs, inputs).
Tensor glorot_uniform(Index outputs, Index inputs, Rng& rng);

// A generator without a state, to fill large tensors in parallel: element i of the stream `key` is always the
// same 32 bits. Two rounds of multiply and shift (a "murmur" finaliser), in 32-bit arithmetic that the
// compiler can vectorise.
inline std::uint32_t hash_bits(std::uint64_t key, std::uint32_t i) {
  std::uint32_t x = i * 0x9e3779b1u ^ static_cast<std::uint32_t>(key);
  x = (x ^ (x >> 16)) * 0x85ebca6bu;
  x = (x ^ (x >> 13)) + static_cast<std::uint32_t>(key >> 32);
  x = (x ^ (x >> 16)) * 0xc2b2ae35u;
  return x ^ (x >> 16);
}

}  // namespace heed
