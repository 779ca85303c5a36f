// Numbers as bytes of a file, little-endian: the common part of the two tensor formats, .npy and .safetensors.
#pragma once

#include "tensor/tensor.h"

#include <string>
#include <string_view>
#include <vector>

namespace heed {

// Read and write an unsigned number of at most 8 bytes, the lowest byte first. Throw if it has more.
std::uint64_t read_little_endian(std::string_view bytes);
std::string write_little_endian(std::uint64_t number, std::size_t width);

// Makes a tensor from its values in row-major order. Each has `width` bytes, 4 (float32) or 8 (float64), and is
// rounded to Scalar. Throws for another width, and unless bytes.size() is shape.numel() * width.
Tensor tensor_from_bytes(const Shape& shape, std::string_view bytes, std::size_t width);

// The bytes of a contiguous tensor, without a copy: valid as long as its storage. They are float32 or, in the
// double build, float64. Throws if the tensor is not contiguous.
std::string_view bytes_of(const Tensor& contiguous);

// The shape with these sizes, which come from a file that may be damaged. Throws an error that opens with
// `where` for a negative size, too many axes, or more elements than fit into memory.
Shape shape_from_file(const std::string& where, const std::vector<Index>& sizes);

}  // namespace heed
