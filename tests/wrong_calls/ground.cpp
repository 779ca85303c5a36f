// Wrong calls of shapes, token matrices, random numbers, threads, numbers as text, and files.
#include "tensor/creation.h"
#include "tensor/files/bytes.h"
#include "tensor/files/file.h"
#include "tensor/files/idx.h"
#include "tensor/files/json.h"
#include "tensor/files/npy.h"
#include "tensor/files/safetensors.h"
#include "tensor/files/wav.h"
#include "tensor/ground/format.h"
#include "tensor/ground/stopwatch.h"
#include "tensor/ground/text_table.h"
#include "tensor/ground/threads.h"
#include "tensor/ground/utf8.h"
#include "tensor/random.h"
#include "tensor/token_matrix.h"
#include "tensor/views.h"
#include "tests/wrong_calls.h"

#include <cmath>

namespace heed::testing {
namespace {

WrongCalls shape_calls() {
  return {
      {"Shape",
       [] {
         Shape{2, -1};
       },
       "shape (2, -1): a size cannot be negative"},
      {"Shape", [] { Shape{1, 1, 1, 1, 1, 1, 1}; }, "a tensor has at most 6 axes"},
      {"filled", [] { Shape::filled(-1, 1); }, "a shape cannot have -1 axes"},
      {"filled", [] { Shape::filled(7, 1); }, "a tensor has at most 6 axes"},
      {"filled", [] { Shape::filled(2, -1); }, "a shape cannot have the negative size -1"},
      {"operator[]",
       [] {
         Shape{2, 3}[2];
       },
       "shape (2, 3) has no axis 2"},
      {"operator[]",
       [] {
         Shape{2, 3}[-1];
       },
       "shape (2, 3) has no axis -1"},
      {"operator[]", [] { Shape{}[0] = 1; }, "shape () has no axis 0"},
      {"size",
       [] {
         Shape{2, 3}.size(2);
       },
       "size: axis 2 does not exist"},
      {"size",
       [] {
         Shape{2, 3}.size(smallest_axis);
       },
       "size: axis -2147483648 does not exist"},
      {"normalize",
       [] {
         Shape{2, 3}.normalize("sum", 5);
       },
       "sum: axis 5 does not exist"},
      {"numel",
       [] {
         Shape{huge, huge}.numel();
       },
       "shape (1099511627776, 1099511627776) has too many"},
      {"numel",
       [] {
         Shape{huge, huge, 0}.numel();
       },
       "shape (1099511627776, 1099511627776, 0) has too many"},
      {"numel",
       [] {
         Shape{0, largest, 2}.numel();
       },
       "shape (0, 9223372036854775807, 2) has too many"},
      {"insert",
       [] {
         Shape{2, 3}.insert(3, 1);
       },
       "shape (2, 3) has no axis 3"},
      {"insert",
       [] {
         Shape{2, 3}.insert(-1, 1);
       },
       "shape (2, 3) has no axis -1"},
      {"insert",
       [] {
         Shape{2, 3}.insert(0, -1);
       },
       "a shape cannot have the negative size"},
      {"insert", [] { Shape{1, 1, 1, 1, 1, 1}.insert(0, 1); }, "a tensor has at most 6 axes"},
      {"erase",
       [] {
         Shape{2, 3}.erase(2);
       },
       "shape (2, 3) has no axis 2"},
      {"erase",
       [] {
         Shape{2, 3}.erase(-1);
       },
       "shape (2, 3) has no axis -1"},
      {"erase", [] { Shape{}.erase(0); }, "shape () has no axis 0"},
      {"checked_size", [] { checked_size("Linear", "size", 0, 1); },
       "Linear: size must be 1 or greater, not 0"},
      {"checked_size", [] { checked_size("Linear", "size", largest); }, "Linear: size cannot be as large as"},
      {"contiguous_strides",
       [] {
         contiguous_strides({huge, huge});
       },
       "shape (1099511627776, "},
      {"contiguous_strides",
       [] {
         contiguous_strides({0, huge, huge});
       },
       "shape (0, 1099511627776, "},
      {"broadcast", [] { broadcast("+", {2}, {3}); }, "+: shapes (2,) and (3,) do not broadcast"},
      {"make", [] { Storage::make(-1); }, "out of memory: "},
      {"make", [] { Storage::make(largest); }, "out of memory: "},
  };
}

WrongCalls token_calls() {
  const auto damaged = [] {
    TokenMatrix tokens(2, 2);
    tokens.ids.pop_back();
    return tokens;
  };
  return {
      {"TokenMatrix", [] { TokenMatrix(-1, 2); }, "TokenMatrix: the number of rows must be 0"},
      {"TokenMatrix", [] { TokenMatrix(2, -1); }, "TokenMatrix: the number of columns must be 0"},
      {"TokenMatrix", [] { TokenMatrix(huge, huge); }, "shape (1099511627776, 1099511627776) has too many"},
      {"TokenMatrix", [] { TokenMatrix(largest, largest); }, "TokenMatrix: the number of rows cannot be"},
      {"TokenMatrix",
       [] {
         TokenMatrix({{1, 2}, {3}});
       },
       "TokenMatrix: sentences of 2 and 1 tokens"},
      {"operator()", [] { TokenMatrix(2, 3)(2, 0); }, "TokenMatrix: there is no token at row 2"},
      {"operator()", [] { TokenMatrix(2, 3)(0, -1); }, "TokenMatrix: there is no token at row 0, column -1"},
      {"operator()", [damaged] { damaged()(1, 1); },
       "TokenMatrix: a token matrix of 2 rows and 2 columns has 3"},
      {"check", [damaged] { damaged().check("embedding"); }, "embedding: a token matrix of 2 rows"},
      {"to_string", [damaged] { damaged().to_string(); }, "TokenMatrix: a token matrix of 2 rows"},
      {"check_lengths", [] { check_lengths("GRU", {1}, 2, 3); }, "GRU: 1 lengths for a batch of 2"},
      {"check_lengths",
       [] {
         check_lengths("GRU", {1, 4}, 2, 3);
       },
       "GRU: row 1 of the batch has length 4"},
      {"check_lengths", [] { check_lengths("GRU", {-1}, 1, 3); }, "GRU: row 0 of the batch has length -1"},
  };
}

WrongCalls random_calls() {
  const auto rng = [] {
    static Rng one;
    return std::ref(one);
  };
  return {
      {"uniform", [rng] { rng().get().uniform(1, 0); }, "Rng::uniform: there are no numbers from 1 to 0"},
      {"uniform", [rng] { rng().get().uniform(not_a_number, 0); }, "Rng::uniform: "},
      {"integer", [rng] { rng().get().integer(0); }, "Rng::integer: the bound must be positive"},
      {"permutation", [rng] { rng().get().permutation(-1); }, "Rng::permutation: the size must be 0"},
      {"permutation", [rng] { rng().get().permutation(largest); }, "Rng::permutation: the size cannot be"},
      {"categorical", [rng] { rng().get().categorical({}); }, "Rng::categorical: the sum of the 0 weights"},
      {"categorical",
       [rng] {
         rng().get().categorical({1, -1});
       },
       "Rng::categorical: a weight is -1"},
      {"restore", [rng] { rng().get().restore("rubbish"); }, "Rng::restore: 'rubbish' is not a saved state"},
      {"random_normal", [rng] { random_normal({2}, rng(), 0, -1); }, "random_normal: a mean of 0 and a"},
      {"random_normal", [rng] { random_normal({2}, rng(), not_a_number); }, "random_normal: a mean of "},
      {"random_uniform", [rng] { random_uniform({2}, rng(), 1, 0); }, "random_uniform: there are no numbers"},
      {"random_uniform", [rng] { random_uniform({2}, rng(), -1.5e308, 1.5e308); },
       "random_uniform: there are"},
      {"glorot_uniform", [rng] { glorot_uniform(-1, 2, rng()); },
       "glorot_uniform: the number of outputs must"},
      {"glorot_uniform", [rng] { glorot_uniform(2, largest, rng()); },
       "glorot_uniform: the number of inputs"},
  };
}

WrongCalls other_calls() {
  return {
      {"parallel_for", [] { parallel_for(10, 0, [](Index, Index) {}); }, "parallel_for: the grain must be 1"},
      {"parallel_for", [] { parallel_for(0, -3, [](Index, Index) {}); }, "parallel_for: the grain must be 1"},
      {"set_thread_count", [] { set_thread_count(0); }, "set_thread_count: there must be 1 to 1024"},
      {"set_thread_count", [] { set_thread_count(largest_axis); },
       "set_thread_count: there must be 1 to 1024"},
      {"decimals", [] { decimals(1, -1); }, "decimals: a number cannot have -1 digits"},
      {"decimals", [] { decimals(1, 1000); }, "decimals: a number cannot have 1000 digits"},
      {"aligned", [] { aligned({{"a"}}, ""); }, "aligned: the alignment must have at least one letter"},
      {"next_code_point",
       [] {
         std::size_t end = 1;
         next_code_point("a", end);
       },
       "next_code_point: position 1 of 1 bytes"},
      {"Stopwatch", [] { Stopwatch(nullptr).total(); }, "stopwatch: the clock is empty"},
      {"read_little_endian", [] { read_little_endian("123456789"); },
       "read_little_endian: a number has at most 8"},
      {"write_little_endian", [] { write_little_endian(1, 9); },
       "write_little_endian: a number has at most 8"},
      {"tensor_from_bytes", [] { tensor_from_bytes({2}, "1234", 4); },
       "tensor_from_bytes: 4 bytes for shape (2,)"},
      {"tensor_from_bytes", [] { tensor_from_bytes({1}, "123456789012", 4); },
       "tensor_from_bytes: 12 bytes for"},
      {"tensor_from_bytes", [] { tensor_from_bytes({2}, "1234", 2); },
       "tensor_from_bytes: a number has 4 or 8"},
      {"bytes_of", [] { bytes_of(Tensor()); }, "bytes_of: this tensor is undefined"},
      {"bytes_of", [] { bytes_of(expand(scalar(1), {99})); },
       "bytes_of: a tensor of shape (99,) is not contiguous"},
      {"shape_from_file", [] { shape_from_file("x: ", {-1}); }, "x: the shape has the negative size -1"},
      {"shape_from_file",
       [] {
         shape_from_file("x: ", {0, huge, huge});
       },
       "x: the shape claims more elements"},
      {"read_file", [] { read_file("/nowhere/at/all"); }, "cannot read '/nowhere/at/all'"},
      {"write_file", [] { write_file("/nowhere/at/all", {"x"}); }, "cannot write '/nowhere/at/all'"},
      {"parse", [] { Json::parse("[\"\xff\"]", "x"); },
       "x: invalid JSON at byte 2: the text in quotes is not UTF-8"},
      {"parse", [] { Json::parse("", "x"); }, "x: invalid JSON at byte 0: it ends too early"},
      {"load_idx", [] { load_idx("/nowhere/at/all"); }, "cannot read '/nowhere/at/all'"},
      {"load_wav", [] { load_wav("/nowhere/at/all"); }, "cannot read '/nowhere/at/all'"},
      {"save_wav",
       [] {
         save_wav({8000, {0}}, "/nowhere/at/all");
       },
       "cannot write '/nowhere/at/all'"},
      {"save_wav",
       [] {
         save_wav({0, {0}}, "/nowhere/at/all");
       },
       "save_wav: the rate must be from 1 to 1000000 samples per second, not 0"},
      {"save_wav",
       [] {
         save_wav({8000, {std::nan("")}}, "/nowhere/at/all");
       },
       "save_wav: a sample is NaN"},
      {"save_npy", [] { save_npy("/nowhere/at/all", Tensor()); }, "save_npy: this tensor is undefined"},
      {"load_npy", [] { load_npy("/nowhere/at/all"); }, "cannot read '/nowhere/at/all'"},
      {"save_safetensors",
       [] {
         save_safetensors("/nowhere", {{{"x", Tensor()}}, {}});
       },
       "cannot write '/nowhere': the tensor \"x\" is undefined"},
      {"save_safetensors",
       [] {
         save_safetensors("/nowhere", {{{"\xff", scalar(1)}}, {}});
       },
       "cannot write '/nowhere': a name or a text of its metadata is not UTF-8"},
      {"save_safetensors",
       [] {
         save_safetensors("/nowhere", {{{"x", scalar(1)}, {"x", scalar(1)}}, {}});
       },
       "cannot write '/nowhere': two tensors have the name \"x\""},
      {"load_safetensors", [] { load_safetensors("/nowhere/at/all"); }, "cannot read '/nowhere/at/all'"},
  };
}

}  // namespace

WrongCalls wrong_ground_calls() {
  WrongCalls all = shape_calls();
  for (const WrongCalls& calls : {token_calls(), random_calls(), other_calls()})
    all.insert(all.end(), calls.begin(), calls.end());
  return all;
}

}  // namespace heed::testing
