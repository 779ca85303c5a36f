// Dropout (Srivastava et al., 2014) as arithmetic: which elements are dropped is decided by a hash
// of the element's number, so a mask need not be stored to be used again in the backward pass.
#pragma once

#include "tensor/random.h"
#include "tensor/tensor.h"

namespace heed {

// Which elements of a tensor are dropped: each with the given probability. The same key drops the
// same elements each time. A key comes from Rng::bits().
struct DropoutMask {
  double probability = 0;  // at least 0 and below 1
  std::uint64_t key = 0;
};

namespace kernel {

// Throws "`operation` probability must be at least 0 and below 1" if it is not; returns it if it is.
double check_probability(const char* operation, double probability);

// m_i x / (1 - p) for element number i, where m_i is 0 with probability p, otherwise 1.
class Dropper {
 public:
  explicit Dropper(const DropoutMask& mask)
      : key_(mask.key),
        threshold_(static_cast<std::uint32_t>(check_probability("dropout: the", mask.probability) * 0x1p32)),
        factor_(static_cast<Scalar>(1 / (1 - mask.probability))) {}

  Scalar operator()(Scalar x, std::uint32_t i) const {
    return hash_bits(key_, i) >= threshold_ ? x * factor_ : Scalar{0};
  }

 private:
  std::uint64_t key_;
  std::uint32_t threshold_;
  Scalar factor_;
};

// y = m x / (1 - p): x of any shape, y of the same shape.
Tensor dropout(const Tensor& x, const DropoutMask& mask);
// dx = m dy / (1 - p).
Tensor dropout_adjoint(const Tensor& dy, const DropoutMask& mask);

}  // namespace kernel
}  // namespace heed
