// expect: the fox's weight after adding 100
#define predicted_weight_of_the_fox right_predicted_weight_of_the_fox
#include "tutorials/06-query-key-value/exercise/solution.cpp"
#undef predicted_weight_of_the_fox

namespace heed::exercise {

double predicted_weight_of_the_fox() { return 1; }

}  // namespace heed::exercise
