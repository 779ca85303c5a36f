// Your code goes here. Each function says that it is still to be written, until you
// replace that line.
#include "tutorials/24-graphs/exercise/exercise.h"

#include "tensor/creation.h"
#include "tutorials/exercise.h"

namespace heed::exercise {

// zeros(scores.shape()) makes the result; weights.at(i, j) = ... changes an entry. Sum exp(score) over the neighbours only:
// which nodes are in the sum, and along which axis does it go? What do you divide by if a node has no neighbours?
Tensor neighbour_weights(const Tensor& scores, const Tensor& neighbours) { not_written("neighbour_weights"); }

// Which step's return do you know without any other? Begin there. A reward counts for the steps before it, never for
// those after it.
std::vector<double> returns(const std::vector<double>& rewards, double discount) { not_written("returns"); }

// How many steps lie between the first step and the fifth?
double predicted_return() { not_written("predicted_return"); }

}  // namespace heed::exercise
