// A profile as a page: a flame chart of modules, inside them operations, inside these
// forward and backward.
#pragma once

#include "autograd/watch/profile.h"
#include "nn/show/flame_chart.h"

#include <string>

namespace heed::show {

Flame profile_flame(const ProfileReport& report);

// Returns one self-contained HTML file: the chart, in which a click enlarges a box, and the tables.
std::string profile_page(const std::string& title, const ProfileReport& report);

}  // namespace heed::show
