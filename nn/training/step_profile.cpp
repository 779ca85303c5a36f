#include "nn/training/step_profile.h"

#include "nn/show/page.h"
#include "nn/show/profile_page.h"
#include "tensor/files/file.h"
#include "tensor/ground/error.h"

#include <algorithm>

namespace heed {

StepProfile::StepProfile(const std::string& file, Index left)
    : file_(file),
      before_(std::clamp(left - 1, Index{0}, Index{3})),
      steps_(std::clamp(left - before_, Index{1}, Index{20})) {
  write_file(file_, {show::html_page("Profile", "<p>Training has not reached the profiled steps yet.</p>")});
  if (before_ == 0) profile_.emplace();
}

std::string StepProfile::title() const {
  return text(steps_, steps_ == 1 ? " step" : " steps", " of training");
}

std::optional<ProfileReport> StepProfile::step() {
  ++done_;
  std::optional<ProfileReport> result;
  if (done_ == before_ + steps_) {
    result = profile_->report();
    profile_.reset();
    write_file(file_, {show::profile_page(title(), *result)});
  }
  if (done_ == before_) profile_.emplace();
  return result;
}

}  // namespace heed
