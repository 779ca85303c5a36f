// expect: you always take the likelier pixel
#define paint right_paint
#include "tutorials/22-pictures/exercise/solution.cpp"
#undef paint

namespace heed::exercise {

std::vector<Token> paint(const std::vector<Token>& beginning, Index count,
                         const std::function<double(const std::vector<Token>&)>& white, Rng& rng) {
  std::vector<Token> picture = beginning;
  while (static_cast<Index>(picture.size()) < count) {
    const double p = white(picture);
    picture.push_back(p > 0.5 ? 1 : 0);
  }
  return picture;
}

}  // namespace heed::exercise
