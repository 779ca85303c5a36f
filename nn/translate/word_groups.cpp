#include "nn/translate/word_groups.h"

#include <algorithm>

namespace heed {

Words labels(const Words& words) {
  Words result;
  for (const std::string& word : words)
    result.push_back(word.size() > 1 && word.front() == ' ' ? word.substr(1) : word);
  return result;
}

show::Matrix grouped(const show::Matrix& weights, const std::vector<Index>& rows,
                     const std::vector<Index>& columns) {
  show::Matrix result{rows.back() + 1, columns.back() + 1, {}};
  result.values.resize(static_cast<std::size_t>(result.rows * result.columns));
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const double pieces = static_cast<double>(std::count(rows.begin(), rows.end(), rows[r]));
    for (std::size_t c = 0; c < columns.size(); ++c)
      result.values[static_cast<std::size_t>(rows[r] * result.columns + columns[c])] +=
          weights(static_cast<Index>(r), static_cast<Index>(c)) / pieces;
  }
  return result;
}

Translation grouped(const Translation& translation, const Tokens& source, const Translator& translator) {
  if (!translator.target.has_pieces() || translation.weights.empty()) return translation;
  const std::vector<Index> rows = translator.target.word_numbers(translation.tokens),
                           columns = translator.source.word_numbers(source);
  show::Matrix weights{std::ssize(translation.weights), std::ssize(translation.weights.front()), {}};
  for (const std::vector<double>& row : translation.weights)
    weights.values.insert(weights.values.end(), row.begin(), row.end());
  const show::Matrix words = grouped(weights, rows, columns);
  Translation result = translation;
  result.tokens.clear();
  result.weights.clear();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i + 1 == rows.size() || rows[i + 1] != rows[i]) result.tokens.push_back(translation.tokens[i]);
  }
  for (Index row = 0; row < words.rows; ++row) {
    const auto begin = words.values.begin() + row * words.columns;
    result.weights.emplace_back(begin, begin + words.columns);
  }
  return result;
}

}  // namespace heed
