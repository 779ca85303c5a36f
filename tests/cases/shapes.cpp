// Operations that only move elements.
#include "autograd/operations/shape_functions.h"
#include "tests/cases.h"

namespace heed {
namespace {

using Inputs = std::vector<Variable>;
using Arrays = std::vector<naive::Array>;
using naive::Position;

}  // namespace

void add_shape_cases(std::vector<Case>& table) {
  // result(p) = x(source(p))
  const auto move = [&](const char* name, VariableFunction f, const Shape& shape, const Shape& result,
                        std::function<Position(const Position&)> source) {
    table.push_back({name, f, {shape}, [=](const Arrays& x) {
                       return naive::build(result, [&](const Position& p) { return x[0](source(p)); });
                     }});
  };
  const auto swap = [](const Position& p) { return Position{p[1], p[0]}; };
  move(
      "transpose", [](const Inputs& x) { return transpose(x[0]); }, {3, 4}, {4, 3}, swap);
  move(
      "transpose", [](const Inputs& x) { return transpose(x[0]); }, {1, 4}, {4, 1}, swap);
  move(
      "transpose", [](const Inputs& x) { return transpose(x[0]); }, {0, 4}, {4, 0}, swap);
  move(
      "transpose, first and last", [](const Inputs& x) { return transpose(x[0], 0, -1); }, {2, 3, 4},
      {4, 3, 2},
      [](const Position& p) {
        return Position{p[2], p[1], p[0]};
      });
  move(
      "permute",
      [](const Inputs& x) {
        return permute(x[0], {2, 0, 1});
      },
      {2, 3, 4}, {4, 2, 3},
      [](const Position& p) {
        return Position{p[1], p[2], p[0]};
      });
  move(
      "permute, from the end",
      [](const Inputs& x) {
        return permute(x[0], {-1, 0, -2});
      },
      {2, 3, 4}, {4, 2, 3},
      [](const Position& p) {
        return Position{p[1], p[2], p[0]};
      });
  move(
      "reshape",
      [](const Inputs& x) {
        return reshape(x[0], {2, 6});
      },
      {3, 4}, {2, 6},
      [](const Position& p) {
        return Position{(6 * p[0] + p[1]) / 4, (6 * p[0] + p[1]) % 4};
      });
  move(
      "reshape, one size left over", [](const Inputs& x) { return reshape(x[0], {-1}); }, {3, 4}, {12},
      [](const Position& p) {
        return Position{p[0] / 4, p[0] % 4};
      });
  move(
      "reshape to a single number", [](const Inputs& x) { return reshape(x[0], Shape{}); }, {1, 1}, {},
      [](const Position&) {
        return Position{0, 0};
      });
  move(
      "reshape of nothing",
      [](const Inputs& x) {
        return reshape(x[0], {4, 0});
      },
      {0, 3}, {4, 0}, swap);
  move(
      "expand",
      [](const Inputs& x) {
        return expand(x[0], {2, 3, 4});
      },
      {3, 1}, {2, 3, 4},
      [](const Position& p) {
        return Position{p[1], 0};
      });
  move(
      "expand a single number",
      [](const Inputs& x) {
        return expand(x[0], {2, 2});
      },
      {}, {2, 2}, [](const Position&) { return Position{}; });
  move(
      "expand to nothing",
      [](const Inputs& x) {
        return expand(x[0], {0, 3});
      },
      {1, 3}, {0, 3}, [](const Position& p) { return p; });
  move(
      "squeeze", [](const Inputs& x) { return squeeze(x[0], -2); }, {3, 1, 4}, {3, 4},
      [](const Position& p) {
        return Position{p[0], 0, p[1]};
      });
  move(
      "unsqueeze", [](const Inputs& x) { return unsqueeze(x[0], 1); }, {3, 4}, {3, 1, 4},
      [](const Position& p) {
        return Position{p[0], p[2]};
      });
  move(
      "unsqueeze, last", [](const Inputs& x) { return unsqueeze(x[0], -1); }, {3, 4}, {3, 4, 1},
      [](const Position& p) {
        return Position{p[0], p[1]};
      });
  move(
      "unsqueeze, before the last", [](const Inputs& x) { return unsqueeze(x[0], -2); }, {3, 4}, {3, 1, 4},
      [](const Position& p) {
        return Position{p[0], p[2]};
      });
  move(
      "select", [](const Inputs& x) { return select(x[0], 1, 2); }, {2, 3, 4}, {2, 4},
      [](const Position& p) {
        return Position{p[0], 2, p[1]};
      });
  move(
      "select, from the end", [](const Inputs& x) { return select(x[0], -1, -3); }, {2, 4}, {2},
      [](const Position& p) {
        return Position{p[0], 1};
      });
  move(
      "x[1]", [](const Inputs& x) { return x[0][1]; }, {2, 3, 4}, {3, 4},
      [](const Position& p) {
        return Position{1, p[0], p[1]};
      });
  move(
      "x[-1]", [](const Inputs& x) { return x[0][-1]; }, {5}, {},
      [](const Position&) { return Position{4}; });
  move(
      "split into equal parts", [](const Inputs& x) { return split(x[0], 2, 0)[1]; }, {5, 3}, {2, 3},
      [](const Position& p) {
        return Position{p[0] + 2, p[1]};
      });
  move(
      "split, the smaller last part", [](const Inputs& x) { return split(x[0], 2, -2)[2]; }, {5, 3}, {1, 3},
      [](const Position& p) {
        return Position{p[0] + 4, p[1]};
      });
  move(
      "split by sizes",
      [](const Inputs& x) {
        return split(x[0], {1, 3}, -1)[1];
      },
      {2, 4}, {2, 3},
      [](const Position& p) {
        return Position{p[0], p[1] + 1};
      });
  move(
      "slice", [](const Inputs& x) { return slice(x[0], 1, 1, 3); }, {2, 4, 3}, {2, 2, 3},
      [](const Position& p) {
        return Position{p[0], p[1] + 1, p[2]};
      });
  move(
      "slice with a step", [](const Inputs& x) { return slice(x[0], 0, 1, 6, 2); }, {6, 2}, {3, 2},
      [](const Position& p) {
        return Position{2 * p[0] + 1, p[1]};
      });
  move(
      "slice, from the end", [](const Inputs& x) { return slice(x[0], -1, -3, -1); }, {2, 4}, {2, 2},
      [](const Position& p) {
        return Position{p[0], p[1] + 1};
      });
  move(
      "slice of nothing", [](const Inputs& x) { return slice(x[0], 0, 2, 2); }, {3, 2}, {0, 2},
      [](const Position& p) { return p; });

  const auto join = [&](const char* name, int axis, const std::vector<Shape>& parts, const Shape& result) {
    table.push_back({name, [axis](const Inputs& x) { return concatenate(x, axis); }, parts,
                     [=](const Arrays& x) {
                       return naive::build(result, [&](Position p) {
                         Index& place = axis < 0 ? p.end()[axis] : p.begin()[axis];
                         std::size_t part = 0;
                         for (; place >= x[part].shape.size(axis); ++part) place -= x[part].shape.size(axis);
                         return x[part](p);
                       });
                     }});
  };
  join("concatenate", 0, {{2, 3}, {1, 3}, {3, 3}}, {6, 3});
  join("concatenate, last axis", -1, {{2, 3}, {2, 1}}, {2, 4});
  join("concatenate, one part empty", 1, {{2, 0}, {2, 3}, {2, 2}}, {2, 5});
  join("concatenate one", 0, {{2, 3}}, {2, 3});

  const auto pile = [&](const char* name, int axis, std::size_t place, std::size_t count, const Shape& part,
                        const Shape& result) {
    table.push_back(
        {name, [axis](const Inputs& x) { return stack(x, axis); }, std::vector<Shape>(count, part),
         [=](const Arrays& x) {
           return naive::build(result, [&](const Position& p) {
             return x[static_cast<std::size_t>(p[place])](naive::without_axis(p, static_cast<int>(place)));
           });
         }});
  };
  pile("stack", 0, 0, 3, {2, 3}, {3, 2, 3});
  pile("stack, last axis", -1, 2, 2, {2, 3}, {2, 3, 2});
  pile("stack numbers", 0, 0, 2, {}, {2});
}

}  // namespace heed
