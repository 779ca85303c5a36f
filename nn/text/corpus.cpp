#include "nn/text/corpus.h"

#include "nn/text/lines.h"
#include "tensor/ground/error.h"

#include <algorithm>
#include <map>
#include <utility>

namespace heed {
namespace {

void add(Corpus& corpus, std::string_view source, std::string_view target, const CorpusOptions& options) {
  SentencePair pair{tokenize(source, options.tokenizer), tokenize(target, options.tokenizer)};
  const auto [shorter, longer] = std::minmax({pair.source.size(), pair.target.size()});
  if (shorter == 0) {
    ++corpus.blank;
  } else if (static_cast<Index>(longer) > options.maximum_length) {
    ++corpus.too_long;
  } else {
    corpus.pairs.push_back(std::move(pair));
  }
}

void require_pairs(const Corpus& corpus, const std::string& files, const CorpusOptions& options) {
  if (!corpus.pairs.empty()) return;
  if (corpus.too_long == 0) fail(files, ": no sentence pairs: ", corpus);
  fail(files, ": no sentence pairs of at most ", options.maximum_length, " words: ", corpus);
}

std::vector<std::string_view> split_at_tabs(std::string_view line) {
  std::vector<std::string_view> columns;
  for (std::size_t tab = line.find('\t'); tab != line.npos; tab = line.find('\t')) {
    columns.push_back(line.substr(0, tab));
    line.remove_prefix(tab + 1);
  }
  columns.push_back(line);
  return columns;
}

}  // namespace

std::string Corpus::to_string() const {
  std::string result = text(pairs.size(), pairs.size() == 1 ? " pair" : " pairs");
  if (blank + too_long == 0) return result;
  result += " (";
  if (blank > 0) result += text(blank, " blank");
  if (blank > 0 && too_long > 0) result += " and ";
  if (too_long > 0) result += text(too_long, " too long");
  return result + " left out)";
}

Corpus load_parallel(const std::string& source_file, const std::string& target_file,
                     const CorpusOptions& options) {
  const std::vector<std::string> source = read_lines(source_file), target = read_lines(target_file);
  if (source.size() != target.size()) {
    const bool more_source = source.size() > target.size();
    const std::string& longer = more_source ? source_file : target_file;
    const std::size_t line = std::min(source.size(), target.size());
    fail(source_file, " has ", source.size(), " lines and ", target_file, " has ", target.size(), ": line ",
         line + 1, " of ", longer, " has no partner: '", (more_source ? source : target)[line], "'");
  }
  Corpus corpus;
  for (std::size_t line = 0; line < source.size(); ++line) add(corpus, source[line], target[line], options);
  require_pairs(corpus, source_file + ", " + target_file, options);
  return corpus;
}

Corpus load_pairs(const std::string& file, const CorpusOptions& options) {
  Corpus corpus;
  Index number = 0;
  for (const std::string& line : read_lines(file)) {
    ++number;
    const auto columns = split_at_tabs(line);
    if (columns.size() == 2 || columns.size() == 3) {
      add(corpus, columns[0], columns[1], options);
    } else if (tokenize(line, Tokenizer::split).empty()) {
      ++corpus.blank;
    } else {
      fail(file, ":", number, ": ", columns.size(), columns.size() == 1 ? " column" : " columns",
           " instead of two or three (source TAB target [TAB attribution]): '", line, "'");
    }
  }
  require_pairs(corpus, file, options);
  return corpus;
}

std::vector<SentencePair> hold_out(Corpus& corpus, double fraction, Rng& rng) {
  if (!(fraction > 0 && fraction < 1)) fail("the fraction held out must be between 0 and 1, not ", fraction);
  std::map<Words, std::vector<std::size_t>> by_source;
  for (std::size_t i = 0; i < corpus.pairs.size(); ++i) by_source[corpus.pairs[i].source].push_back(i);
  std::vector<const std::vector<std::size_t>*> groups;
  for (const auto& [source, members] : by_source) groups.push_back(&members);

  const double wanted = fraction * static_cast<double>(corpus.pairs.size());
  std::vector<bool> chosen(corpus.pairs.size(), false);
  double count = 0;
  for (const Index group : rng.permutation(static_cast<Index>(groups.size()))) {
    if (count >= wanted) break;
    for (const std::size_t i : *groups[static_cast<std::size_t>(group)]) {
      chosen[i] = true;
      ++count;
    }
  }

  std::vector<SentencePair> kept, held_out;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    (chosen[i] ? held_out : kept).push_back(std::move(corpus.pairs[i]));
  }
  corpus.pairs = std::move(kept);
  if (held_out.empty() || corpus.pairs.empty()) {
    fail("holding out ", fraction, " of ", chosen.size(), " sentence pairs leaves ", corpus.pairs.size(),
         " for training and ", held_out.size(), " for validation");
  }
  return held_out;
}

}  // namespace heed
