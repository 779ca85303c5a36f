// What a probe of the doctor finds.
#pragma once

#include <string>

namespace heed {

enum class Verdict { ok, look, wrong, not_examined };

struct Finding {
  Verdict verdict;
  std::string probe;     // "padding"
  std::string measured;  // "three tokens of padding change the logits by 0"
  std::string advice;    // what to do, and the option to change; "" if there is nothing to do
};

}  // namespace heed
