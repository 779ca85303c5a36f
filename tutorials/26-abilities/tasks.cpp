#include "tutorials/26-abilities/tasks.h"

#include "tensor/ground/error.h"

#include <algorithm>
#include <numeric>

namespace heed {
namespace {

// Tokens: 0 to 9 are digits, 10 to 33 keys, and these.
constexpr Token first_key = 10, keys = 24, blank = 34, marker = 35, noise = 36, open_round = 37,
                close_round = 38, open_square = 39, close_square = 40, end = 41, first_operator = 42;

std::vector<Token> digits(Index count, Index kinds, Rng& rng) {
  std::vector<Token> drawn;
  while (std::ssize(drawn) < count) drawn.push_back(static_cast<Token>(rng.integer(kinds)));
  return drawn;
}

void ask(Example& example, Token token, Token answer) {
  example.input.push_back(token);
  example.answer.push_back(answer);
}

// [blanks]
// The digits, then a blank for each answer: what was answered before is not shown.
Example then_blanks(const std::vector<Token>& input, const std::vector<Token>& answers) {
  Example example{input, std::vector<Token>(input.size(), nothing)};
  for (const Token answer : answers) ask(example, blank, answer);
  return example;
}

Example copy(Index size, Rng& rng) {
  const std::vector<Token> drawn = digits(size, 8, rng);
  return then_blanks(drawn, drawn);
}

Example reverse(Index size, Rng& rng) {
  const std::vector<Token> drawn = digits(size, 8, rng);
  return then_blanks(drawn, {drawn.rbegin(), drawn.rend()});
}

Example sort(Index size, Rng& rng) {
  const std::vector<Token> drawn = digits(size, 8, rng);
  std::vector<Token> sorted = drawn;
  std::sort(sorted.begin(), sorted.end());
  return then_blanks(drawn, sorted);
}
// [/blanks]

std::vector<Token> shuffled(Index count, Rng& rng) {
  std::vector<Token> order(static_cast<std::size_t>(count));
  std::iota(order.begin(), order.end(), 0);
  for (Index i = count - 1; i > 0; --i)
    std::swap(order[static_cast<std::size_t>(i)], order[static_cast<std::size_t>(rng.integer(i + 1))]);
  return order;
}

// [recall]
// key value key value ..., then all keys in another order: at each, its value is asked.
Example recall(Index size, Rng& rng) {
  Example example;
  std::vector<Token> chosen = shuffled(keys, rng);
  const std::vector<Token> values = digits(size, 8, rng);
  for (const Token pair : shuffled(size, rng)) {
    ask(example, first_key + chosen[static_cast<std::size_t>(pair)], nothing);
    ask(example, values[static_cast<std::size_t>(pair)], nothing);
  }
  for (std::size_t pair = 0; pair < values.size(); ++pair)
    ask(example, first_key + chosen[pair], values[pair]);
  return example;
}

// Digits with a marker among them. At the end the marker again: what came after it?
Example induction(Index size, Rng& rng) {
  Example example{digits(size, 8, rng), std::vector<Token>(static_cast<std::size_t>(size), nothing)};
  const auto place = static_cast<std::size_t>(rng.integer(size - 1));
  example.input[place] = marker;
  ask(example, marker, example.input[place + 1]);
  return example;
}
// [/recall]

// Four digits among noise; then four blanks for the digits, in their order.
Example selective_copy(Index size, Rng& rng) {
  std::vector<Token> input(static_cast<std::size_t>(size), noise), places = shuffled(size, rng);
  places.resize(4);
  std::sort(places.begin(), places.end());
  const std::vector<Token> drawn = digits(4, 8, rng);
  for (std::size_t i = 0; i < 4; ++i) input[static_cast<std::size_t>(places[i])] = drawn[i];
  return then_blanks(input, drawn);
}

// [state]
// Bits; at each position: is the number of ones so far odd?
Example parity(Index size, Rng& rng) {
  Example example;
  Token odd = 0;
  for (const Token bit : digits(size, 2, rng)) ask(example, bit, odd ^= bit);
  return example;
}

// Two kinds of brackets, at most four open; at each position: which was opened last and is not closed?
Example brackets(Index size, Rng& rng) {
  Example example;
  std::vector<Token> open;
  while (std::ssize(example.input) < size) {
    if (!open.empty() && (open.size() == 4 || rng.uniform() < 0.5)) {
      const Token closing = open.back() == open_round ? close_round : close_square;
      open.pop_back();
      ask(example, closing, open.empty() ? end : open.back());
    } else {
      open.push_back(rng.uniform() < 0.5 ? open_round : open_square);
      ask(example, open.back(), open.back());
    }
  }
  return example;
}
// [/state]

// One expression of exactly `size` tokens, 1 or at least 3, appended to the example. Returns its value.
Token expression(Example& example, Index size, Rng& rng) {
  if (size == 1) {
    const auto digit = static_cast<Token>(rng.integer(10));
    ask(example, digit, nothing);
    return digit;
  }
  const auto kind = static_cast<Token>(rng.integer(3));  // maximum, minimum, sum modulo 10
  ask(example, first_operator + kind, nothing);
  std::vector<Token> values;
  for (Index rest = size - 2; rest > 0;) {
    const Index part = rest < 3 || rng.uniform() < 0.7 ? 1 : 3 + rng.integer(rest - 2);
    values.push_back(expression(example, part, rng));
    rest -= part;
  }
  const Token value = kind == 0   ? *std::max_element(values.begin(), values.end())
                      : kind == 1 ? *std::min_element(values.begin(), values.end())
                                  : std::accumulate(values.begin(), values.end(), 0) % 10;
  ask(example, end, value);
  return value;
}

// [MAX 2 9 [MIN 4 7]]: the value at each closing bracket.
Example list_operations(Index size, Rng& rng) {
  Example example;
  expression(example, size, rng);
  return example;
}

}  // namespace

const std::vector<Task>& tasks() {
  static const std::vector<Task> all{{"copy", 1, 8, 3000, copy},
                                     {"reverse", 1, 8, 3000, reverse},
                                     {"sort", 1, 8, 3000, sort},
                                     {"recall", 1, 6, 6000, recall},
                                     {"induction", 2, 16, 3000, induction},
                                     {"selective copy", 4, 16, 3000, selective_copy},
                                     {"parity", 1, 16, 3000, parity},
                                     {"brackets", 1, 16, 3000, brackets},
                                     {"list operations", 3, 16, 3000, list_operations}};
  return all;
}

const Task& task_named(const std::string& name) {
  for (const Task& task : tasks())
    if (task.name == name) return task;
  fail("lesson 26: there is no task '", name, "'");
}

Examples draw(const Task& task, Index count, Index size, Rng& rng) {
  Examples all;
  for (Index row = 0; row < count; ++row) {
    const Example one = task.draw(size, rng);
    if (row == 0) {
      const Index length = std::ssize(one.input);
      all = {TokenMatrix(count, length), TokenMatrix(count, length)};
    }
    std::copy(one.input.begin(), one.input.end(), all.input.ids.begin() + row * all.input.columns);
    std::copy(one.answer.begin(), one.answer.end(), all.answer.ids.begin() + row * all.input.columns);
  }
  return all;
}

}  // namespace heed
