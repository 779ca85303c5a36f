#include "nn/text/corpus.h"

#include "nn/text/lines.h"
#include "tensor/ground/error.h"

#include <algorithm>
#include <map>
#include <utility>

namespace heed {
namespace {

void add(Corpus& corpus, std::string_view source, std::string_view target, Index line,
         const CorpusOptions& options) {
  SentencePair pair{tokenize(source, options.tokenizer), tokenize(target, options.tokenizer), line};
  const auto [shorter, longer] = std::minmax({pair.source.size(), pair.target.size()});
  if (shorter == 0) {
    ++corpus.blank;
  } else if (static_cast<Index>(longer) > options.maximum_length) {
    ++corpus.too_long;
  } else {
    if (options.keep_text) pair.target_text = target;
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

// Tatoeba's lists of sentences: id TAB language TAB text, in any order. The language is a code such as eng,
// zh_CN or \N for an unknown one.
bool is_id(std::string_view column) {
  return !column.empty() && column.find_first_not_of("0123456789") == column.npos;
}
bool is_language(std::string_view column) {
  const std::string_view code = column.substr(0, column.find_first_of("-_"));
  const bool letters = code.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == code.npos;
  return column == "\\N" || (code.size() >= 2 && code.size() <= 4 && column.size() <= 8 && letters);
}
bool is_listed_sentence(const std::vector<std::string_view>& columns) {
  return columns.size() == 3 && std::any_of(columns.begin(), columns.end(), is_id) &&
         std::any_of(columns.begin(), columns.end(), is_language);
}

[[noreturn]] void refuse_list(const std::string& file, const std::string& line) {
  fail(file,
       ": each line has an id, a language and one sentence, as in Tatoeba's lists, and no translation: '",
       shortened(line, 200),
       "'; download sentence pairs instead (id TAB source TAB id TAB target) and keep their columns 2 and 4 "
       "with "
       "`cut -f2,4`");
}

std::string wrong_columns(const std::vector<std::string_view>& columns, const std::string& line) {
  const bool with_ids = columns.size() == 4 && is_id(columns[0]) && is_id(columns[2]);
  return text(columns.size(), columns.size() == 1 ? " column" : " columns",
              " instead of two or three (source TAB target [TAB attribution]): '", shortened(line, 200), "'",
              with_ids ? "; without the ids, which `cut -f2,4` removes, it is a pair" : "");
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
  const std::vector<std::string> source = read_lines(source_file, options.bad_line),
                                 target = read_lines(target_file, options.bad_line);
  if (source.size() != target.size()) {
    const bool more_source = source.size() > target.size();
    const std::string& longer = more_source ? source_file : target_file;
    const std::size_t line = std::min(source.size(), target.size());
    fail(source_file, " has ", source.size(), " lines and ", target_file, " has ", target.size(), ": line ",
         line + 1, " of ", longer, " has no partner: '",
         shortened((more_source ? source : target)[line], 200), "'");
  }
  Corpus corpus;
  for (std::size_t i = 0; i < source.size(); ++i)
    add(corpus, source[i], target[i], static_cast<Index>(i) + 1, options);
  require_pairs(corpus, source_file + ", " + target_file, options);
  return corpus;
}

Corpus load_pairs(const std::string& file, const CorpusOptions& options) {
  Corpus corpus;
  const std::vector<std::string> lines = read_lines(file, options.bad_line);
  std::size_t listed = 0, not_blank = 0;
  Index number = 0;
  for (const std::string& line : lines) {
    ++number;
    const auto columns = split_at_tabs(line);
    const bool blank = tokenize(line, Tokenizer::split).empty();
    not_blank += !blank;
    listed += is_listed_sentence(columns);
    if (columns.size() == 2 || columns.size() == 3) {
      add(corpus, columns[0], columns[1], number, options);
    } else if (blank) {
      ++corpus.blank;
    } else if (options.bad_line) {
      options.bad_line(text(file, ":", number, ": ", wrong_columns(columns, line)));
      ++corpus.blank;
    } else {
      fail(file, ":", number, ": ", wrong_columns(columns, line));
    }
  }
  if (listed > 0 && listed == not_blank) refuse_list(file, lines.front());
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
