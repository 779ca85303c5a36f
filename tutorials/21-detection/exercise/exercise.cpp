// Your code goes here. Each function says that it is still to be written, until you
// replace that line.
#include "tutorials/21-detection/exercise/exercise.h"

#include "tutorials/exercise.h"

#include <algorithm>

namespace heed::exercise {

// Where does the common part begin, and where does it end, along each axis? Two boxes that are apart along an axis have no
// common part: what does your width say then? And if they are apart along both axes?
double overlap(const Box& a, const Box& b) { not_written("overlap"); }

// std::next_permutation goes through all orders of {0, 1, ..., columns - 1}, beginning with the sorted one. In each order,
// row 0 takes the first column, row 1 the second one, and so on. costs(i, j) is one entry, and costs.size(0) the number of
// rows. Why is it not enough that each row in turn takes the cheapest column that is left?
std::vector<Index> cheapest(const Tensor& costs) { not_written("cheapest"); }

// How many slots can the first object take? And how many are left for the second?
double predicted_assignments() { not_written("predicted_assignments"); }

}  // namespace heed::exercise
