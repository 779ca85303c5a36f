// What the scripts of all our pages begin with: how elements are made.
#pragma once

#include <string_view>

namespace heed::show {

// html(tag, attributes, ...children), svg(...), hover(text); an attribute that is a function is a listener.
std::string_view elements_script();

}  // namespace heed::show
