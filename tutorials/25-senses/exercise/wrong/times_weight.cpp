// expect: you return the weight
#define times_chance right_times_chance
#include "tutorials/25-senses/exercise/solution.cpp"
#undef times_chance

namespace heed::exercise {

double times_chance(const Tensor& weights, const std::vector<bool>& on_object) {
  double weight = 0, patches = 0;
  for (std::size_t i = 0; i < on_object.size(); ++i) {
    if (!on_object[i]) continue;
    weight += weights.to_doubles()[i];
    ++patches;
  }
  return weight + 0 * patches;
}

}  // namespace heed::exercise
