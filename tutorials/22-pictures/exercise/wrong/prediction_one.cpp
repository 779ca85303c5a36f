// expect: the bits per pixel of wallpaper
#define predicted_bits right_predicted_bits
#include "tutorials/22-pictures/exercise/solution.cpp"
#undef predicted_bits

namespace heed::exercise {

double predicted_bits() { return 1; }

}  // namespace heed::exercise
