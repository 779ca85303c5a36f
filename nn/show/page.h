// HTML pages: each is one file that is also well-formed XML, contains its own style, script and
// data, and loads nothing from elsewhere (its content security policy tells the browser so).
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace heed::show {

// The optional parts of a page besides its title and body. Style and script must not contain "]]>".
struct PageParts {
  std::string_view style = "";   // CSS after the rules that all pages share
  std::string_view script = "";  // JavaScript
  std::string_view data = "";    // JSON, made with json.h; the script finds it in the element "data"
  bool reload = false;           // the browser reloads the page every five seconds
};

// Returns the whole file. `body` is HTML in which the caller has passed every text from
// outside through escape().
std::string html_page(std::string_view title, std::string_view body, const PageParts& parts = {});

// Returns the texts one after another: a script made of several files.
std::string joined(std::initializer_list<std::string_view> texts);

}  // namespace heed::show
