#include "nn/text/byte_pairs.h"

#include "tensor/ground/error.h"
#include "tensor/ground/printable.h"

#include <map>
#include <optional>
#include <set>
#include <tuple>

namespace heed {
namespace {

constexpr Index bytes = 256;

std::vector<Index> bytes_of(std::string_view word) {
  std::vector<Index> numbers;
  for (const char c : word) numbers.push_back(static_cast<unsigned char>(c));
  return numbers;
}

using NumberPair = std::pair<Index, Index>;

// Pieces with their numbers.
class Pieces {
 public:
  // The number of a piece, which is new if there was none of this text.
  Index number(const std::string& text) {
    const auto [found, is_new] = numbers_.emplace(text, static_cast<Index>(texts_.size()));
    if (is_new) texts_.push_back(text);
    return found->second;
  }
  std::optional<Index> find(const std::string& text) const {
    const auto found = numbers_.find(text);
    return found == numbers_.end() ? std::nullopt : std::optional(found->second);
  }
  const std::string& text(Index number) const { return texts_[static_cast<std::size_t>(number)]; }
  const std::vector<std::string>& texts() const { return texts_; }

 private:
  std::vector<std::string> texts_;
  std::unordered_map<std::string, Index> numbers_;
};

// The words of a corpus, as pieces, during learning. The counts of all pairs are kept up to date, so that a merge
// touches only the words in which it happens.
class Learner {
 public:
  explicit Learner(const std::map<std::string, Index>& counts) {
    for (Index byte = 0; byte < bytes; ++byte) pieces_.number(std::string(1, static_cast<char>(byte)));
    for (const auto& [text, count] : counts) {
      words_.push_back({bytes_of(text), count});
      add(words_.size() - 1, +1);
    }
    for (const auto& [pair, count] : counts_) ranking_.insert(ranked(pair, count));
  }

  // The pair that occurs most often, or nothing if none occurs twice.
  const NumberPair* best() const {
    if (ranking_.empty() || std::get<0>(*ranking_.begin()) > -2) return nullptr;
    return &std::get<3>(*ranking_.begin());
  }

  const std::string& piece(Index number) const { return pieces_.text(number); }

  void merge(const NumberPair pair) {
    const Index made = pieces_.number(piece(pair.first) + piece(pair.second));
    const std::set<std::size_t> where = where_[pair];  // a copy: add() changes it
    for (const std::size_t word : where) {
      update(word, -1);
      replace(words_[word].pieces, pair, made);
      update(word, +1);
    }
    where_.erase(pair);
  }

  // Each occurrence of the pair, from left to right, becomes the one piece that it makes.
  static void replace(std::vector<Index>& pieces, const NumberPair& pair, Index made) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      const bool found = i + 1 < pieces.size() && pieces[i] == pair.first && pieces[i + 1] == pair.second;
      pieces[kept++] = found ? made : pieces[i];
      i += found;
    }
    pieces.resize(kept);
  }

 private:
  struct Word {
    std::vector<Index> pieces;
    Index count;
  };
  // In the order of merging: the most frequent first, then by the bytes of the two pieces.
  using Ranked = std::tuple<Index, std::string, std::string, NumberPair>;

  Ranked ranked(const NumberPair& pair, Index count) const {
    return {-count, piece(pair.first), piece(pair.second), pair};
  }

  // Adds a word's pairs to the counts, or takes them away.
  void add(std::size_t number, Index sign) {
    const Word& word = words_[number];
    for (std::size_t i = 0; i + 1 < word.pieces.size(); ++i) {
      const NumberPair pair{word.pieces[i], word.pieces[i + 1]};
      counts_[pair] += sign * word.count;
      if (sign > 0) where_[pair].insert(number);
    }
  }
  void update(std::size_t number, Index sign) {
    std::map<NumberPair, Index> before;
    const Word& word = words_[number];
    for (std::size_t i = 0; i + 1 < word.pieces.size(); ++i) {
      const NumberPair pair{word.pieces[i], word.pieces[i + 1]};
      before.emplace(pair, counts_[pair]);
    }
    add(number, sign);
    for (const auto& [pair, count] : before) {
      ranking_.erase(ranked(pair, count));
      if (counts_[pair] > 0) ranking_.insert(ranked(pair, counts_[pair]));
    }
  }

  Pieces pieces_;
  std::vector<Word> words_;
  std::map<NumberPair, Index> counts_;
  std::map<NumberPair, std::set<std::size_t>> where_;  // the words that have, or had, the pair
  std::set<Ranked> ranking_;
};

}  // namespace

BytePairs BytePairs::learn(const std::map<std::string, Index>& counts, Index merges) {
  Learner learner(counts);
  std::vector<Pair> learned;
  while (static_cast<Index>(learned.size()) < merges) {
    const NumberPair* const best = learner.best();
    if (!best) break;
    learned.emplace_back(learner.piece(best->first), learner.piece(best->second));
    learner.merge(*best);
  }
  return BytePairs(std::move(learned));
}

BytePairs::BytePairs(std::vector<Pair> merges) : merges_(std::move(merges)) {
  Pieces pieces;
  for (Index byte = 0; byte < bytes; ++byte) pieces.number(std::string(1, static_cast<char>(byte)));
  for (std::size_t i = 0; i < merges_.size(); ++i) {
    const auto& [left, right] = merges_[i];
    const std::optional<Index> l = pieces.find(left), r = pieces.find(right);
    if (!l || !r)
      fail("byte pairs: merge ", i + 1, " joins '", escaped(left), "' and '", escaped(right),
           "', but no earlier merge makes '", escaped(l ? right : left), "'");
    if (!rank_.emplace(NumberPair{*l, *r}, static_cast<Index>(i)).second)
      fail("byte pairs: merge ", i + 1, ", '", escaped(left), "' and '", escaped(right), "', is there twice");
    made_.push_back(pieces.number(left + right));
  }
  pieces_ = pieces.texts();
}

// In each round, the pair that was learned first is merged, where it occurs first and is not skipped.
template <class Skipped>
std::vector<Index> BytePairs::merged(std::string_view word, const Skipped& skipped) const {
  std::vector<Index> pieces = bytes_of(word);
  while (true) {
    Index best = std::ssize(merges_);
    std::size_t at = 0;
    for (std::size_t i = 0; i + 1 < pieces.size(); ++i) {
      const auto found = rank_.find({pieces[i], pieces[i + 1]});
      if (found == rank_.end() || found->second >= best || skipped()) continue;
      best = found->second;
      at = i;
    }
    if (best == std::ssize(merges_)) return pieces;
    pieces[at] = made_[static_cast<std::size_t>(best)];
    pieces.erase(pieces.begin() + static_cast<std::ptrdiff_t>(at) + 1);
  }
}

std::vector<Index> BytePairs::split(std::string_view word) const {
  return merged(word, [] { return false; });
}

std::vector<Index> BytePairs::split(std::string_view word, double dropout, Rng& rng) const {
  if (!(dropout >= 0 && dropout <= 1))
    fail("byte pairs: the dropout of merges must be from 0 to 1, not ", dropout);
  return merged(word, [&] { return rng.uniform() < dropout; });
}

}  // namespace heed
