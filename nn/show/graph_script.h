// The graph page's own JavaScript and style.
#pragma once

#include <string_view>

namespace heed::show {

std::string_view graph_script();  // after elements_script()
std::string_view graph_page_style();

}  // namespace heed::show
