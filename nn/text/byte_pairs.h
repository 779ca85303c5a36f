// Byte-pair encoding (Sennrich, Haddow and Birch, 2016): words as sequences of subwords, so that a vocabulary of a few
// thousand pieces can write every word. Learning begins with single bytes and merges, again and again, the pair of
// neighbours that occurs most often. A word is split in the same way: it begins as bytes, and the pairs are merged
// in the order in which they were learned. Frequent words become one piece; a name that the corpus never had becomes
// several, at worst its bytes.
#pragma once

#include "tensor/ground/scalar.h"
#include "tensor/random.h"

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace heed {

class BytePairs {
 public:
  using Pair = std::pair<std::string, std::string>;

  // Learns at most `merges` pairs from words with their counts. It stops early when no pair occurs twice. Of pairs
  // that occur equally often, the first in the order of their bytes is merged.
  static BytePairs learn(const std::map<std::string, Index>& counts, Index merges);
  // The merges in the order in which they were learned. Throws if one joins pieces that do not exist
  // yet, or is there twice.
  explicit BytePairs(std::vector<Pair> merges = {});

  const std::vector<Pair>& merges() const { return merges_; }

  // The pieces of a word, as numbers: 0 to 255 are the bytes, then come the merged ones in the order of merges(). (Two
  // merges may make the same piece: a + bc and ab + c.) Joined, the pieces are the word, for any bytes.
  std::vector<Index> split(std::string_view word) const;
  // The same, but each merge is left out with this probability (BPE-dropout: Provilkov, Emelianenko and Voita, 2020). In training
  // the model then sees a word in several spellings.
  std::vector<Index> split(std::string_view word, double dropout, Rng& rng) const;

  // The text of a piece.
  const std::string& piece(Index number) const { return pieces_[static_cast<std::size_t>(number)]; }
  Index pieces() const { return static_cast<Index>(pieces_.size()); }

 private:
  template <class Skipped>
  std::vector<Index> merged(std::string_view word, const Skipped& skipped) const;

  struct PairHash {
    std::size_t operator()(const std::pair<Index, Index>& pair) const {
      return std::hash<Index>()(pair.first * 1'000'003 + pair.second);
    }
  };

  std::vector<Pair> merges_;
  std::vector<std::string> pieces_;
  std::unordered_map<std::pair<Index, Index>, Index, PairHash> rank_;  // of a pair: its index in merges_
  std::vector<Index> made_;  // by each merge: the number of the piece
};

}  // namespace heed
