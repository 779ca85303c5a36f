// The table of wrong calls: every public function with arguments that it must refuse. A row calls the function with
// a wrong rank, an axis or index outside, a size that is negative or overflows, an undefined tensor, an empty
// function, or an option that is not a number, and says how the error begins. tests/test_wrong_calls.cpp calls them
// all, also under the sanitizers, and checks that no public function is missing.
#pragma once

#include "tensor/creation.h"
#include "tensor/ground/error.h"
#include "tensor/token_matrix.h"

#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace heed::testing {

struct WrongCall {
  std::string function;  // its name in the header
  std::function<void()> call;
  std::string message;  // the beginning of the error
};
using WrongCalls = std::vector<WrongCall>;

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr Index huge = Index{1} << 40, largest = std::numeric_limits<Index>::max();
constexpr int largest_axis = std::numeric_limits<int>::max(), smallest_axis = std::numeric_limits<int>::min();

// The rows for each floor (tests/wrong_calls/).
WrongCalls wrong_ground_calls();
WrongCalls wrong_tensor_calls();
WrongCalls wrong_operation_calls();
WrongCalls wrong_network_calls();
WrongCalls wrong_translator_calls();

}  // namespace heed::testing
