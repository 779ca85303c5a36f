// What the heads of a trained solver do in the task "recall": scores, and what is left without a head.
#pragma once

#include "tutorials/26-abilities/mechanisms.h"

#include <vector>

namespace heed {

// Means over the heads' weights in recall, by layer and head.
struct HeadScore {
  Index layer, head;
  double previous;   // from each value to the key before it
  double induction;  // from each asked key to what came after it
};
std::vector<HeadScore> head_scores(const Solver& solver, const Examples& examples);

// [off]
// While it exists, these heads' parts of a layer's output matrix are 0: nothing of what they read is used.
class HeadsOff {
 public:
  HeadsOff(const Solver& solver, Index layer, const std::vector<Index>& heads, Index of);
  ~HeadsOff() { matrix_.copy_from(before_); }
  HeadsOff(const HeadsOff&) = delete;
  HeadsOff& operator=(const HeadsOff&) = delete;

 private:
  Tensor matrix_, before_;
};
// [/off]

}  // namespace heed
