// What our pages have in common: one file of HTML that is also well-formed XML, holds its own style, script
// and data, and may load nothing from anywhere (its content security policy says so to the browser).
#pragma once

#include <string>
#include <string_view>

namespace heed::show {

// The whole file. `body` is HTML that the caller has made, with escape() around every text from outside;
// `script` is our own JavaScript, `data` JSON made with json.h, which the script finds in the element "data".
// `head` may add elements such as a refresh. Script and style must not contain "]]>".
std::string html_page(std::string_view title, std::string_view body, std::string_view script = "",
                      std::string_view data = "", std::string_view head = "");

}  // namespace heed::show
