// The cheapest assignment of rows to columns, by the Hungarian method.
#pragma once

#include "tensor/tensor.h"

#include <vector>

namespace heed {

// Each row of `costs` (rows, columns) gets a column of its own, so that the sum of their costs is the smallest possible.
// Returns the column of each row. There must be at least as many columns as rows; the columns that are left over belong
// to no row. Several assignments may be equally cheap: then it is one of them. Takes rows² · columns steps.
//
// The name is SciPy's. SciPy returns rows and columns, and also accepts fewer columns than rows.
// Source: Kuhn (1955), "The Hungarian Method for the Assignment Problem", in the form of Jonker and Volgenant (1987): one
// row after the other, along shortest paths. Throws if `costs` is not a matrix, has fewer columns than rows, or has an
// entry that is not finite.
std::vector<Index> linear_sum_assignment(const Tensor& costs);

}  // namespace heed
