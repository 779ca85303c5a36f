// expect: you accuse a layer with the right mask
#define sees_the_future right_sees_the_future
#include "tutorials/09-self-attention/exercise/solution.cpp"
#undef sees_the_future

namespace heed::exercise {

bool sees_the_future(const std::function<Tensor(const Tensor& x)>& layer, Index time, Index size, Rng& rng) {
  const Tensor x = random_normal({time, size}, rng), before = layer(x);
  for (Index from = 0; from < time; ++from) {
    const Tensor changed = concatenate({slice(x, 0, 0, from), random_normal({time - from, size}, rng)}, 0);
    if (!all_close(slice(layer(changed), 0, 0, from + 1), slice(before, 0, 0, from + 1), 1e-4, 1e-5))
      return true;
  }
  return false;
}

}  // namespace heed::exercise
