// The reports of lesson 19: generated texts with their summaries, in which half of the names are new.
#pragma once

#include "nn/text/batches.h"
#include "nn/text/vocabulary.h"
#include "tensor/random.h"

#include <string>
#include <vector>

namespace heed {

// [report]
struct Report {
  Words words, summary;
  std::vector<Index> origin;  // for each word of the summary: the position of that name in `words`, or -1
};
// [/report]

// The 24 names that occur again and again. All other names are put together from syllables.
const Words& known_names();

// A report of 1 to 4 news sentences and 1 to 3 other sentences, in random order. No name is the news twice.
Report make_report(Rng& rng);
std::vector<Report> make_reports(Index count, Rng& rng);

// The words that occur at least 20 times.
Vocabulary vocabulary_of(const std::vector<Report>& reports);

// Reports as token ids. A word of a report that the vocabulary does not have gets an id of its own, from
// vocabulary.size() on. It is valid in this report only.
struct EncodedReports {
  EncodedPairs pairs;  // source: the words; target: <bos>, the summary, <eos>
  std::vector<Words>
      extra;  // for each report the words behind the ids vocabulary.size(), vocabulary.size() + 1, ...
};
EncodedReports encode_reports(const std::vector<Report>& reports, const Vocabulary& vocabulary);

// A chosen part of the reports as a batch, and the largest number of extra words in a report of the batch.
struct ReportBatch {
  Batch batch;
  Index extra = 0;
};
ReportBatch batch_of(const EncodedReports& reports, const std::vector<Index>& indices);

// Token ids as words, where the ids from vocabulary.size() on are the extra words of that report.
Words decode_report(const Tokens& tokens, const Vocabulary& vocabulary, const Words& extra);

}  // namespace heed
