// Profile: where the time goes. While a Profile is in scope, it adds up the time of each operation in each
// module, forward and backward:
//
//     Profile profile;
//     for (const Batch& batch : batches) step(batch);
//     std::cout << profile.report().to_string();      // nn/show/profile_page.h draws it
//
// Every nanosecond of its lifetime on this thread is counted in exactly one row. An operation's row gets the
// time from the previous event (another operation, or the entry or exit of a module) until its result is
// ready. That covers the computation and any unrecorded preparation by the module, such as building a mask.
// Time up to the entry or exit of a module, and time between backward rules, goes into the row "(outside
// operations)": batches, optimiser, the engine, freeing memory. To see such a part by name, enter a Scope.
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
    std::vector<std::string> modules;  // the running module, outermost first: {"decoder", "layers.0"}
    Index calls = 0;                   // forward calls
    Nanoseconds forward = 0, backward = 0;
    Index multiply_adds = 0;  // of matrix products, forward and backward
    Index bytes = 0;          // size of the results; a view counts too, although it shares its storage
    Nanoseconds time() const { return forward + backward; }
    Row& operator+=(const Row& other);  // adds calls, times, multiply-adds and bytes
  };

  std::vector<Row> rows;  // in descending order of time
  Nanoseconds total = 0;  // measured separately; equals the sum of all rows

  // One row for each operation, summed over modules, in descending order of time.
  std::vector<Row> by_operation() const;
  // As text: a line of headings, then one line for each operation with name,
  // calls, times, share, speed and size.
  using Table = std::vector<std::vector<std::string>>;
  Table operation_table() const;
  // One line for each module with everything inside it, indented below its outer module. Modules below 1 % of
  // the time are left out; a last line counts them.
  Table module_table() const;
  std::string to_string() const;  // both tables
};

class Profile final : public Observer {
 public:
  explicit Profile(Clock clock = steady_clock);
  ProfileReport report();  // of the time so far

  void recorded(const char* operation, const Tensor& result, const Shared<Node>& node) override;
  void before_backward(const Node& node, const Tensor& grad) override;
  void after_backward(const Node& node, const Tensor& grad) override;
  void before_module_change() override;

 private:
  ProfileReport::Row& row(const char* operation, Scope::Id scope);
  void pass_outside();        // counts the time since the last event as outside of operations
  Index new_multiply_adds();  // since the last event

  Stopwatch watch_;
  Index multiply_adds_;
  std::map<std::pair<Scope::Id, std::string_view>, ProfileReport::Row> rows_;
};

}  // namespace heed
