// A program to stop in: test_debuggers.py looks at these variables in gdb and lldb.
#include "autograd/operations/arithmetic.h"
#include "autograd/operations/products.h"
#include "autograd/operations/reductions.h"
#include "tensor/creation.h"
#include "tensor/views.h"

#include <cstring>
#include <new>

using namespace heed;

// Memory that was never a T.
template <class T>
struct Garbage {
  alignas(T) unsigned char bytes[sizeof(T)];
  T& get() { return *reinterpret_cast<T*>(bytes); }
};

void stop_here() {}

int main() {
  [[maybe_unused]] const Shape shape{2, 3}, row{5}, single{};
  [[maybe_unused]] const Tensor matrix = tensor({{1, 2.5, 3}, {4, 5, 6}}), turned = transpose(matrix),
                                second = select(matrix, 0, 1), repeated = expand(tensor({7}), {2, 2}),
                                many = arange(20), none, empty = zeros({0, 3});
  Garbage<Tensor> raw_tensor, zero_tensor;
  Garbage<Variable> raw_variable;
  std::memset(raw_tensor.bytes, 0xA5, sizeof raw_tensor.bytes);
  std::memset(zero_tensor.bytes, 0, sizeof zero_tensor.bytes);
  std::memset(raw_variable.bytes, 0x11, sizeof raw_variable.bytes);
  [[maybe_unused]] const Tensor &garbage = raw_tensor.get(), &zeroed = zero_tensor.get();
  [[maybe_unused]] const Variable& wild = raw_variable.get();

  const Variable constant = matrix, weight = leaf(tensor({{1, 0, 2}})), undefined;
  const Variable product = linear(constant, weight), loss = sum(product * product), gone = sum(weight * 2);
  [[maybe_unused]] const Node &weight_node = *weight.node(), &node = *loss.node();
  gone.backward();
  stop_here();
  return 0;
}
