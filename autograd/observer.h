// Observer: the base of everything that observes operations while they run, such as the trace, the profile
// and the search for the first NaN. Without an observer, an operation costs one comparison more.
#pragma once

#include "autograd/node.h"

namespace heed {

class Observer {
 public:
  Observer();           // starts to observe the operations of this thread
  virtual ~Observer();  // stops
  Observer(const Observer&) = delete;
  Observer& operator=(const Observer&) = delete;

  // An operation has just computed `result`; `node` is empty when it was not recorded.
  virtual void recorded(const char* operation, const Tensor& result, const Shared<Node>& node) = 0;
  // backward() is about to run a node's rules, and has run them; `grad` is the gradient of the node's result.
  virtual void before_backward(const Node& /*node*/, const Tensor& /*grad*/) {}
  virtual void after_backward(const Node& /*node*/, const Tensor& /*grad*/) {}
  // A module is about to be entered or left; Scope::current() still returns the previous scope.
  virtual void before_module_change() {}

  static bool any() { return first_ != nullptr; }
  static void on_record(const char* operation, const Tensor& result, const Shared<Node>& node);
  static void on_backward(const Node& node, const Tensor& grad, bool done);

 private:
  static void on_module_change();

  static thread_local Observer* first_;
  Observer* next_;
};

// While a StopAtNaN is in scope, the first result or gradient that contains a NaN or an infinity throws an
// error with the operation's name and module path. This includes intended infinities, such as those of
// log_softmax with a mask. The softmax and cross_entropy that networks use produce none.
class StopAtNaN final : public Observer {
  void recorded(const char* operation, const Tensor& result, const Shared<Node>& node) override;
  void after_backward(const Node& node, const Tensor& grad) override;
};

}  // namespace heed
