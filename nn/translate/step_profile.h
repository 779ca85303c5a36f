// Where the time of a training step goes: a profile of some steps, as a page.
#pragma once

#include "autograd/watch/profile.h"

#include <optional>
#include <string>

namespace heed {

class StepProfile {
 public:
  // Looks at 20 steps after the first 3, which find caches and memory cold, or at fewer when only `left` are
  // to come. Writes a page to `file` at once, to be replaced, so that a file that cannot be written is an
  // error now and not later.
  StepProfile(const std::string& file, Index left);

  // One more step is done. After the last one that it looks at it writes the page, and tells what it saw.
  std::optional<ProfileReport> step();
  std::string title() const;  // "20 steps of training"

 private:
  std::string file_;
  Index before_, steps_, done_ = 0;
  std::optional<Profile> profile_;
};

}  // namespace heed
