#include "nn/show/page_data.h"

namespace heed::show {

Json json_array(const Matrix& matrix) {
  Json::Array rows;
  for (Index row = 0; row < matrix.rows; ++row) {
    const auto begin = matrix.values.begin() + row * matrix.columns;
    rows.push_back(Json::Array(begin, begin + matrix.columns));
  }
  return rows;
}

}  // namespace heed::show
