// expect: the decoder gets bos again and again
#define write right_write
#include "tutorials/12-additive-attention/exercise/solution.cpp"
#undef write

namespace heed::exercise {

std::vector<Token> write(const std::function<Tensor(Token previous)>& next, Token bos, Token eos,
                         Index max_length) {
  std::vector<Token> words;
  Token previous = bos;
  while (static_cast<Index>(words.size()) < max_length) {
    const Token word = static_cast<Token>(argmax(next(previous))[0]);
    if (word == eos) break;
    words.push_back(word);
  }
  return words;
}

}  // namespace heed::exercise
