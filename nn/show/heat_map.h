// Heat maps and grey images as SVG.
#pragma once

#include "tensor/ground/scalar.h"

#include <string>
#include <vector>

namespace heed::show {

// A matrix of plain numbers, row by row: what is shown here comes from a Tensor in either precision, a file,
// or a lesson's own loop.
struct Matrix {
  Index rows = 0, columns = 0;
  std::vector<double> values;  // rows * columns of them

  double operator()(Index row, Index column) const {
    return values[static_cast<std::size_t>(row * columns + column)];
  }
  bool empty() const { return values.empty(); }
};

// Throws if there are not rows * columns values; `what` opens the message.
void check(const Matrix& matrix, const std::string& what);

struct HeatMap {
  std::string title;
  std::string row_axis, column_axis;  // what rows and columns are, for example "query" and "key"
  std::string value;                  // what the colour means, for example "weight"
  std::vector<std::string> row_labels, column_labels;  // as many as rows and columns, or none
  Matrix matrix;
  double low = 0, high = 0;  // the values of the darkest and lightest colour; if equal, the matrix' own
};

// Throws if the matrix or the number of labels is wrong.
void check(const HeatMap& map);

// The values that the darkest and the lightest colour stand for; equal if the matrix holds only one value, or
// none that is finite.
struct Limits {
  double low, high;
};
Limits limits(const HeatMap& map);

std::string heat_map(const HeatMap& map);

// A matrix as a picture, `low` black and `high` white (if equal: its own least and largest value), each
// number a square of `pixel` pixels.
std::string grey_image(const std::string& title, const Matrix& matrix, double low = 0, double high = 0,
                       double pixel = 8);

}  // namespace heed::show
