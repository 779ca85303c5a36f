// Profile: where the time goes. While it lives, it adds up what each operation costs, in each module, going
// forward and back:
//
//     Profile profile;
//     for (const Batch& batch : batches) step(batch);
//     std::cout << profile.report().to_string();      // nn/show/profile_page.h draws it
//
// Every nanosecond of its life on this thread stands in exactly one row. What passes until an operation's
// result is there, from whatever came last - another operation, the entry or end of a module - is that
// operation's: what it computes, and what its module does without recording to prepare it, a mask say. What
// passes up to the entry or end of a module, and between the rules of backward(), is outside of operations:
// batches, optimiser, the engine, memory given back. Enter a Scope to see it by name.
#pragma once

#include "autograd/observer.h"
#include "tensor/ground/scalar.h"
#include "tensor/ground/stopwatch.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace heed {

struct ProfileReport {
  static constexpr const char* outside = "(outside operations)";

  struct Row {
    std::string operation;             // or `outside`
    std::vector<std::string> modules;  // the module at work, outermost first: {"decoder", "layers.0"}
    Index calls = 0;                   // forward
    Nanoseconds forward = 0, backward = 0;
    Index multiply_adds = 0;  // of matrix products, forward and backward
    Index bytes = 0;          // of the results; a view's count too, though it shares them
    Nanoseconds time() const { return forward + backward; }
    Row& operator+=(const Row& other);  // adds calls, times, multiply-adds and bytes
  };

  std::vector<Row> rows;  // the longest first
  Nanoseconds total = 0;  // measured by itself; the sum of all rows

  // The rows with the same operation added up, the longest first.
  std::vector<Row> by_operation() const;
  // As text, a line for each and the heads first: name, calls, times, share, speed, size.
  using Table = std::vector<std::vector<std::string>>;
  Table operation_table() const;
  // Each module with all that is within it, indented below its outer one; those below 1 % of the time are
  // left out, but counted.
  Table module_table() const;
  std::string to_string() const;  // both
};

class Profile final : public Observer {
 public:
  explicit Profile(Clock clock = steady_clock);
  ProfileReport report();  // of the time until now

  void recorded(const char* operation, const Tensor& result, const Shared<Node>& node) override;
  void before_backward(const Node& node, const Tensor& grad) override;
  void after_backward(const Node& node, const Tensor& grad) override;
  void before_module_change() override;

 private:
  ProfileReport::Row& row(const char* operation, Scope::Id scope);
  void pass_outside();        // the time since the last event was spent outside of operations
  Index new_multiply_adds();  // since the last event

  Stopwatch watch_;
  Index multiply_adds_;
  std::map<std::pair<Scope::Id, std::string_view>, ProfileReport::Row> rows_;
};

}  // namespace heed
