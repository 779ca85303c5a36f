// The attention page's own JavaScript and style, kept apart from the C++ that fills in the data.
#pragma once

#include <string>
#include <string_view>

namespace heed::show {

std::string attention_script();  // figure, then inside, then the controls that start it all
std::string_view attention_style();

std::string_view attention_figure_script();  // one map as a matrix or as lines between words
std::string_view attention_inside_script();  // how one query came by its weights, number by number

}  // namespace heed::show
