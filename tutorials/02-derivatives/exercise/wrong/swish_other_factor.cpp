// expect: one term is missing
#define swish right_swish
#include "tutorials/02-derivatives/exercise/solution.cpp"
#undef swish

namespace heed::exercise {

Variable swish(const Variable& x) {
  const Tensor s = sigmoid(x.value()), y = x.value() * s;
  return record("swish", y, Edge{x, [s = Saved(s), y = Saved(y)](const Tensor& grad) {
                                   return grad * y.get() * (1 - s.get());
                                 }});
}

}  // namespace heed::exercise
