// Where tensors come from.
#pragma once

#include "tensor/random.h"
#include "tensor/tensor.h"

namespace heed {

Tensor empty(const Shape& shape);  // contents undefined: for kernels that fill it
Tensor zeros(const Shape& shape);
Tensor ones(const Shape& shape);
Tensor full(const Shape& shape, double value);
Tensor arange(double end);  // 0, 1, 2 ... below end
Tensor arange(double begin, double end,
              double step = 1);  // begin, begin + step ... below end (above, for step < 0)
Tensor tensor(std::initializer_list<NestedList> rows);  // tensor({{1, 2}, {3, 4}})
Tensor scalar(double value);                            // shape ()
Tensor from_values(const Shape& shape,
                   const std::vector<Scalar>& values);  // row-major; as many as the shape holds

Tensor random_normal(const Shape& shape, Rng& rng, double mean = 0, double deviation = 1);
Tensor random_uniform(const Shape& shape, Rng& rng, double low = 0,
                      double high = 1);  // in [low, high), rounded to Scalar
// Glorot and Bengio (2010): uniform in +-sqrt(6 / (inputs + outputs)), for a weight of shape (outputs,
// inputs).
Tensor glorot_uniform(Index outputs, Index inputs, Rng& rng);

}  // namespace heed
