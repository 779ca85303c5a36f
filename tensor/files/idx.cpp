// The layout:   0 0 type axes  size of each axis (4 bytes, the highest first)  values
// The type of unsigned bytes is 0x08.
#include "tensor/files/idx.h"

#include "tensor/files/file.h"
#include "tensor/ground/error.h"

#include <string_view>

namespace heed {
namespace {

unsigned char byte_at(std::string_view bytes, std::size_t i) { return static_cast<unsigned char>(bytes[i]); }

std::uint32_t read_big_endian(std::string_view bytes, std::size_t begin) {
  std::uint32_t number = 0;
  for (std::size_t i = begin; i < begin + 4; ++i) number = number << 8 | byte_at(bytes, i);
  return number;
}

}  // namespace

IdxBytes load_idx(const std::string& path) {
  const std::string file = read_file(path), where = text("cannot load '", path, "': ");
  if (file.starts_with("\x1f\x8b")) fail(where, "the file is compressed; unpack it first, with gunzip");
  if (file.size() < 4 || byte_at(file, 0) != 0 || byte_at(file, 1) != 0)
    fail(where, "not an IDX file: it does not begin with two zero bytes, a type and a number of axes");
  if (byte_at(file, 2) != 0x08) {
    fail(where, "its values have type ", static_cast<int>(byte_at(file, 2)),
         "; only type 8, unsigned bytes, is read");
  }
  const std::size_t axes = byte_at(file, 3), header = 4 + 4 * axes;
  if (axes < 1 || axes > 8) fail(where, "it has ", axes, " axes; 1 to 8 are read");
  if (file.size() < header) fail(where, "the file ends within its header");
  const std::size_t available = file.size() - header;

  // The product of the sizes may not fit into a number. So the sizes are compared with what the file has: without an
  // axis of size 0, the product grows with each axis, and as soon as it exceeds the file, the file is too short.
  IdxBytes result;
  bool empty = false, too_short = false;
  std::size_t needed = 1;
  for (std::size_t axis = 0; axis < axes; ++axis) {
    const std::size_t size = read_big_endian(file, 4 + 4 * axis);
    result.sizes.push_back(static_cast<Index>(size));
    if (size == 0)
      empty = true;
    else if (needed > available / size)
      too_short = true;
    else
      needed *= size;
  }
  if (empty) needed = 0;
  if (too_short && !empty) {
    fail(where, "the file is too short: it has ", available, " values, fewer than its sizes demand");
  }
  if (needed != available) fail(where, "its sizes demand ", needed, " values, but the file has ", available);
  result.values.assign(file.begin() + static_cast<std::ptrdiff_t>(header), file.end());
  return result;
}

}  // namespace heed
