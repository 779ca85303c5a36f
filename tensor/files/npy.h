// .npy: NumPy's file format for one array (NumPy Enhancement Proposal 1), to exchange tensors with Python:
// numpy.load reads what save_npy writes, load_npy reads what numpy.save writes.
#pragma once

#include "tensor/tensor.h"

#include <string>

namespace heed {

// Writes float32, or float64 in the double build, in row-major order. All or nothing: see write_file.
void save_npy(const std::string& path, const Tensor& x);

// Reads little-endian float32 or float64 in row-major order. Throws "cannot load 'PATH': REASON" for anything
// else.
Tensor load_npy(const std::string& path);

}  // namespace heed
