// .npy: NumPy's file format for one array (NumPy Enhancement Proposal 1), to exchange tensors with Python.
// numpy.load reads the files of save_npy, and load_npy reads the files of numpy.save.
#pragma once

#include "tensor/tensor.h"

#include <string>

namespace heed {

// Writes float32, or float64 in the double build, in row-major order. All or nothing, as write_file does.
void save_npy(const std::string& path, const Tensor& x);

// Reads little-endian float32 or float64 in row-major order.
// Throws "cannot load 'PATH': REASON" for any other content.
Tensor load_npy(const std::string& path);

}  // namespace heed
