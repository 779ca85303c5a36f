// A profile of some training steps, as a page: where their time goes.
#pragma once

#include "autograd/watch/profile.h"

#include <optional>
#include <string>

namespace heed {

class StepProfile {
 public:
  // Profiles 20 steps after the first 3, which are slower because caches and memory are cold, or fewer if
  // only `left` steps are left. Writes a placeholder page to `file` immediately, so that a file that cannot
  // be written is an error now and not later.
  StepProfile(const std::string& file, Index left);

  // To be called after each training step. After the last profiled step it writes the page and returns the
  // profile; otherwise it returns nothing.
  std::optional<ProfileReport> step();
  std::string title() const;  // "20 steps of training"

 private:
  std::string file_;
  Index before_, steps_, done_ = 0;
  std::optional<Profile> profile_;
};

}  // namespace heed
