// Pairs of sentences that a command reads: --source and --target, or --pairs.
#pragma once

#include "nn/program/program.h"
#include "nn/text/corpus.h"

namespace heed {

std::vector<Option> pair_options();
// Throws a UsageError unless the pairs are given in one of the two ways.
void require_pair_options(const Options& options);
// Lines that cannot be read go to `bad_lines`. What was left out is said on standard error.
Corpus load_pairs_of(const Options& options, Tokenizer tokenizer, BadLines& bad_lines);
// The pairs of --pairs, or of --source and --target; with the prefix "--valid-" those of --valid-pairs, ... Throws a UsageError if
// neither is given.
Corpus load_given_pairs(const Options& options, const std::string& prefix, const CorpusOptions& how);
// The file that an error about a line names.
std::string pairs_file(const Options& options);

}  // namespace heed
