// Reductions, losses and matrix products.
#include "autograd/operations/reductions.h"

#include "autograd/operations/losses.h"
#include "autograd/operations/products.h"
#include "tensor/ground/error.h"
#include "tests/cases.h"

#include <cmath>

namespace heed {
namespace {

using Inputs = std::vector<Variable>;
using Arrays = std::vector<naive::Array>;
using naive::Position;

// The result for the elements along one axis.
using Formula = double (*)(const std::vector<double>& row);

double sum_of(const std::vector<double>& row) {
  return naive::sum(static_cast<Index>(row.size()),
                    [&](Index i) { return row[static_cast<std::size_t>(i)]; });
}
double mean_of(const std::vector<double>& row) { return sum_of(row) / static_cast<double>(row.size()); }
double max_of(const std::vector<double>& row) {
  double top = row[0];
  for (double x : row) top = x > top ? x : top;
  return top;
}
double min_of(const std::vector<double>& row) {
  double bottom = row[0];
  for (double x : row) bottom = x < bottom ? x : bottom;
  return bottom;
}
double product_of(const std::vector<double>& row) {
  double product = 1;
  for (double x : row) product *= x;
  return product;
}
double variance_of(const std::vector<double>& row) {
  std::vector<double> squares;
  for (double x : row) squares.push_back((x - mean_of(row)) * (x - mean_of(row)));
  return mean_of(squares);
}
double log_sum_exp_of(const std::vector<double>& row) {
  double total = 0;
  for (double x : row) total += std::exp(x);
  return std::log(total);
}

auto along(int axis, bool keep, Formula formula) {
  return [=](const Arrays& x) {
    const int a = x[0].shape.normalize("naive", axis);
    const Shape reduced = x[0].shape.erase(a), shape = keep ? reduced.insert(a, 1) : reduced;
    return naive::build(shape, [&](const Position& p) {
      std::vector<double> row;
      for (Index i = 0; i < x[0].shape[a]; ++i)
        row.push_back(x[0](keep ? naive::with(p, a, i) : naive::with_axis(p, a, i)));
      return formula(row);
    });
  };
}

// Over two axes, first < second, of three.
auto along_two(int first, int second, bool keep, Formula formula) {
  return [=](const Arrays& x) {
    const Shape shape = x[0].shape, reduced = shape.erase(second).erase(first);
    return naive::build(keep ? reduced.insert(first, 1).insert(second, 1) : reduced, [&](const Position& p) {
      std::vector<double> all;
      for (Index i = 0; i < shape[first]; ++i) {
        for (Index j = 0; j < shape[second]; ++j) {
          all.push_back(x[0](keep ? naive::with(naive::with(p, first, i), second, j)
                                  : naive::with_axis(naive::with_axis(p, first, i), second, j)));
        }
      }
      return formula(all);
    });
  };
}

auto over_all(Formula formula) {
  return [=](const Arrays& x) { return naive::Array{{}, {formula(x[0].numbers)}}; };
}

// sum over k of a(.., i, k) b(.., k, j), for matrices and batches of them
auto product(const Shape& result) {
  return [=](const Arrays& x) {
    return naive::build(result, [&](const Position& p) {
      return naive::sum(x[0].shape.size(-1),
                        [&](Index k) { return x[0](naive::with(p, -1, k)) * x[1](naive::with(p, -2, k)); });
    });
  };
}

}  // namespace

void add_reduction_cases(std::vector<Case>& table) {
  using AlongAxis = Variable (*)(const Variable&, int, KeepAxis);
  const auto reduce = [&](const char* name, AlongAxis f, Formula formula, bool of_nothing,
                          bool ties = false) {
    const auto add = [&](const Shape& shape, int axis, bool keep) {
      table.push_back({text(name, ", axis ", axis, keep ? ", kept" : ""),
                       [=](const Inputs& x) { return f(x[0], axis, keep ? keep_axis : KeepAxis::no); },
                       {shape},
                       along(axis, keep, formula),
                       -2,
                       2,
                       ties});
    };
    add({3, 4}, 0, false);
    add({3, 4}, -1, false);
    add({2, 3, 4}, 1, false);
    add({2, 3, 4}, 1, true);
    add({2, 35}, -1, true);
    add({5}, 0, false);
    add({1, 1}, 0, true);
    add({0, 3}, 1, false);
    if (of_nothing) add({3, 0}, 1, false);
  };
  reduce("sum", sum, sum_of, true);
  reduce("mean", mean, mean_of, false);
  reduce("prod", prod, product_of, true);
  reduce("max", max, max_of, false, true);
  reduce("min", min, min_of, false, true);
  reduce("var", var, variance_of, false);
  reduce("log_sum_exp", log_sum_exp, log_sum_exp_of, false);
  for (const Shape& shape : {Shape{2, 3}, Shape{}, Shape{1}, Shape{0, 3}, Shape{2, 3, 7}}) {
    table.push_back({"sum", [](const Inputs& x) { return sum(x[0]); }, {shape}, over_all(sum_of)});
    if (shape.numel() > 0)
      table.push_back({"mean", [](const Inputs& x) { return mean(x[0]); }, {shape}, over_all(mean_of)});
    table.push_back({"prod", [](const Inputs& x) { return prod(x[0]); }, {shape}, over_all(product_of)});
    if (shape.numel() == 0) continue;
    table.push_back(
        {"max", [](const Inputs& x) { return max(x[0]); }, {shape}, over_all(max_of), -2, 2, true});
    table.push_back(
        {"min", [](const Inputs& x) { return min(x[0]); }, {shape}, over_all(min_of), -2, 2, true});
  }

  for (const Shape& shape : {Shape{2, 3, 4}, Shape{1, 3, 5}, Shape{2, 0, 4}}) {
    table.push_back({"sum, axes 0 and 2",
                     [](const Inputs& x) {
                       return sum(x[0], {0, 2});
                     },
                     {shape},
                     along_two(0, 2, false, sum_of)});
    table.push_back({"sum, axes 2 and 1, kept",
                     [](const Inputs& x) {
                       return sum(x[0], {-1, 1}, keep_axis);
                     },
                     {shape},
                     along_two(1, 2, true, sum_of)});
    table.push_back({"mean, axes 0 and 2",
                     [](const Inputs& x) {
                       return mean(x[0], {0, 2});
                     },
                     {shape},
                     along_two(0, 2, false, mean_of)});
    if (shape.numel() > 0)
      table.push_back({"mean, axes 0 and 1, kept",
                       [](const Inputs& x) {
                         return mean(x[0], {0, -2}, keep_axis);
                       },
                       {shape},
                       along_two(0, 1, true, mean_of)});
  }

  // The loss of each element, their sum, or their mean.
  using Loss = Variable (*)(const Variable&, const Variable&, Reduction);
  const auto lose = [&](const std::string& name, Loss loss, double (*formula)(double, double)) {
    const auto each = [formula](const Arrays& x) {
      return naive::build(x[0].shape, [&](const Position& p) { return formula(x[0](p), x[1](p)); });
    };
    for (const Shape& shape : {Shape{3, 4}, Shape{}, Shape{2, 3, 5}}) {
      table.push_back({name + ", each",
                       [loss](const Inputs& x) { return loss(x[0], x[1], Reduction::none); },
                       {shape, shape},
                       each});
      table.push_back({name + ", sum",
                       [loss](const Inputs& x) { return loss(x[0], x[1], Reduction::sum); },
                       {shape, shape},
                       [each](const Arrays& x) { return over_all(sum_of)({each(x)}); }});
      table.push_back({name + ", mean",
                       [loss](const Inputs& x) { return loss(x[0], x[1], Reduction::mean); },
                       {shape, shape},
                       [each](const Arrays& x) { return over_all(mean_of)({each(x)}); }});
    }
  };
  lose("mse_loss", mse_loss, [](double x, double t) { return (x - t) * (x - t); });
  lose("l1_loss", l1_loss, [](double x, double t) { return std::abs(x - t); });
  lose("binary_cross_entropy_with_logits", binary_cross_entropy_with_logits, [](double x, double t) {
    const double p = 1 / (1 + std::exp(-x));
    return -t * std::log(p) - (1 - t) * std::log(1 - p);
  });

  const auto multiply = [&](const Shape& a, const Shape& b, const Shape& result) {
    table.push_back({"matmul", [](const Inputs& x) { return matmul(x[0], x[1]); }, {a, b}, product(result)});
  };
  multiply({2, 3}, {3, 4}, {2, 4});
  multiply({1, 1}, {1, 1}, {1, 1});
  multiply({5, 7}, {7, 19}, {5, 19});
  multiply({2, 3, 4}, {2, 4, 5}, {2, 3, 5});
  multiply({2, 3, 4}, {4, 5}, {2, 3, 5});
  multiply({3, 4}, {2, 4, 5}, {2, 3, 5});
  multiply({2, 1, 3, 2}, {3, 2, 4}, {2, 3, 3, 4});
  multiply({1, 3, 4}, {2, 4, 1}, {2, 3, 1});
  multiply({0, 3}, {3, 4}, {0, 4});
  multiply({2, 0}, {0, 4}, {2, 4});
  multiply({0, 2, 3}, {3, 4}, {0, 2, 4});
  // A vector on the left is a row, on the right a column.
  const auto dot = [](const Arrays& x, const Position& left, const Position& right) {
    return naive::sum(x[0].shape.size(-1), [&](Index k) {
      Position i = left, j = right;
      i.push_back(k);
      j.insert(j.begin(), k);
      return x[0](i) * x[1](j);
    });
  };
  const VariableFunction f = [](const Inputs& x) { return matmul(x[0], x[1]); };
  table.push_back({"matmul, two vectors", f, {{3}, {3}}, [dot](const Arrays& x) {
                     return naive::Array{{}, {dot(x, {}, {})}};
                   }});
  table.push_back({"matmul, vector by matrix", f, {{3}, {3, 4}}, [dot](const Arrays& x) {
                     return naive::build({4}, [&](const Position& p) { return dot(x, {}, p); });
                   }});
  table.push_back({"matmul, matrix by vector", f, {{2, 3}, {3}}, [dot](const Arrays& x) {
                     return naive::build({2}, [&](const Position& p) { return dot(x, p, {}); });
                   }});

  const auto affine = [&](const Shape& input, Index inputs, Index outputs, bool bias) {
    std::vector<Shape> shapes{input, {outputs, inputs}};
    if (bias) shapes.push_back({outputs});
    Shape result = input;
    result[result.rank() - 1] = outputs;
    table.push_back({bias ? "linear" : "linear without bias",
                     [bias](const Inputs& x) { return linear(x[0], x[1], bias ? x[2] : Variable()); }, shapes,
                     [=](const Arrays& x) {
                       return naive::build(result, [&](const Position& p) {
                         const double total = naive::sum(inputs, [&](Index i) {
                           return x[0](naive::with(p, -1, i)) * x[1]({p.back(), i});
                         });
                         return bias ? total + x[2](p) : total;
                       });
                     }});
  };
  for (bool bias : {true, false}) {
    affine({3, 4}, 4, 2, bias);
    affine({2, 3, 4}, 4, 5, bias);
    affine({4}, 4, 3, bias);
    affine({1, 1}, 1, 1, bias);
    affine({0, 4}, 4, 3, bias);
    affine({5, 17}, 17, 6, bias);
  }
}

}  // namespace heed
