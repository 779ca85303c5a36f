// Exercise of lesson 21. Write the functions in exercise.cpp, then: make exercise N=21
#pragma once

#include "nn/vision/boxes.h"

#include <vector>

namespace heed::exercise {

// 1. Intersection over union of two boxes, each with an area above 0: the area that both cover, divided by the area that at
// least one of them covers.
double overlap(const Box& a, const Box& b);

// 2. The cheapest assignment, by trying all: costs (rows, columns) with at most as many rows as columns -> the column of each
// row. No two rows have the same column, and the sum of their costs is the smallest possible.
std::vector<Index> cheapest(const Tensor& costs);

// 3. Predict before you run anything: a picture has three objects, and a detector has five slots. How many assignments of
// objects to slots are there?
double predicted_assignments();

}  // namespace heed::exercise
