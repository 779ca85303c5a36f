// How models read text whose files do not say that it was normalised.
#pragma once

#include "nn/text/tokenizer.h"

namespace heed {

Words tokenize_plainly_as_before(std::string_view sentence);

}  // namespace heed
