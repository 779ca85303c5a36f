// Exercise of lesson 26. Write the functions in exercise.cpp, then: make exercise N=26
#pragma once

#include "tensor/tensor.h"
#include "tensor/token_matrix.h"

#include <vector>

namespace heed::exercise {

// 1. The answers of the task parity: for each bit, 1 if the number of ones up to it (itself included) is
// odd, else 0.
std::vector<Token> parity_answers(const std::vector<Token>& bits);

// 2. Where an induction head looks: the place of the token that followed the last earlier occurrence of
// the last token. Places count from 0. In "a b c a" the answer is 1, the place of b. It is -1 if the last
// token did not occur before.
Index what_followed(const std::vector<Token>& tokens);

// 3. The induction score of one head: the mean of weights(i, what_followed(tokens 0 to i)) over all places
// i whose token occurred before. weights (time, time): row i has the weights of query i. The score is 0 if
// there is no such place. Solve 2 first: this function calls yours.
double induction_score(const Tensor& weights, const std::vector<Token>& tokens);

// 4. Predict before you run anything: recall with *two* pairs, whose values are drawn from eight digits.
// A model knows which values occur in the text, and not which belongs to which key. What share of its
// answers is right, at best?
double predicted_share();

}  // namespace heed::exercise
