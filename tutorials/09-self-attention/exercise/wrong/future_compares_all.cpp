// expect: you accuse a layer with the right mask
#define sees_the_future right_sees_the_future
#include "tutorials/09-self-attention/exercise/solution.cpp"
#undef sees_the_future

namespace heed::exercise {

bool sees_the_future(const std::function<Tensor(const Tensor& x)>& layer, Index time, Index size, Rng& rng) {
  const Tensor x = random_normal({time, size}, rng);
  const Tensor changed = concatenate({slice(x, 0, 0, time - 1), random_normal({1, size}, rng)}, 0);
  return !all_close(layer(changed), layer(x), 1e-4, 1e-5);
}

}  // namespace heed::exercise
