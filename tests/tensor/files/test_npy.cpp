#include "tensor/elementwise.h"
#include "tensor/files/npy.h"
#include "tensor/ground/error.h"
#include "tests/tensor/helpers.h"

#include <cstring>

using namespace heed;
using namespace heed::testing;

namespace {

template <class Number>
std::string bytes_of(std::initializer_list<Number> numbers) {
  std::string bytes(numbers.size() * sizeof(Number), '\0');
  std::memcpy(bytes.data(), numbers.begin(), bytes.size());
  return bytes;
}

// A file with this header, as NumPy would write it.
std::string npy(std::string header, const std::string& numbers, char version = 1) {
  const std::size_t width = version == 1 ? 2 : 4;
  header.append(63 - (8 + width + header.size()) % 64, ' ');
  header += '\n';
  std::string length(width, '\0');
  length[0] = static_cast<char>(header.size());
  return std::string("\x93NUMPY") + version + '\0' + length + header + numbers;
}

void check_refused(const std::string& content, const std::string& reason) {
  const TemporaryFile file(content);
  CHECK_THROWS_WITH(load_npy(file.path()), "cannot load '" + file.path() + "': " + reason);
}

}  // namespace

TEST_CASE("tensors of any layout are saved to an .npy file and loaded unchanged") {
  Rng rng(1);
  for (const Shape& shape :
       {Shape{}, Shape{5}, Shape{2, 3}, Shape{2, 3, 4}, Shape{0, 3}, Shape{1, 1, 1, 1}}) {
    const Tensor x = random_normal(shape, rng);
    for (const Tensor& layout : layouts(x)) {
      const TemporaryFile file;
      save_npy(file.path(), layout);
      CHECK(all_equal(load_npy(file.path()), x));
    }
  }
}

TEST_CASE("an .npy file has the same bytes as NumPy's") {
  const TemporaryFile file;
  save_npy(file.path(), tensor({{1, 2, 3}, {4, 5, 6}}));
  const std::string dtype = sizeof(Scalar) == 4 ? "<f4" : "<f8";
  CHECK(file.read() == npy("{'descr': '" + dtype + "', 'fortran_order': False, 'shape': (2, 3), }",
                           bytes_of<Scalar>({1, 2, 3, 4, 5, 6})));
  CHECK(file.read().size() == 128 + 6 * sizeof(Scalar));
}

TEST_CASE("float32 and float64 load into either build, from all versions of the format") {
  for (char version : {'\1', '\2', '\3'}) {
    const TemporaryFile narrow(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }",
                                   bytes_of<float>({0.5f, -3}), version));
    const TemporaryFile wide(npy("{\"shape\":(1,2),\"fortran_order\":False,\"descr\":\"<f8\"}",
                                 bytes_of<double>({0.1, -3}), version));
    CHECK(all_equal(load_npy(narrow.path()), tensor({0.5, -3})));
    CHECK(all_equal(load_npy(wide.path()), tensor({{0.1, -3}})));
  }
  const TemporaryFile python_2(
      npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 1L), }", bytes_of<float>({0.5f, -3})));
  CHECK(all_equal(load_npy(python_2.path()), tensor({{0.5}, {-3}})));
}

TEST_CASE("a file that is not a readable .npy file is rejected with the reason") {
  const std::string numbers = bytes_of<float>({1, 2});
  CHECK_THROWS_WITH(load_npy("/nowhere/x.npy"), Catch::Contains("cannot read '/nowhere/x.npy': "));
  check_refused("hello", "not an .npy file: it does not begin with \\x93NUMPY");
  check_refused("\x93NUMPY", "the file ends within its header");
  check_refused(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", numbers).substr(0, 50),
                "the file ends within its header");
  check_refused(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", numbers, 9),
                "version 9 of the .npy format is unknown");
  check_refused(npy("{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }", numbers),
                "its values have type '<i8'; only '<f4' (float32) and '<f8' (float64) are read: convert with "
                "array.astype('float32')");
  check_refused(npy("{'descr': '>f4', 'fortran_order': False, 'shape': (2,), }", numbers),
                "its values have type '>f4'; only '<f4' (float32) and '<f8' (float64) are read: convert with "
                "array.astype('float32')");
  check_refused(npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }", numbers),
                "a structured array; only plain float32 and float64 are read");
  check_refused(npy("{'descr': '<f4', 'fortran_order': True, 'shape': (2,), }", numbers),
                "its values are in Fortran order; save numpy.ascontiguousarray(array) instead");
  check_refused(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", numbers),
                "shape (3,) needs 12 bytes of values, but the file has 8");
  check_refused(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", numbers),
                "shape (1,) needs 4 bytes of values, but the file has 8");
  check_refused(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }", numbers),
                "the shape has the negative size -2");
  check_refused(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296,4294967296), }", numbers),
                "the shape claims more elements than fit into memory");
  check_refused(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,2), }", numbers),
                text("the shape has 9 axes, but a tensor has at most ", Shape::max_rank));
  for (const char* header : {"", "{", "{}", "{'descr': '<f4'}", "{'descr': '<f4', 'fortran_order': False}",
                             "{'descr': '<f4', 'fortran_order': Maybe, 'shape': (2,)}",
                             "{'descr': '<f4', 'shape': (2,), 'colour': 1}",
                             "{'descr': '<f4', 'fortran_order': False, 'shape': (x,)}", "{'descr': '<f4",
                             "{'descr': '<f4', 'fortran_order': False, 'shape': (2L2,)}",
                             "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'shape': (2,)}",
                             "{'descr': '<f4', 'fortran_order': False, 'shape': (2"}) {
    check_refused(npy(header, numbers), "its header is malformed");
  }
}

TEST_CASE("a truncated .npy file or one with a flipped bit loads or is rejected, and never crashes") {
  const TemporaryFile file;
  save_npy(file.path(), tensor({{1, 2}, {3, 4}}));
  const std::string whole = file.read();
  for (std::size_t length = 0; length < whole.size(); ++length) {
    file.write(whole.substr(0, length));
    CHECK_THROWS_AS(load_npy(file.path()), Error);
  }
  std::size_t refused = 0;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = whole;
      damaged[i] = static_cast<char>(damaged[i] ^ (1 << bit));
      file.write(damaged);
      try {
        const Tensor x = load_npy(file.path());
        CHECK(x.numel() * static_cast<Index>(sizeof(float)) <= static_cast<Index>(whole.size()));
      } catch (const Error&) {
        ++refused;
      }
    }
  }
  CHECK(refused > 0);
}

TEST_CASE("saving to a folder that is not writable is an error, and leaves no file") {
  CHECK_THROWS_WITH(save_npy("/nowhere/x.npy", ones({2})),
                    Catch::Contains("cannot write '/nowhere/x.npy': "));
}
