// Your code goes here. Each function says that it is still to be written, until you
// replace that line.
#include "tutorials/18-sentiment/exercise/exercise.h"

#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/exercise.h"

namespace heed::exercise {

// slice(select(x, 0, row), 0, 0, length) has the words of one row, (length, size); mean(t, 0) is a mean over axis 0.
// stack(rows, 0) puts tensors (size) together. By what do you divide: the padded time, or the number of words?
Tensor mean_of_words(const Tensor& x, const std::vector<Index>& lengths) { not_written("mean_of_words"); }

// matmul(x, transpose(W)) + b is W x_t + b for all words. matmul(u, unsqueeze(q, 1)) has the shape (time, 1); squeeze
// removes an axis of size 1, and unsqueeze adds one. Then softmax, over the words. What is summed: x, or u?
Tensor attend(const Tensor& x, const Tensor& W, const Tensor& b, const Tensor& q) { not_written("attend"); }

// weights.to_doubles() are plain numbers. Add them up; do not count words.
double share_of_reason(const Tensor& weights, const std::vector<bool>& reason) {
  not_written("share_of_reason");
}

// Write down the words of both reviews, in alphabetical order. What does a mean know about their order?
double predicted_mean() { not_written("predicted_mean"); }

}  // namespace heed::exercise
