// A limit on memory, for data from outside: a small file must not make a program allocate gigabytes.
#pragma once

#include "tensor/ground/error.h"

#include <cstddef>

namespace heed {

class MemoryLimitExceeded : public Error {
  using Error::Error;
};

// While it is in scope, the tensors and graphs of this thread may take at most `bytes` more from the system; a
// request beyond that throws MemoryLimitExceeded. Limits do not nest.
class MemoryLimit {
 public:
  explicit MemoryLimit(std::size_t bytes);
  ~MemoryLimit();
  MemoryLimit(const MemoryLimit&) = delete;
  MemoryLimit& operator=(const MemoryLimit&) = delete;
};

}  // namespace heed
