// Rng: random numbers that are the same on every machine for the same seed. The standard library's
// distributions are not, so these are our own: xoshiro256++ (Blackman and Vigna, 2019) for the bits,
// arithmetic without contraction for the rest.
#pragma once

#include "tensor/scalar.h"

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
  Index integer(Index bound);                  // in [0, bound), each equally likely; bound > 0
  std::vector<Index> permutation(Index size);  // 0 ... size-1 in random order (Fisher and Yates)

  // The whole state as a line of text; restoring it continues the very same sequence. Throws on text that is
  // no state.
  std::string save() const;
  void restore(const std::string& state);

 private:
  std::array<std::uint64_t, 4> state_;
  double spare_ = 0;  // the polar method makes two normal numbers at a time
  bool has_spare_ = false;
};

// A stateless generator for filling large tensors in parallel: element i of stream `key` is always the same
// 32 bits.
std::uint32_t hash_bits(std::uint64_t key, std::uint32_t i);

}  // namespace heed
