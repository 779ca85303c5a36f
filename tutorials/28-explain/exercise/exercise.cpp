// Your code goes here. Each function says that it is still to be written, until you
// replace that line.
#include "tutorials/28-explain/exercise/exercise.h"

#include "tutorials/exercise.h"

#include <cmath>

namespace heed::exercise {

// Go through all pairs i < j. What is the sign of (a_i - a_j)(b_i - b_j)? Count three things.
double tau(const std::vector<double>& a, const std::vector<double>& b) { not_written("tau"); }

// Make a copy of the review for each word, and erase one word from it.
std::vector<double> leave_one_out(const Words& review, const std::function<double(const Words&)>& margin) {
  not_written("leave_one_out");
}

// (1 - w) low + w high = wanted. What is w if wanted is nearly high?
double weight_of_high(double low, double high, double wanted) { not_written("weight_of_high"); }

// How many pairs do ten words have?
double predicted_tau() { not_written("predicted_tau"); }

}  // namespace heed::exercise
