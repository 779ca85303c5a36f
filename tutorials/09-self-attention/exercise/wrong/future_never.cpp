// expect: a layer without any mask passes
#define sees_the_future right_sees_the_future
#include "tutorials/09-self-attention/exercise/solution.cpp"
#undef sees_the_future

namespace heed::exercise {

bool sees_the_future(const std::function<Tensor(const Tensor& x)>& layer, Index time, Index size, Rng& rng) {
  const Tensor x = random_normal({time, size}, rng);
  return !all_close(layer(x), layer(x), 1e-4, 1e-5);
}

}  // namespace heed::exercise
