// StopAtNaN: finds the first NaN. While a StopAtNaN is in scope, the first operation or gradient with a NaN or an
// infinity throws; the error names the operation and the path of its module.
//
// An intended infinity throws too, such as the result of log_softmax with a mask. Softmax and cross_entropy, which
// networks use, produce none.
#pragma once

#include "autograd/observer.h"

namespace heed {

class StopAtNaN final : public Observer {
  void recorded(const char* operation, const Tensor& result, const Shared<Node>& node) override;
  void after_backward(const Node& node, const Tensor& grad) override;
};

}  // namespace heed
