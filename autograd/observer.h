// Observer: whoever wants to watch operations as they happen - the trace, the profile, the search for the
// first NaN. While nobody watches, an operation pays for one comparison.
#pragma once

#include "autograd/node.h"

namespace heed {

class Observer {
 public:
  Observer();           // starts to watch this thread's operations
  virtual ~Observer();  // stops
  Observer(const Observer&) = delete;
  Observer& operator=(const Observer&) = delete;

  // An operation has just computed `result`; `node` is empty when it was not recorded.
  virtual void recorded(const char* operation, const Tensor& result, const Shared<Node>& node) = 0;
  // backward() is about to run a node's rules, and has run them; `grad` is the gradient of the node's result.
  virtual void before_backward(const Node& /*node*/, const Tensor& /*grad*/) {}
  virtual void after_backward(const Node& /*node*/, const Tensor& /*grad*/) {}
  // A module is about to be entered or left; Scope::current() is still the one of before.
  virtual void before_module_change() {}

  static bool any() { return first_ != nullptr; }
  static void on_record(const char* operation, const Tensor& result, const Shared<Node>& node);
  static void on_backward(const Node& node, const Tensor& grad, bool done);

 private:
  static void on_module_change();

  static thread_local Observer* first_;
  Observer* next_;
};

// While one lives, the first operation or gradient with a NaN or an infinity in it throws, with its name and
// module path. An infinity that is there on purpose stops it, too: that of a log_softmax with a mask. Softmax
// and cross_entropy, which networks are made of, make none.
class StopAtNaN final : public Observer {
  void recorded(const char* operation, const Tensor& result, const Shared<Node>& node) override;
  void after_backward(const Node& node, const Tensor& grad) override;
};

}  // namespace heed
