// expect: the temperature: you predicted
#define predicted_temperature right_predicted_temperature
#include "tutorials/08-soft-and-hard/exercise/solution.cpp"
#undef predicted_temperature

namespace heed::exercise {

double predicted_temperature() { return std::log(9) / 2; }

}  // namespace heed::exercise
