#include "tutorials/exercise.h"

#include "tensor/elementwise.h"
#include "tensor/print.h"

#include <algorithm>
#include <cmath>
#include <iostream>

namespace heed {

void not_written(const std::string& function) { throw Error(function + "() is still to be written"); }

Exercise::Exercise(const std::string& title) { std::cout << title << '\n'; }

bool Exercise::task(const std::string& name, const std::function<void()>& check) {
  ++tasks_;
  try {
    check();
    ++done_;
    std::cout << "  done      " << name << '\n';
    return true;
  } catch (const std::exception& error) {
    std::cout << "  not yet   " << name << '\n' << "            " << error.what() << '\n';
    return false;
  }
}

int Exercise::finish() const {
  std::cout << done_ << " of " << tasks_ << " tasks are done\n";
  return done_ == tasks_ ? 0 : 1;
}

std::vector<Index> different_sizes(int count, Rng& rng) {
  std::vector<Index> sizes;
  for (const Index place : rng.permutation(8)) sizes.push_back(place + 2);
  sizes.resize(static_cast<std::size_t>(count));
  return sizes;
}

void expect(bool condition, const std::string& otherwise) {
  if (!condition) throw Error(otherwise);
}

void expect_close(const std::string& what, const Tensor& yours, const Tensor& right,
                  const std::string& hint) {
  const std::string ending = hint.empty() ? "" : "\n" + hint;
  expect(yours.defined(),
         what + " is an empty Tensor(); it should have shape " + right.shape().to_string() + ending);
  expect(yours.shape() == right.shape(), what + " has shape " + yours.shape().to_string() +
                                             "; it should have " + right.shape().to_string() + ending);
  expect(all_close(yours, right, 1e-3, 1e-6),
         what + " is\n" + to_string(yours) + "\nbut it should be\n" + to_string(right) + ending);
}

void expect_predicted(const std::string& what, double predicted, double measured, double share) {
  expect(std::abs(predicted - measured) <= share * std::abs(measured),
         text(what, ": you predicted ", predicted, "; the run says ", measured));
}

}  // namespace heed
