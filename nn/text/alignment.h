// Alignments: which word of a sentence was translated by which word of its translation. And how far an attention is from one.
#pragma once

#include "nn/text/lines.h"
#include "tensor/tensor.h"

#include <string>
#include <vector>

namespace heed {

struct Link {
  Index source, target;  // positions of words from 0 on, without <bos> and <eos>
  auto operator<=>(const Link&) const = default;
};
using Alignment = std::vector<Link>;

// The Pharaoh format: "0-0 1-2", source first. Throws, naming `where`, for anything else.
Alignment parse_alignment(const std::string& line, const std::string& where);
std::string to_string(const Alignment& alignment);
// One line for each sentence pair. Throws as read_lines(), and with file and line for a line that is not an alignment.
std::vector<Alignment> read_alignments(const std::string& file);

// Links each target word to the source word with its largest weight; of equal weights, to the first.
// weights (target words, source words).
Alignment strongest_links(const Tensor& weights);

// The alignment error rate (Och and Ney, 2003) of found links A against the true ones S, over all sentences that are added:
//
//     AER = 1 - 2 |A ∩ S| / (|A| + |S|)
//
// 0 if both are the same, 1 if no link is right. (Och and Ney also know links that are possible but not needed.
// Here all true links are sure.)
class AlignmentError {
 public:
  void add(const Alignment& found, const Alignment& truth);
  double rate() const;  // 0 if there are no links at all

 private:
  Index right_ = 0, links_ = 0;
};

}  // namespace heed
