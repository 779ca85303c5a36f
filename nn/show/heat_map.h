// Heat maps and grey images as SVG.
#pragma once

#include "tensor/ground/scalar.h"

#include <string>
#include <vector>

namespace heed::show {

// A matrix of plain numbers in row-major order. They may come from a Tensor in either precision,
// from a file, or from a loop in a lesson.
struct Matrix {
  Index rows = 0, columns = 0;
  std::vector<double> values;  // rows * columns values

  double operator()(Index row, Index column) const;  // throws if there is no such value
  bool empty() const { return values.empty(); }
};

// Throws if there are not rows * columns values; the message begins with `what`.
void check(const Matrix& matrix, const std::string& what);

struct HeatMap {
  std::string title;
  // The names of the axes, for example "query" and "key"
  std::string row_axis, column_axis;
  // The meaning of the colour, for example "weight"
  std::string value;
  // One label for each row and column, or none
  std::vector<std::string> row_labels, column_labels;
  Matrix matrix;
  // The values of the darkest and lightest colour; if equal, the minimum and maximum of the matrix
  double low = 0, high = 0;
};

// Throws if the matrix or the number of labels is wrong.
void check(const HeatMap& map);

// The values of the darkest and the lightest colour. They are equal if the matrix contains only one
// value, or no finite one.
struct Limits {
  double low, high;
};
Limits limits(const HeatMap& map);

std::string heat_map(const HeatMap& map);

// A matrix as a grey image: `low` is black and `high` is white (if they are equal, the minimum and
// maximum of the matrix). Each value is a square of `pixel` pixels.
std::string grey_image(const std::string& title, const Matrix& matrix, double low = 0, double high = 0,
                       double pixel = 8);

// A picture in colour, from three matrices with the shares of red, green and blue, from 0 to 1. Throws if their sizes differ.
std::string colour_image(const std::string& title, const Matrix& red, const Matrix& green, const Matrix& blue,
                         double pixel = 8);

}  // namespace heed::show
