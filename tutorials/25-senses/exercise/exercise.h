// Exercise of lesson 25. Write the functions in exercise.cpp, then: make exercise N=25
#pragma once

#include "tensor/tensor.h"

#include <string>
#include <vector>

namespace heed::exercise {

// 1. A query reads several times: query (size), patches (count, size) -> the last query, (size). In each read, the weights are
// the softmax of the dot products of query and patches, and the weighted sum of the patches is added to the query.
Tensor read_again(const Tensor& query, const Tensor& patches, Index reads);

// 2. How many answers a model gets right that never sees a picture: for each question it gives the answer that was most
// frequent for this question. Entry i of `answers` answers entry i of `questions`. Returns the share, from 0 to 1.
double blind_share(const std::vector<std::string>& questions, const std::vector<std::string>& answers);

// 3. How many times as much weight an object gets as equal weights would give: weights (count) sum to 1, and on_object says
// for each patch whether the object is there. 1 means: no more than by chance.
double times_chance(const Tensor& weights, const std::vector<bool>& on_object);

// 4. Predict before you run anything: a scene has three objects, and each is red with the probability 1/4, independently of the
// others. How often is a model right that always answers "0" to "how many red things are there"? From 0 to 1.
double predicted_zeros();

}  // namespace heed::exercise
