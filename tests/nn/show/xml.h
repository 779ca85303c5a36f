// A strict XML checker: is this text well-formed?
#pragma once

#include <string>
#include <string_view>

namespace heed::show {

// "" if `text` is one well-formed XML document (XML 1.0, 2.1; an HTML doctype may open it), otherwise the
// error and its position. Only the standard's five entities and numbered ones are allowed.
std::string xml_error(std::string_view text);

// How often an element of this name opens; for texts that are well-formed.
int count_elements(std::string_view text, std::string_view name);

}  // namespace heed::show
