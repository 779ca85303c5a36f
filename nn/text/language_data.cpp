#include "nn/text/language_data.h"

#include "nn/text/normalize.h"
#include "tensor/ground/error.h"
#include "tensor/ground/utf8.h"

#include <algorithm>
#include <filesystem>
#include <map>

namespace heed {
namespace {

Passage passage_of(std::string_view text, SymbolKind kind) {
  return {symbols(text, kind), std::ssize(decode_utf8(normalize(text))) + 1};
}

std::vector<std::string> files_in(const std::string& folder) {
  namespace fs = std::filesystem;
  std::vector<std::string> files;
  for (auto entry = fs::recursive_directory_iterator(folder); entry != fs::recursive_directory_iterator();
       ++entry) {
    const bool hidden = entry->path().filename().string().starts_with(".");
    if (hidden && entry->is_directory()) entry.disable_recursion_pending();
    if (!hidden && entry->is_regular_file()) files.push_back(entry->path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

void require_both(const Passages& kept, const Passages& held_out, double fraction) {
  if (kept.symbols() == 0 || held_out.symbols() == 0)
    fail("holding out ", fraction, " of the text leaves ", kept.symbols(), " symbols for training and ",
         held_out.symbols(), " for validation");
}

void require_fraction(double fraction) {
  if (!(fraction > 0 && fraction < 1)) fail("the fraction held out must be between 0 and 1, not ", fraction);
}

}  // namespace

Index Passages::symbols() const {
  Index sum = 0;
  for (const Passage& passage : passages) sum += std::ssize(passage.symbols);
  return sum;
}

Index Passages::characters() const {
  Index sum = 0;
  for (const Passage& passage : passages) sum += passage.characters;
  return sum;
}

Passages read_line_passages(const std::string& file, SymbolKind kind, const BadLine& bad_line) {
  Passages lines;
  for (const std::string& line : read_lines(file, bad_line)) {
    Passage passage = passage_of(line, kind);
    if (tokenize(line, Tokenizer::split).empty()) {
      ++lines.blank;
    } else {
      lines.passages.push_back(std::move(passage));
    }
  }
  if (lines.passages.empty()) fail(file, ": there is no line with text");
  return lines;
}

Passages read_text_passages(const std::string& path, SymbolKind kind, const BadLine& bad_line) {
  const bool folder = std::filesystem::is_directory(path);
  Passages texts;
  for (const std::string& file : folder ? files_in(path) : std::vector<std::string>{path}) {
    std::string content;
    for (const std::string& line : read_lines(file, bad_line)) content += line + "\n";
    Passage passage = passage_of(content, kind);
    if (!tokenize(content, Tokenizer::split).empty()) texts.passages.push_back(std::move(passage));
  }
  if (texts.passages.empty())
    fail(path, folder ? ": no file in this folder has text" : ": there is no text in this file");
  return texts;
}

Passages hold_out_lines(Passages& lines, double fraction, Rng& rng) {
  require_fraction(fraction);
  std::map<Words, std::vector<std::size_t>> equal;
  for (std::size_t i = 0; i < lines.passages.size(); ++i) equal[lines.passages[i].symbols].push_back(i);
  std::vector<const std::vector<std::size_t>*> groups;
  for (const auto& [symbols, members] : equal) groups.push_back(&members);
  const double wanted = fraction * static_cast<double>(lines.passages.size());
  std::vector<bool> chosen(lines.passages.size(), false);
  double count = 0;
  for (const Index group : rng.permutation(std::ssize(groups))) {
    if (count >= wanted) break;
    for (const std::size_t i : *groups[static_cast<std::size_t>(group)]) {
      chosen[i] = true;
      ++count;
    }
  }
  Passages kept, held_out;
  for (std::size_t i = 0; i < chosen.size(); ++i)
    (chosen[i] ? held_out : kept).passages.push_back(std::move(lines.passages[i]));
  kept.blank = lines.blank;
  require_both(kept, held_out, fraction);
  lines = std::move(kept);
  return held_out;
}

Passages hold_out_ends(Passages& texts, double fraction) {
  require_fraction(fraction);
  Passages held_out;
  for (Passage& text : texts.passages) {
    const double size = static_cast<double>(text.symbols.size());
    const auto cut = text.symbols.end() - static_cast<std::ptrdiff_t>(fraction * size);
    Passage end{Words(cut, text.symbols.end()), 0};
    text.symbols.erase(cut, text.symbols.end());
    end.characters = static_cast<Index>(fraction * static_cast<double>(text.characters));
    text.characters -= end.characters;
    if (!end.symbols.empty()) held_out.passages.push_back(std::move(end));
  }
  require_both(texts, held_out, fraction);
  return held_out;
}

Vocabulary vocabulary_of(const Passages& passages, Index minimum_frequency, Index maximum_size) {
  WordCounts counts;
  for (const Passage& passage : passages.passages) count_words(passage.symbols, counts);
  return Vocabulary::build(counts, minimum_frequency, maximum_size);
}

EncodedPairs language_windows(const Passages& passages, const Vocabulary& vocabulary, Index context) {
  checked_size("language data", "the context", context, 1);
  EncodedPairs windows;
  for (const Passage& passage : passages.passages) {
    const Tokens tokens = vocabulary.encode(passage.symbols);
    for (auto begin = tokens.begin(); std::next(begin) != tokens.end();) {
      const auto end = begin + std::min(context, std::distance(begin, tokens.end()) - 1);  // its last token
      windows.target.emplace_back(begin, std::next(end));
      begin = end;
    }
  }
  windows.source.resize(windows.target.size());
  return windows;
}

Index unknown_symbols(const Passages& passages, const Vocabulary& vocabulary) {
  Index count = 0;
  for (const Passage& passage : passages.passages)
    for (const std::string& symbol : passage.symbols)
      count += vocabulary.token(symbol) == Vocabulary::unknown;
  return count;
}

}  // namespace heed
