// The layout:   "\x93NUMPY"  major minor  header length (2 bytes; 4 from version 2 on)  header  values
// The header is a Python dictionary, {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }, followed by
// spaces and a newline, so that the values begin at a multiple of 64 bytes.
#include "tensor/files/npy.h"

#include "tensor/files/bytes.h"
#include "tensor/files/file.h"
#include "tensor/ground/error.h"

#include <charconv>
#include <set>

namespace heed {
namespace {

constexpr std::string_view magic = "\x93NUMPY";

class Header {
 public:
  std::string dtype;
  std::string fortran_order;  // "True" or "False"
  std::vector<Index> sizes;

  Header(std::string_view text, const std::string& where) : rest_(text), where_(where) {
    std::set<std::string> keys;
    expect('{');
    while (!take('}')) {
      const std::string key = quoted();
      if (!keys.insert(key).second) malformed();
      expect(':');
      if (key == "descr") {
        if (take('[')) fail(where_, "a structured array; only plain float32 and float64 are read");
        dtype = quoted();
      } else if (key == "fortran_order") {
        skip_space();
        fortran_order = take_while([](char c) { return c >= 'A' && c <= 'z'; });
      } else if (key == "shape") {
        sizes = numbers();
      } else {
        malformed();
      }
      if (!take(',')) {
        expect('}');
        break;
      }
    }
    if (dtype.empty() || !keys.count("shape") || (fortran_order != "True" && fortran_order != "False"))
      malformed();
  }

 private:
  [[noreturn]] void malformed() const { fail(where_, "its header is malformed"); }

  void skip_space() {
    take_while([](char c) { return c == ' ' || c == '\n'; });
  }
  bool take(char wanted) {
    skip_space();
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char wanted) {
    if (!take(wanted)) malformed();
  }
  std::string take_while(auto belongs) {
    std::string taken;
    for (; !rest_.empty() && belongs(rest_.front()); rest_.remove_prefix(1)) taken += rest_.front();
    return taken;
  }
  std::string quoted() {
    const char quote = take('"') ? '"' : '\'';
    if (quote == '\'') expect(quote);
    std::string word = take_while([=](char c) { return c != quote; });
    expect(quote);
    return word;
  }
  std::vector<Index> numbers() {  // a tuple: (), (5,), (2, 3), or (2L, 3L) from Python 2
    std::vector<Index> result;
    expect('(');
    while (!take(')')) {
      skip_space();
      Index number = 0;
      const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), number);
      if (error != std::errc()) malformed();
      rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
      if (rest_.starts_with('L')) rest_.remove_prefix(1);
      result.push_back(number);
      if (!take(',')) {
        expect(')');
        break;
      }
    }
    return result;
  }

  std::string_view rest_;
  const std::string& where_;
};

}  // namespace

void save_npy(const std::string& path, const Tensor& x) {
  require_defined("save_npy", x);
  const Tensor rows = x.contiguous();
  std::string header =
      text("{'descr': '<f", sizeof(Scalar), "', 'fortran_order': False, 'shape': ", x.shape(), ", }");
  constexpr std::size_t prefix = magic.size() + 2 + 2;
  header.append(63 - (prefix + header.size()) % 64, ' ');
  header += '\n';
  const std::string start = std::string(magic) + '\1' + '\0' + write_little_endian(header.size(), 2) + header;
  write_file(path, {start, bytes_of(rows)});
}

Tensor load_npy(const std::string& path) {
  const std::string file = read_file(path), where = text("cannot load '", path, "': ");
  std::string_view rest = file;
  const auto take = [&](std::size_t count) {
    if (count > rest.size()) fail(where, "the file ends within its header");
    const std::string_view taken = rest.substr(0, count);
    rest.remove_prefix(count);
    return taken;
  };
  if (!file.starts_with(magic)) fail(where, "not an .npy file: it does not begin with \\x93NUMPY");
  take(magic.size());
  const int version = take(2)[0];
  if (version < 1 || version > 3) fail(where, "version ", version, " of the .npy format is unknown");
  const Header header(take(read_little_endian(take(version == 1 ? 2 : 4))), where);

  const std::size_t width = header.dtype == "<f4" ? 4 : header.dtype == "<f8" ? 8 : 0;
  if (width == 0) {
    fail(where, "its values have type '", header.dtype,
         "'; only '<f4' (float32) and '<f8' (float64) are read: convert with array.astype('float32')");
  }
  if (header.fortran_order == "True") {
    fail(where, "its values are in Fortran order; save numpy.ascontiguousarray(array) instead");
  }
  const Shape shape = shape_from_file(where, header.sizes);
  const std::size_t expected = static_cast<std::size_t>(shape.numel()) * width;
  if (rest.size() != expected) {
    fail(where, "shape ", shape, " needs ", expected, " bytes of values, but the file has ", rest.size());
  }
  return tensor_from_bytes(shape, rest, width);
}

}  // namespace heed
