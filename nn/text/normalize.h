// One form for text that looks the same.
#pragma once

#include <string>
#include <string_view>

namespace heed {

// Text as a reader sees it. Characters that nobody sees are removed: controls except white space, soft hyphens,
// zero-width spaces, byte order marks, direction marks, variation selectors and the like. Joiners stay in scripts
// and emoji that look different without them, and so do the selectors and tags of emoji. Then letters and their
// marks are composed (Unicode Standard Annex 15, form NFC). Text that is not UTF-8 is returned unchanged.
std::string normalize(std::string_view text);

// NFC alone.
std::u32string compose(std::u32string_view text);

}  // namespace heed
