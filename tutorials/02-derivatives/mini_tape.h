// MiniTape writes down single numbers as they are computed, so that a walk can go back through
// them. Below it are the walk of lesson 02 and three other walks, which people try first and which
// do not work.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace heed {

// [tape]
struct Input {
  std::size_t from;  // the input's line on the tape
  double slope;      // how fast the result changes with this input
};

struct Line {
  std::string name;
  double value;
  std::vector<Input> inputs;  // none: this number was given, not computed
};

struct MiniTape {
  std::vector<Line> lines;

  std::size_t write(const Line& line) {
    lines.push_back(line);
    return lines.size() - 1;
  }
  std::size_t given(const std::string& name, double value) { return write({name, value, {}}); }
  std::size_t plus(const std::string& name, std::size_t a, std::size_t b) {
    return write({name, lines[a].value + lines[b].value, {{a, 1}, {b, 1}}});
  }
  std::size_t times(const std::string& name, std::size_t a, std::size_t b) {
    return write({name, lines[a].value * lines[b].value, {{a, lines[b].value}, {b, lines[a].value}}});
  }
};
// [/tape]

// [walk]
struct Walk {
  explicit Walk(const MiniTape& tape) : gradient(tape.lines.size(), 0), visits(tape.lines.size(), 0) {
    gradient.back() = 1;  // dL/dL
  }
  std::vector<double> gradient;  // the gradient of each line, as far as it has arrived
  std::vector<double> visits;    // how often each line has handed on its gradient
};

inline Walk walk_back(const MiniTape& tape) {
  Walk walk(tape);
  for (std::size_t at = tape.lines.size(); at-- > 0;) {  // the youngest line first
    ++walk.visits[at];
    for (const Input& input : tape.lines[at].inputs) {
      walk.gradient[input.from] += walk.gradient[at] * input.slope;
    }
  }
  return walk;
}
// [/walk]

// [naive]
// Arrive, add, and immediately hand on all that has arrived so far.
inline void walk_immediately(const MiniTape& tape, std::size_t at, Walk& walk) {
  ++walk.visits[at];
  for (const Input& input : tape.lines[at].inputs) {
    walk.gradient[input.from] += walk.gradient[at] * input.slope;
    walk_immediately(tape, input.from, walk);
  }
}

// The same, but never enters a line twice.
inline void walk_once(const MiniTape& tape, std::size_t at, Walk& walk) {
  if (walk.visits[at]++ > 0) return;
  for (const Input& input : tape.lines[at].inputs) {
    walk.gradient[input.from] += walk.gradient[at] * input.slope;
    walk_once(tape, input.from, walk);
  }
}

// Goes along every path from the end to the beginning and carries only this path's share.
inline void walk_every_path(const MiniTape& tape, std::size_t at, double share, Walk& walk) {
  ++walk.visits[at];
  for (const Input& input : tape.lines[at].inputs) {
    walk.gradient[input.from] += share * input.slope;
    walk_every_path(tape, input.from, share * input.slope, walk);
  }
}
// [/naive]

}  // namespace heed
