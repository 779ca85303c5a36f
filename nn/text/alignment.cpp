#include "nn/text/alignment.h"

#include "tensor/ground/error.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <sstream>

namespace heed {
namespace {

// "12-3", or nothing
bool parse_link(const std::string& text, Link& link) {
  const char* const end = text.data() + text.size();
  const auto [dash, problem] = std::from_chars(text.data(), end, link.source);
  if (problem != std::errc() || dash == end || *dash != '-' || link.source < 0) return false;
  const auto [rest, other] = std::from_chars(dash + 1, end, link.target);
  return other == std::errc() && rest == end && link.target >= 0;
}

}  // namespace

Alignment parse_alignment(const std::string& line, const std::string& where) {
  Alignment alignment;
  std::istringstream words(line);
  for (std::string word; words >> word;) {
    Link link{};
    if (!parse_link(word, link))
      fail(where, ": '", shortened(word), "' is not a link such as 0-2, source word and target word");
    alignment.push_back(link);
  }
  return alignment;
}

std::string to_string(const Alignment& alignment) {
  std::string line;
  for (const Link& link : alignment) line += text(line.empty() ? "" : " ", link.source, "-", link.target);
  return line;
}

std::vector<Alignment> read_alignments(const std::string& file) {
  std::vector<Alignment> alignments;
  for (const std::string& line : read_lines(file))
    alignments.push_back(parse_alignment(line, text(file, ":", alignments.size() + 1)));
  return alignments;
}

Alignment strongest_links(const Tensor& weights) {
  if (weights.rank() != 2)
    fail("strongest_links: weights ", weights.shape(), " must be (target words, source words)");
  const Tensor rows = weights.contiguous();
  const Index columns = rows.size(1);
  Alignment alignment;
  for (Index i = 0; columns > 0 && i < rows.size(0); ++i) {
    const Scalar* const row = rows.data() + i * columns;
    alignment.push_back({std::max_element(row, row + columns) - row, i});
  }
  return alignment;
}

void AlignmentError::add(const Alignment& found, const Alignment& truth) {
  const std::set<Link> ours(found.begin(), found.end()), theirs(truth.begin(), truth.end());
  right_ += std::count_if(ours.begin(), ours.end(), [&](const Link& link) { return theirs.count(link) > 0; });
  links_ += std::ssize(ours) + std::ssize(theirs);
}

double AlignmentError::rate() const {
  return links_ > 0 ? 1 - 2 * static_cast<double>(right_) / static_cast<double>(links_) : 0;
}

}  // namespace heed
