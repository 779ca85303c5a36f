// A line of words that know what they mean: the part of the sentence's content that each one expresses. The English and the
// German line are made from the same content, so words with the same meaning are translations of each other.
#pragma once

#include <string>
#include <vector>

namespace heed::corpus {

struct Word {
  std::string text;
  std::vector<const void*> means;  // addresses of parts of the content; none for "does" in "does he sleep"
};

struct Line {
  std::vector<Word> words;

  Line() = default;
  Line(const char* text) : Line(std::string(text)) {}
  // The words of a text, all with the same meaning, or with none.
  Line(const std::string& text, const void* meaning = nullptr);

  std::string text() const;
  bool operator==(const std::string& other) const { return text() == other; }
};

Line join(const std::vector<Line>& parts);

// The pairs of words that share a meaning, in the Pharaoh format: "0-0 1-2", positions from 0 on, English first.
std::string alignment_of(const Line& english, const Line& german);

}  // namespace heed::corpus
