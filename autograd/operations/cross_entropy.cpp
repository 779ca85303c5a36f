#include "autograd/operations/cross_entropy.h"

#include "autograd/operations/shape_functions.h"
#include "autograd/record.h"
#include "tensor/elementwise.h"
#include "tensor/ground/error.h"
#include "tensor/kernels/cross_entropy_kernel.h"

#include <cmath>

namespace heed {
namespace {

// The divisor of a mean: the number of targets that count, or the sum of their classes' weights.
double total_weight(const kernel::Targets& targets) {
  double total = 0;
  for (Token target : targets.classes) {
    if (target == targets.ignore) continue;
    total += targets.weights.defined() ? static_cast<double>(targets.weights(target)) : 1;
  }
  return total > 0 ? total : 1;
}

// Throws unless logits (..., classes), targets and options fit together.
void check(const Variable& logits, const TokenMatrix& targets, const CrossEntropyOptions& options) {
  if (!(options.smoothing >= 0 && options.smoothing <= 1))
    fail("cross_entropy: the smoothing must be between 0 and 1, not ", options.smoothing);
  const Index classes = logits.size(-1), rows = logits.shape().erase(logits.rank() - 1).numel();
  targets.check("cross_entropy");
  if (static_cast<Index>(targets.ids.size()) != rows) {
    fail("cross_entropy: ", targets.ids.size(), " targets for logits ", logits.shape(), ", which have ", rows,
         " rows");
  }
  if (options.class_weights.defined() && !(options.class_weights.shape() == Shape{classes})) {
    fail("cross_entropy: class weights ", options.class_weights.shape(), " do not fit the ", classes,
         " classes of logits ", logits.shape());
  }
  for (Index c = 0; options.class_weights.defined() && c < classes; ++c) {
    const double weight = options.class_weights(c);
    if (!(weight >= 0) || !std::isfinite(weight))
      fail("cross_entropy: class weight ", c, " is ", weight, "; weights must be 0 or greater");
  }
  for (Token target : targets.ids) {
    if (target != options.ignore && (target < 0 || target >= classes))
      fail("cross_entropy: target ", target, " is outside the ", classes, " classes of ", logits.shape());
  }
}

// The axis of the classes becomes the last; the others keep their order.
Variable with_classes_last(const Variable& logits, int axis) {
  std::vector<int> axes;
  for (int i = 0; i < logits.rank(); ++i) {
    if (i != axis) axes.push_back(i);
  }
  axes.push_back(axis);
  return permute(logits, axes);
}

}  // namespace

// For each row x of logits, with m = max x, l = log sum e^(x - m), weights w, and the target distribution q:
//     loss = sum_c w_c q_c (l - (x_c - m))        dloss/dx_c = W e^(x_c - m - l) - w_c q_c
// where W = sum_c w_c q_c, which is 1 without weights.
Variable cross_entropy(const Variable& logits, const TokenMatrix& targets,
                       const CrossEntropyOptions& options) {
  require_defined("cross_entropy", logits);
  if (logits.rank() == 0)
    fail("cross_entropy: the logits must have an axis of classes, but are a single number");
  const int axis = logits.value().normalize_axis("cross_entropy", options.axis);
  if (axis != logits.rank() - 1) {
    CrossEntropyOptions last = options;
    last.axis = -1;
    return cross_entropy(with_classes_last(logits, axis), targets, last);
  }
  check(logits, targets, options);
  const Tensor weights = options.class_weights;
  const kernel::Targets wanted{targets.ids, options.ignore, static_cast<Scalar>(options.smoothing),
                               weights.defined() ? weights.clone() : weights};
  const Tensor x = flatten_leading(logits.value().contiguous(), 1);  // (rows, classes)
  const auto [losses, m, l] = kernel::cross_entropy(x, wanted);
  const Shape shape = logits.shape(), rows = losses.shape(), outer = shape.erase(axis);
  const bool reduced = options.reduction != Reduction::none;
  const Scalar share =
      options.reduction == Reduction::mean ? 1 / static_cast<Scalar>(total_weight(wanted)) : 1;
  return record("cross_entropy", reduced ? sum(losses) * share : reshape(losses, outer),
                Edge{logits, [=, x = Saved(x), m = Saved(m), l = Saved(l)](const Tensor& grad) {
                       const Tensor each = reduced ? expand(grad * share, rows) : reshape(grad, rows);
                       return reshape(kernel::cross_entropy_backward(each, x, m, l, wanted), shape);
                     }});
}

}  // namespace heed
