// Numbers as the bytes of a file: little-endian, float32 or float64, whichever of the two this library is
// built for. What the two tensor formats, .npy and .safetensors, have in common.
#pragma once

#include "tensor/tensor.h"

#include <string>
#include <string_view>
#include <vector>

namespace heed {

// An unsigned number of bytes.size() <= 8 bytes, the lowest byte first.
std::uint64_t read_little_endian(std::string_view bytes);
std::string write_little_endian(std::uint64_t number, std::size_t width);

// A tensor from its numbers in row-major order, each `width` bytes: 4 (float32) or 8 (float64), rounded to
// Scalar where that is shorter. bytes.size() is shape.numel() * width.
Tensor tensor_from_bytes(const Shape& shape, std::string_view bytes, std::size_t width);

// The bytes of a contiguous tensor; they live as long as its storage.
std::string_view bytes_of(const Tensor& contiguous);

// The shape with these sizes. A file may claim anything: throws, opening with `where`, for a negative size,
// too many axes, or more numbers than memory can hold.
Shape shape_from_file(const std::string& where, const std::vector<Index>& sizes);

}  // namespace heed
