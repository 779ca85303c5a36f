#include "tensor/files/bytes.h"

#include "tensor/creation.h"
#include "tensor/ground/error.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

namespace heed {

static_assert(std::endian::native == std::endian::little,
              "files are read and written without swapping bytes");

namespace {

void check_width(const char* operation, std::size_t width) {
  if (width > sizeof(std::uint64_t)) fail(operation, ": a number has at most 8 bytes, not ", width);
}

}  // namespace

std::uint64_t read_little_endian(std::string_view bytes) {
  check_width("read_little_endian", bytes.size());
  std::uint64_t number = 0;
  std::memcpy(&number, bytes.data(), bytes.size());
  return number;
}

std::string write_little_endian(std::uint64_t number, std::size_t width) {
  check_width("write_little_endian", width);
  std::string bytes(width, '\0');
  std::memcpy(bytes.data(), &number, width);
  return bytes;
}

namespace {

template <class Number>
Tensor convert(const Shape& shape, std::string_view bytes) {
  Tensor out = empty(shape);
  Scalar* const to = out.mutable_data();
  for (std::size_t i = 0; i < bytes.size() / sizeof(Number); ++i) {
    Number number;  // the bytes need not be aligned
    std::memcpy(&number, bytes.data() + i * sizeof(Number), sizeof(Number));
    to[i] = static_cast<Scalar>(number);
  }
  return out;
}

}  // namespace

Tensor tensor_from_bytes(const Shape& shape, std::string_view bytes, std::size_t width) {
  if (width != sizeof(float) && width != sizeof(double))
    fail("tensor_from_bytes: a number has 4 or 8 bytes, not ", width);
  if (bytes.size() != static_cast<std::size_t>(shape.numel()) * width)
    fail("tensor_from_bytes: ", bytes.size(), " bytes for shape ", shape, " with ", width,
         " bytes per number");
  return width == sizeof(float) ? convert<float>(shape, bytes) : convert<double>(shape, bytes);
}

std::string_view bytes_of(const Tensor& contiguous) {
  require_defined("bytes_of", contiguous);
  if (!contiguous.is_contiguous())
    fail("bytes_of: a tensor of shape ", contiguous.shape(), " is not contiguous; use its contiguous()");
  return {reinterpret_cast<const char*>(contiguous.data()),
          static_cast<std::size_t>(contiguous.numel()) * sizeof(Scalar)};
}

Shape shape_from_file(const std::string& where, const std::vector<Index>& sizes) {
  if (sizes.size() > Shape::max_rank) {
    fail(where, "the shape has ", sizes.size(), " axes, but a tensor has at most ", Shape::max_rank);
  }
  Shape shape = Shape::filled(static_cast<int>(sizes.size()), 0);
  Index room = std::numeric_limits<Index>::max() / 16;
  for (std::size_t axis = 0; axis < sizes.size(); ++axis) {
    if (sizes[axis] < 0) fail(where, "the shape has the negative size ", sizes[axis]);
    if (sizes[axis] > room) fail(where, "the shape claims more elements than fit into memory");
    room /= std::max(sizes[axis], Index{1});
    shape[static_cast<int>(axis)] = sizes[axis];
  }
  return shape;
}

}  // namespace heed
