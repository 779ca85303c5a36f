// How a translator reads text, as settings of its file.
#pragma once

#include "nn/text/tokenizer.h"
#include "nn/training/settings.h"

namespace heed {

std::string tokenizer_name(Tokenizer tokenizer);  // "plain", "split", "bpe"; also for the old ones
Tokenizer tokenizer_from_name(const std::string& name);

// How a model reads text, in the form of its file: "tokenizer", and "normalization", which the files of the
// old tokenisers do not have.
Settings tokenizer_settings(Tokenizer tokenizer);
Tokenizer tokenizer_from_settings(const Settings& settings);

}  // namespace heed
