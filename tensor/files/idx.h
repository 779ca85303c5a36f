// IDX: the file format of MNIST, for pictures and their labels (LeCun, Cortes and Burges, 1998).
#pragma once

#include "tensor/ground/scalar.h"

#include <string>
#include <vector>

namespace heed {

// Bytes in a grid of any rank, row-major: pictures (count, height, width) or labels (count).
struct IdxBytes {
  std::vector<Index> sizes;
  std::vector<unsigned char> values;
};

// Reads a file of unsigned bytes with 1 to 8 axes. The file may be damaged: throws "cannot load 'PATH': REASON" for
// a wrong magic number, another type of values, and unless exactly as many values as the sizes demand follow.
IdxBytes load_idx(const std::string& path);

}  // namespace heed
