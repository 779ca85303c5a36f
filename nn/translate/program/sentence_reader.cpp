#include "nn/translate/program/sentence_reader.h"

#include "nn/text/lines.h"

#include <cstdio>
#include <iostream>
#include <unistd.h>

namespace heed {

SentenceReader::SentenceReader(const Translator& translator, const Options& options, BadLines& bad_lines)
    : translator_(translator), options_(options), bad_lines_(bad_lines), by_hand_(isatty(STDIN_FILENO) != 0) {
  if (by_hand_) std::fputs("Write a sentence and press Enter; end with Ctrl-D on an empty line.\n", stderr);
}

std::vector<SentenceReader::Sentence> SentenceReader::next() {
  std::vector<Sentence> sentences;
  std::string line;
  if (by_hand_) std::fputs("> ", stderr);
  do {
    if (!std::getline(std::cin, line)) break;
    const bool only_line = line_number_ == 0 && std::cin.eof();  // or many that end in CR alone
    if (only_line) {
      for (const std::string_view part : split_at_line_ends(line))
        sentences.push_back(read(std::string(part)));
    } else {
      sentences.push_back(read(line));
    }
  } while (sentences.size() < 512 && std::cin.rdbuf()->in_avail() > 0);
  if (by_hand_ && sentences.empty()) std::fputs("\n", stderr);
  return sentences;
}

SentenceReader::Sentence SentenceReader::read(std::string line) {
  ++line_number_;
  if (line_number_ == 1 && line.starts_with("\xef\xbb\xbf")) line.erase(0, 3);  // a byte order mark
  if (!line.empty() && line.back() == '\r') line.pop_back();
  const std::string where = text("standard input, line ", line_number_);
  try {
    if (const auto problem = why_not_text(line, line)) fail(where, ": ", *problem);
    Words words = tokenize(line, translator_.tokenizer);
    Tokens tokens = encode_source(words, translator_, options_, where);
    return {std::move(words), std::move(tokens)};
  } catch (const Error& error) {
    bad_lines_.add(error.what());
    return {{}, translator_.source.encode({})};
  }
}

}  // namespace heed
