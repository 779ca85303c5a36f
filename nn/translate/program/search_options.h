// The options that `translate eval` and `translate run` share.
#pragma once

#include "nn/program/program.h"
#include "nn/translate/translator.h"
#include "tensor/ground/options.h"

namespace heed {

const Option model_option{"--model", "DIR", "", "directory of the model, made by train --out"};
const Option beam_option{"--beam", "N", "1", "number of hypotheses in the search; 1 is greedy search"};
const Option penalty_option{"--length-penalty", "A", "1",
                            "how much the beam search favours longer translations"};
const Option length_option{"--max-length", "N", "1000",
                           "maximum number of words; a longer sentence is an error"};

SearchOptions search_options(const Options& options);

// A sentence as the model reads it. Throws for a sentence that is longer than --max-length or than the model
// can read: without a limit, a line of megabytes would keep the machine busy for hours. `where` names the
// sentence in the error.
Tokens encode_source(const Words& words, const Translator& translator, const Options& options,
                     const std::string& where);

}  // namespace heed
