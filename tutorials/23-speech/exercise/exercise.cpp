// Your code goes here. Each function says that it is still to be written, until you
// replace that line.
#include "tutorials/23-speech/exercise/exercise.h"

#include "tensor/views.h"
#include "tutorials/exercise.h"

#include <algorithm>
#include <numbers>

namespace heed::exercise {

// With one number, there is nothing to do. Otherwise, put the even elements into one vector and the odd elements into
// another, and transform both. The page has the two formulas that put them together. std::polar(1.0, angle) is e^(i angle);
// which sign has the angle? (A "Segmentation fault" means that your function calls itself without end.)
std::vector<Complex> fourier(const std::vector<Complex>& x) { not_written("fourier"); }

// Let D(i, j) be the answer for the first i letters of a and the first j letters of b. If one of them is 0, only insertions or
// deletions help. Otherwise the last step was a deletion, an insertion, or a replacement, which costs nothing if the two letters
// are equal. What does each of them cost, and from where?
Index edits(const std::string& a, const std::string& b) { not_written("edits"); }

// weights(t, step) is one weight, as a Scalar. begins has one entry more than there are letters.
double share_on_time(const Tensor& weights, const std::vector<Index>& begins) {
  not_written("share_on_time");
}

// k counts the periods in the window. How long does the window take, and how many periods fit into it?
Index predicted_line() { not_written("predicted_line"); }

}  // namespace heed::exercise
