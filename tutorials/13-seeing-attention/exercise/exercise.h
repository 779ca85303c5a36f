// Exercise of lesson 13. Write the functions in exercise.cpp, then: make exercise N=13
#pragma once

#include "tensor/tensor.h"

#include <utility>
#include <vector>

namespace heed::exercise {

// A link is a source word and a target word, by their positions from 0 on.
using Link = std::pair<Index, Index>;

// 1. Links each target word to the source word with its largest weight. weights (target words, source words). The links are in the
// order of the target words.
std::vector<Link> links(const Tensor& weights);

// 2. The alignment error rate of found links against the true ones: 1 - 2 |A and S| / (|A| + |S|). No link is there twice,
// and at least one of the two has a link.
double alignment_error(const std::vector<Link>& found, const std::vector<Link>& truth);

// 3. The mean entropy of the rows of weights, in nats. Each row sums to 1; 0 log 0 counts as 0.
double entropy(const Tensor& weights);

// 4. Predict before you run anything: a sentence of 10 words is translated word by word, so its true alignment has 10 links.
// Somebody links every word to every word. What is the alignment error?
double predicted_error();

}  // namespace heed::exercise
