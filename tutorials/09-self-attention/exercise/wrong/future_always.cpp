// expect: you accuse a layer with the right mask
#define sees_the_future right_sees_the_future
#include "tutorials/09-self-attention/exercise/solution.cpp"
#undef sees_the_future

namespace heed::exercise {

bool sees_the_future(const std::function<Tensor(const Tensor& x)>&, Index, Index, Rng&) { return true; }

}  // namespace heed::exercise
