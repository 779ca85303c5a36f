// Tensors as text, the way NumPy prints arrays:
//     [[ 1.    2.5   3.  ]
//      [-4.    5.    6.25]]
// Up to four digits after the point, as many as the numbers need. When they differ by a factor of more than a
// thousand, or are very large or small, all are written as 1.5e+10. More than 1000 numbers are summarised:
// three at each end of an axis and ... between them.
#pragma once

#include "tensor/tensor.h"

#include <iosfwd>
#include <string>

namespace heed {

std::string to_string(const Tensor& x);
std::ostream& operator<<(std::ostream& out, const Tensor& x);

}  // namespace heed
