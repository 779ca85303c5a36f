// expect: you call next() again after eos was chosen
#define write right_write
#include "tutorials/12-additive-attention/exercise/solution.cpp"
#undef write

namespace heed::exercise {

std::vector<Token> write(const std::function<Tensor(Token previous)>& next, Token bos, Token eos,
                         Index max_length) {
  std::vector<Token> words;
  Token previous = bos;
  while (static_cast<Index>(words.size()) < max_length) {
    previous = static_cast<Token>(argmax(next(previous))[0]);
    if (previous != eos) words.push_back(previous);
  }
  return words;
}

}  // namespace heed::exercise
