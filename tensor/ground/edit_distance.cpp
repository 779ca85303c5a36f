#include "tensor/ground/edit_distance.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace heed {

// row[j] is the distance between the first i letters of a and the first j letters of b. It follows from its three
// neighbours: left (an insertion), above (a deletion), and diagonally above (a replacement, free for equal letters).
Index edit_distance(const std::string& a, const std::string& b) {
  std::vector<Index> row(b.size() + 1);
  std::iota(row.begin(), row.end(), Index{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    Index diagonal = row[0];
    row[0] = static_cast<Index>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const Index replaced = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

}  // namespace heed
