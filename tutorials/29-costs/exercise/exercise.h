// Exercise of lesson 29. Write the functions in exercise.cpp, then: make exercise N=29
#pragma once

#include "tensor/ground/scalar.h"

#include <vector>

namespace heed::exercise {

// 1. Multiply-adds of all matrix products of a GPT for one word that attends to n words (itself included):
// `layers` layers with vectors of size d and a feed-forward of size f, and an output of `words` words.
Index for_one_word(Index layers, Index d, Index f, Index words, Index n);

// 2. Bytes of the keys and values of n words, in all layers, with 4 bytes for each number.
Index cache_bytes(Index layers, Index d, Index n);

// 3. The rank of a secret among all candidates, by their surprises (-ln p): 1 if no candidate is likelier than the secret.
Index rank_of(const std::vector<double>& surprises, Index secret);

// 4. Predict before you run anything: d = 64, f = 256, two layers. For how many words n do the products of
// queries and keys, and of weights and values, cost as much as all other products of the layers?
Index predicted_length();

}  // namespace heed::exercise
