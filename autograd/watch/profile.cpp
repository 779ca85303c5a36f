#include "autograd/watch/profile.h"

#include "tensor/ground/error.h"
#include "tensor/ground/format.h"
#include "tensor/ground/text_table.h"
#include "tensor/ground/work.h"

#include <algorithm>

namespace heed {
namespace {

using Row = ProfileReport::Row;

// Multiply-adds per nanosecond are the same number as G multiply-adds per second.
std::vector<std::string> cells(const std::string& name, const Row& row, Nanoseconds total) {
  const auto time = static_cast<double>(row.time());
  const double share = total > 0 ? 100 * time / static_cast<double>(total) : 0;
  return {name,
          to_text(row.calls),
          decimals(static_cast<double>(row.forward) / 1e6, 3),
          decimals(static_cast<double>(row.backward) / 1e6, 3),
          decimals(share, 1),
          row.multiply_adds > 0 && time > 0 ? decimals(static_cast<double>(row.multiply_adds) / time, 2) : "",
          row.bytes > 0 ? decimals(static_cast<double>(row.bytes) / 1e6, 3) : ""};
}

const std::vector<std::string> heads{"operation",         "calls",  "forward ms", "backward ms", "share %",
                                     "G multiply-adds/s", "MB made"};

void longest_first(std::vector<Row>& rows) {
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.time() > b.time(); });
}

}  // namespace

Row& Row::operator+=(const Row& other) {
  calls += other.calls;
  forward += other.forward;
  backward += other.backward;
  multiply_adds += other.multiply_adds;
  bytes += other.bytes;
  return *this;
}

Profile::Profile(Clock clock) : watch_(clock), multiply_adds_(multiply_adds()) {}

Row& Profile::row(const char* operation, Scope::Id scope) { return rows_[{scope, operation}]; }

Index Profile::new_multiply_adds() {
  const Index before = std::exchange(multiply_adds_, multiply_adds());
  return multiply_adds_ - before;
}

void Profile::pass_outside() {
  Row& at = row(ProfileReport::outside, Scope::current());
  at.forward += watch_.lap();
  at.multiply_adds += new_multiply_adds();
}

void Profile::recorded(const char* operation, const Tensor& result, const Shared<Node>&) {
  Row& at = row(operation, Scope::current());
  at.forward += watch_.lap();
  at.multiply_adds += new_multiply_adds();
  at.bytes += result.numel() * static_cast<Index>(sizeof(Scalar));
  ++at.calls;
}

void Profile::before_backward(const Node&, const Tensor&) { pass_outside(); }

void Profile::after_backward(const Node& node, const Tensor&) {
  Row& at = row(node.operation, node.scope);
  at.backward += watch_.lap();
  at.multiply_adds += new_multiply_adds();
}

void Profile::before_module_change() { pass_outside(); }

ProfileReport Profile::report() {
  pass_outside();
  ProfileReport report;
  report.total = watch_.total();
  for (const auto& [place, costs] : rows_) {
    Row row = costs;
    row.operation = place.second;
    for (Scope::Id scope = place.first; scope != 0; scope = Scope::outer(scope))
      row.modules.insert(row.modules.begin(), Scope::name(scope));
    report.rows.push_back(std::move(row));
  }
  longest_first(report.rows);
  return report;
}

std::vector<Row> ProfileReport::by_operation() const {
  std::map<std::string, Row> sums;
  for (const Row& row : rows) sums[row.operation] += row;
  std::vector<Row> result;
  for (auto& [operation, sum] : sums) {
    sum.operation = operation;
    result.push_back(sum);
  }
  longest_first(result);
  return result;
}

ProfileReport::Table ProfileReport::operation_table() const {
  Table table{heads};
  Row all;
  for (const Row& row : by_operation()) {
    table.push_back(cells(row.operation, row, total));
    all += row;
  }
  table.push_back(cells("all", all, total));
  return table;
}

ProfileReport::Table ProfileReport::module_table() const {
  // The map sorts by path, so each module comes after its outer module.
  std::map<std::vector<std::string>, Row> modules;
  for (const Row& row : rows) {
    for (std::vector<std::string> path = row.modules; !path.empty(); path.pop_back()) modules[path] += row;
  }
  Table table{heads};
  table[0][0] = "module";
  Index count = 0;
  for (const auto& [path, row] : modules) {
    if (row.time() * 100 < total) {
      ++count;
    } else {
      table.push_back(cells(std::string(2 * (path.size() - 1), ' ') + path.back(), row, total));
    }
  }
  if (count > 0) table.push_back({text("(and ", count, " below 1 %)"), "", "", "", "", "", ""});
  return table;
}

std::string ProfileReport::to_string() const {
  return aligned(operation_table()) + "\n" + aligned(module_table());
}

}  // namespace heed
