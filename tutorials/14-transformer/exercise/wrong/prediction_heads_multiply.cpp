// expect: the number of parameters of one encoder layer
#define predicted_parameters right_predicted_parameters
#include "tutorials/14-transformer/exercise/solution.cpp"
#undef predicted_parameters

namespace heed::exercise {

double predicted_parameters() {
  return 8 * 4 * (64 * 64 + 64) + (64 * 128 + 128) + (128 * 64 + 64) + 2 * (64 + 64);
}

}  // namespace heed::exercise
