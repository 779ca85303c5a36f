// expect: the BLEU of halves
#define predicted_bleu right_predicted_bleu
#include "tutorials/15-translation/exercise/solution.cpp"
#undef predicted_bleu

namespace heed::exercise {

double predicted_bleu() { return 50; }

}  // namespace heed::exercise
