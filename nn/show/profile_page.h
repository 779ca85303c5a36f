// A profile to look at: a flame chart of modules, in them operations, in them forward and backward.
#pragma once

#include "autograd/watch/profile.h"
#include "nn/show/flame_chart.h"

#include <string>

namespace heed::show {

Flame profile_flame(const ProfileReport& report);

// One self-contained HTML file: the chart, in which a click enlarges a box, and the tables.
std::string profile_page(const std::string& title, const ProfileReport& report);

}  // namespace heed::show
