// Draws windows onto one row of storage.
#pragma once

#include "tutorials/01-tensors/window.h"

#include <string>
#include <vector>

namespace heed {

struct NamedWindow {
  std::string name;
  Window window;
};

// Returns an SVG file with a panel for each window: its grid of numbers, and above it the storage of
// `numel` numbers, in which the numbers that the window shows are coloured.
std::string draw(const std::vector<NamedWindow>& windows, Index numel, const std::string& title);

}  // namespace heed
