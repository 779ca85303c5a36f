// expect: which pixel of which square is this?
#define cut right_cut
#include "tutorials/20-images/exercise/solution.cpp"
#undef cut

namespace heed::exercise {

// Each square takes pixels from the whole picture.
Tensor cut(const Tensor& picture, Index size) {
  const Index down = picture.size(0) / size, across = picture.size(1) / size;
  Tensor squares = zeros({down * across, size * size});
  for (Index y = 0; y < picture.size(0); ++y)
    for (Index x = 0; x < picture.size(1); ++x)
      squares.at(y % down * across + x % across, y / down * size + x / across) = picture(y, x);
  return squares;
}

}  // namespace heed::exercise
