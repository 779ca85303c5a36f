// Tensors as text, the way NumPy prints arrays:
//     [[ 1.    2.5   3.  ]
//      [-4.    5.    6.25]]
// Elements are written with up to four digits after the point, as many as needed. If they differ by a factor
// of more than a thousand, or are very large or small, all are written in the form 1.5e+10. A tensor of
// more than 1000 elements is shortened: three at each end of an axis are written, and ... between.
//
// `std::cout << x` is declared next to Tensor, Shape, TokenMatrix and Variable, so it needs no other header.
#pragma once

#include "tensor/shape.h"
#include "tensor/tensor.h"
#include "tensor/token_matrix.h"

#include <string>

namespace heed {

std::string to_string(const Tensor& x);

}  // namespace heed
