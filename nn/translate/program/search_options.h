// The options that `translate eval` and `translate run` share.
#pragma once

#include "nn/translate/translator.h"
#include "tensor/ground/options.h"

namespace heed {

const Option model_option{"--model", "DIR", "", "directory of the model, made by train --out"};
const Option beam_option{"--beam", "N", "1", "number of hypotheses in the search; 1 is greedy search"};
const Option penalty_option{"--length-penalty", "A", "1",
                            "how much the beam search favours longer translations"};
const Option length_option{"--max-length", "N", "1000",
                           "maximum number of words; a longer sentence is an error"};
const Option threads_option{"--threads", "N", "0", "number of threads; 0: as many as the machine has cores"};

SearchOptions search_options(const Options& options);

// Lines that cannot be translated: each is told on standard error, and the work goes on without it.
class BadLines {
 public:
  void add(const std::string& problem);
  // At the end: 0, or 1 and a last line that says how many there were.
  int exit_code() const;

 private:
  Index count_ = 0;
};

// A sentence as the model reads it. Throws for a sentence that is longer than --max-length or than the model
// can read: without a limit, a line of megabytes would keep the machine busy for hours. `where` names the
// sentence in the error.
Tokens encode_source(const Words& words, const Translator& translator, const Options& options,
                     const std::string& where);

}  // namespace heed
