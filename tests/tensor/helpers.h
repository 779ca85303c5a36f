// Helpers for the tests of the tensor floor: plain reference code that uses only strides, and layouts of the
// same elements in memory that only correct striding can read.
#pragma once

#include "tensor/creation.h"
#include "tensor/ground/threads.h"
#include "tensor/views.h"
#include "tests/catch.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <limits>
#include <numeric>
#include <unistd.h>

namespace heed::testing {

constexpr double epsilon = std::numeric_limits<Scalar>::epsilon();
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

using Place = std::vector<Index>;

// f(place) for each position of the shape, in row-major order.
template <class F>
void for_each_place(const Shape& shape, F f) {
  Place place(static_cast<std::size_t>(shape.rank()), 0);
  for (Index count = shape.numel(); count > 0; --count) {
    f(std::as_const(place));
    for (int axis = shape.rank() - 1; axis >= 0; --axis) {
      Index& i = place[static_cast<std::size_t>(axis)];
      if (++i < shape[axis]) break;
      i = 0;
    }
  }
}

// The element of x at an index of a shape that x broadcasts to: aligned at the last axis, and an axis of
// size 1 repeats.
inline Scalar number_at(const Tensor& x, const Place& place) {
  Index offset = 0;
  for (int axis = 0; axis < x.rank(); ++axis) {
    const Index i = place[place.size() - static_cast<std::size_t>(x.rank() - axis)];
    if (x.shape()[axis] != 1) offset += i * x.strides()[axis];
  }
  return x.data()[offset];
}

// The same elements as x in other layouts: as they are; with the order of the axes in memory reversed; and as
// every second element of a tensor that is otherwise full of NaN, which reveals a wrong read.
inline std::vector<Tensor> layouts(const Tensor& x) {
  std::vector<int> reversed(static_cast<std::size_t>(x.rank()));
  std::iota(reversed.rbegin(), reversed.rend(), 0);
  Shape wide = x.shape();
  for (int axis = 0; axis < x.rank(); ++axis) wide[axis] = 2 * wide[axis] + 1;
  Tensor sparse = full(wide, not_a_number);
  for (int axis = 0; axis < x.rank(); ++axis) sparse = slice(sparse, axis, 1, wide[axis], 2);
  sparse.copy_from(x);
  return {x, permute(permute(x, reversed).clone(), reversed), sparse};
}

// Small whole numbers, whose sums and products are exact in any order.
inline Tensor whole_numbers(const Shape& shape, Rng& rng, Index bound = 9) {
  Tensor x = empty(shape);
  for (Index i = 0; i < x.numel(); ++i) {
    x.mutable_data()[i] = static_cast<Scalar>(rng.integer(2 * bound + 1) - bound);
  }
  return x;
}

// Sets the number of threads for one test and puts the old number back.
struct Threads {
  explicit Threads(int count) : before(thread_count()) { set_thread_count(count); }
  ~Threads() { set_thread_count(before); }
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;
  int before;
};

// Whether f() gives the same bits with one, two and three threads.
template <class F>
bool same_bits_for_any_thread_count(F f) {
  const auto with = [&](int count) {
    const Threads set(count);
    return f().to_vector();
  };
  const std::vector<Scalar> one = with(1);
  return one == with(2) && one == with(3);
}

// The name of a file that does not exist yet and is removed at the end of the scope.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& content = "") {
    static int count = 0;
    path_ = (std::filesystem::temp_directory_path() /
             ("heed-test-" + std::to_string(getpid()) + "-" + std::to_string(count++)))
                .string();
    if (!content.empty()) write(content);
  }
  ~TemporaryFile() { std::remove(path_.c_str()); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  const std::string& path() const { return path_; }
  void write(const std::string& content) const {
    std::ofstream(path_, std::ios::binary)
        .write(content.data(), static_cast<std::streamsize>(content.size()));
  }
  std::string read() const {
    std::ifstream file(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  std::string path_;
};

}  // namespace heed::testing
