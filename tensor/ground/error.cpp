#include "tensor/ground/error.h"

#include <cstdio>

namespace heed {

std::string to_text(double number) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.6g", number);
  return buffer;
}

}  // namespace heed
