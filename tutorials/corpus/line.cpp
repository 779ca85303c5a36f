#include "tutorials/corpus/line.h"

#include <algorithm>
#include <sstream>

namespace heed::corpus {

Line::Line(const std::string& text, const void* meaning) {
  std::istringstream stream(text);
  for (std::string word; stream >> word;) {
    words.push_back({word, {}});
    if (meaning) words.back().means.push_back(meaning);
  }
}

std::string Line::text() const {
  std::string line;
  for (const Word& word : words) line += (line.empty() ? "" : " ") + word.text;
  return line;
}

Line join(const std::vector<Line>& parts) {
  Line line;
  for (const Line& part : parts) line.words.insert(line.words.end(), part.words.begin(), part.words.end());
  return line;
}

std::string alignment_of(const Line& english, const Line& german) {
  std::string pairs;
  for (std::size_t i = 0; i < english.words.size(); ++i) {
    for (std::size_t j = 0; j < german.words.size(); ++j) {
      const std::vector<const void*>& means = german.words[j].means;
      const bool same =
          std::any_of(english.words[i].means.begin(), english.words[i].means.end(),
                      [&](const void* one) { return std::count(means.begin(), means.end(), one) > 0; });
      if (same) pairs += (pairs.empty() ? "" : " ") + std::to_string(i) + "-" + std::to_string(j);
    }
  }
  return pairs;
}

}  // namespace heed::corpus
