// Lesson 01: tensors - windows onto numbers in a row, broadcasting, axes, the matrix product, and a shape
// that ruins a fit. The lesson's page is README.md.
#include "autograd/operations/losses.h"
#include "nn/show/chart.h"
#include "nn/show/heat_map.h"
#include "tensor/elementwise.h"
#include "tensor/ground/memory.h"
#include "tensor/ground/stopwatch.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/01-tensors/drawing.h"
#include "tutorials/lesson.h"

#include <algorithm>

using namespace heed;

namespace {

std::vector<std::vector<double>> numbers(const Window& x) {
  std::vector<std::vector<double>> rows(static_cast<std::size_t>(x.rows));
  for (Index i = 0; i < x.rows; ++i) {
    for (Index j = 0; j < x.columns; ++j) rows[static_cast<std::size_t>(i)].push_back(x.at(i, j));
  }
  return rows;
}

std::vector<std::string> described(const std::string& name, const Window& x) {
  std::string rows;
  for (const auto& row : numbers(x)) {
    for (const double number : row) rows += text(number, " ");
    rows += "/ ";
  }
  return {name, rows.substr(0, rows.size() - 3), text("(", x.rows, ", ", x.columns, ")"),
          text("(", x.row_stride, ", ", x.column_stride, ")"), text(x.offset)};
}

std::vector<std::string> described(const std::string& name, const Tensor& x) {
  return {name, text(x.shape()), text(x.strides()), text(x.storage_offset())};
}

// [complaint]
// Calls f and returns the text of its error.
std::string complaint(const std::function<void()>& f) {
  try {
    f();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}
// [/complaint]

// [time]
// The time of one call of f in microseconds: the shortest of nine rounds.
double microseconds(int calls, const std::function<void()>& f) {
  double shortest = 1e9;
  for (int round = 0; round < 9; ++round) {
    const Stopwatch watch;
    for (int i = 0; i < calls; ++i) f();
    shortest = std::min(shortest, 1e6 * watch.seconds() / calls);
  }
  return shortest;
}
// [/time]

void windows(Lesson& lesson) {
  lesson.step("Numbers in a row");
  // [row]
  std::vector<double> storage = {1, 2, 3, 4, 5, 6};
  const Window x{storage.data(), 0, 2, 3, 3, 1};  // offset 0, shape (2, 3), strides (3, 1)
  // [/row]
  const std::vector<std::string> names = {"window", "rows", "shape", "strides", "offset"};
  lesson.table(names, {described("x", x)});
  lesson.say("x.at(1, 2) is ", x.at(1, 2));
  lesson.watch("storage", storage);
  lesson.watch("x", numbers(x));

  lesson.step("Other windows onto the same numbers");
  // [views]
  const Window turned = transposed(x), second = row(x, 1), thinned = every_other_column(x);
  // [/views]
  lesson.table(names, {described("x", x), described("turned", turned), described("second", second),
                       described("thinned", thinned)});
  lesson.figure("windows.svg", draw({{"x", x}, {"turned", turned}, {"second", second}, {"thinned", thinned}},
                                    6, "Four windows onto six numbers"));
  // [written]
  turned.at(2, 1) = 60;
  // [/written]
  lesson.say("after turned.at(2, 1) = 60, x.at(1, 2) is ", x.at(1, 2));
  lesson.watch("storage", storage);
  lesson.watch("x", numbers(x));
  lesson.watch("turned", numbers(turned));
  lesson.watch("second", numbers(second));
  lesson.watch("thinned", numbers(thinned));
}

void library(Lesson& lesson) {
  lesson.step("The library's Tensor");
  // [library]
  Tensor x = tensor({{1, 2, 3}, {4, 5, 6}});
  const Tensor turned = transpose(x);
  const Tensor second = select(x, 0, 1);        // along axis 0, position 1
  const Tensor thinned = slice(x, 1, 0, 3, 2);  // along axis 1, from 0 to below 3, every second
  const Tensor flat = reshape(x, {6}), taller = reshape(x, {3, 2});
  x.at(1, 2) = 60;
  // [/library]
  lesson.table({"tensor", "shape", "strides", "offset"},
               {described("x", x), described("turned", turned), described("second", second),
                described("thinned", thinned), described("flat", flat), described("taller", taller)});
  lesson.show("turned", turned);
  lesson.show("taller", taller);
  lesson.watch("x", x);
  lesson.watch("second", second);
  lesson.watch("thinned", thinned);
  lesson.watch("flat", flat);
}

void copies(Lesson& lesson) {
  lesson.step("A copy against a view");
  std::vector<std::vector<std::string>> rows;
  std::vector<double> view_times, copy_times;
  Rng rng(1);
  // [copies]
  for (const Index n : {10, 100, 1000}) {
    const Tensor x = random_normal({n, n}, rng);
    const std::size_t before = memory_use().in_use;
    const Tensor view = transpose(x);
    const std::size_t with_view = memory_use().in_use;
    const Tensor copy = transpose(x).clone();
    const std::size_t with_copy = memory_use().in_use;
    rows.push_back({text(n * n), text(with_view - before), text(with_copy - with_view)});
    view_times.push_back(microseconds(1000, [&] { transpose(x); }));
    copy_times.push_back(microseconds(1, [&] { transpose(x).clone(); }));
  }
  // [/copies]
  lesson.table({"elements", "bytes for the view", "bytes for the copy"}, rows);
  lesson.say("the view of a million elements takes less than 3 times as long as the view of a hundred: ",
             view_times[2] < 3 * view_times[0] ? "yes" : "no");
  lesson.say("the copy of a million elements takes more than 1000 times as long as its view: ",
             copy_times[2] > 1000 * view_times[2] ? "yes" : "no");
  lesson.watch("view_times", view_times);
  lesson.watch("copy_times", copy_times);
}

void broadcasting(Lesson& lesson) {
  lesson.step("Broadcasting: a stride of zero");
  // [add]
  const Tensor x = tensor({{1, 2, 3}, {4, 5, 6}});  // (2, 3)
  const Tensor a = tensor({10, 20, 30});            // (3)
  const Tensor b = tensor({{100}, {200}});          // (2, 1)
  const Tensor wide_a = expand(a, {2, 3}), wide_b = expand(b, {2, 3});
  // [/add]
  lesson.table({"tensor", "shape", "strides", "offset"}, {described("a", a), described("wide_a", wide_a),
                                                          described("b", b), described("wide_b", wide_b)});
  lesson.show("wide_a", wide_a);
  lesson.show("x + a", x + a);
  lesson.show("x + b", x + b);
  lesson.watch("x", x);
  lesson.watch("a", a);
  lesson.watch("b", b);
  lesson.watch("wide_b", wide_b);
  // [misfit]
  const Tensor c = tensor({7, 8});  // (2): is it one number for each row?
  const std::string no = complaint([&] { x + c; });
  // [/misfit]
  lesson.say("x + c: ", no);
  lesson.watch("c", c);
}

void pairs(Lesson& lesson) {
  lesson.step("All pairs, on purpose");
  // [pairs]
  const Tensor from = tensor({{1}, {2}, {3}, {4}});  // (4, 1)
  const Tensor to = tensor({1, 2, 3});               // (3)
  const Tensor distance = abs(from - to);            // (4, 1) and (3) -> (4, 3)
  // [/pairs]
  lesson.show("distance", distance);
  lesson.watch("from", from);
  lesson.watch("to", to);
  // [sentences]
  const Tensor source = ones({9, 4}), target = ones({7, 4});   // two sentences; each word is a vector of 4
  const std::string no = complaint([&] { source + target; });  // word by word
  const Tensor both = unsqueeze(source, 1) + unsqueeze(target, 0);  // (9, 1, 4) and (1, 7, 4)
  // [/sentences]
  lesson.say("source + target: ", no);
  lesson.say("both has the shape ", both.shape());
  lesson.watch("source", source);
  lesson.watch("target", target);
  lesson.watch("both", both);
}

void axes(Lesson& lesson) {
  lesson.step("Along an axis");
  // [axes]
  const Tensor x = tensor({{1, 2, 3}, {4, 5, 6}});
  const Tensor down = sum(x, 0), across = sum(x, 1), kept = sum(x, 1, keep_axis);
  const Tensor shares = x / kept;                         // (2, 3) / (2, 1)
  const std::string no = complaint([&] { x / across; });  // (2, 3) / (2)
  // [/axes]
  lesson.show("down", down);
  lesson.show("across", across);
  lesson.show("kept", kept);
  lesson.show("shares", shares);
  lesson.say("x / across: ", no);
  lesson.watch("x", x);

  // [square]
  const Tensor square = tensor({{1, 2, 3}, {4, 5, 6}, {7, 8, 9}});
  const Tensor wrong = square / sum(square, 1);             // (3, 3) / (3): no error
  const Tensor right = square / sum(square, 1, keep_axis);  // (3, 3) / (3, 1)
  // [/square]
  lesson.show("sums of the rows of wrong", sum(wrong, 1));
  lesson.show("sums of the rows of right", sum(right, 1));
  lesson.watch("square", square);
  lesson.watch("wrong", wrong);
  lesson.watch("right", right);
}

// [product]
Tensor product(const Tensor& A, const Tensor& B) {  // (m, k), (k, n) -> (m, n)
  Tensor C = zeros({A.size(0), B.size(1)});
  for (Index i = 0; i < C.size(0); ++i) {
    for (Index j = 0; j < C.size(1); ++j) {
      for (Index k = 0; k < A.size(1); ++k) C.at(i, j) += A(i, k) * B(k, j);
    }
  }
  return C;
}
// [/product]

void products(Lesson& lesson) {
  lesson.step("The matrix product, read twice");
  // [matmul]
  const Tensor A = tensor({{1, 2, 3}, {0, 1, 0}});                      // (2, 3)
  const Tensor B = tensor({{1, 0, 2, 0}, {0, 1, 0, 2}, {1, 1, 0, 0}});  // (3, 4)
  const Tensor C = product(A, B);                                       // (2, 4)
  const Tensor weights = unsqueeze(select(A, 0, 0), 1);  // the first row of A as a column, (3, 1)
  const Tensor mixed = sum(weights * B, 0);              // row k of B times weight k; added up
  const std::string no = complaint([&] { matmul(A, A); });
  const Tensor products_of_rows = matmul(A, transpose(A));  // (2, 3), (3, 2) -> (2, 2)
  // [/matmul]
  lesson.show("C", C);
  lesson.show("mixed", mixed);
  lesson.say("matmul(A, B) is the same as product(A, B): ", all_close(matmul(A, B), C) ? "yes" : "no");
  lesson.say("matmul(A, A): ", no);
  lesson.show("products_of_rows", products_of_rows);
  lesson.watch("A", A);
  lesson.watch("B", B);
  lesson.watch("weights", weights);
}

// [points]
struct Points {
  Tensor x;  // (n, 1): n examples, each a vector of one number
  Tensor t;  // (n): the targets
};

// n points near the line 2 x + 1; the noise has a standard deviation of 0.5.
Points points(Index n) {
  Rng rng(7);
  const Tensor x = random_uniform({n, 1}, rng, -1, 1);
  return {x, 2 * squeeze(x, 1) + 1 + random_normal({n}, rng, 0, 0.5)};
}
// [/points]

// [broken]
Tensor broken_error(const Points& p, double w, double b) {
  const Tensor prediction = matmul(p.x, full({1, 1}, w)) + b;  // (n, 1) x (1, 1) -> (n, 1)
  return prediction - p.t;
}
// [/broken]

// [fixed]
Tensor fixed_error(const Points& p, double w, double b) {
  const Tensor prediction = matmul(p.x, full({1, 1}, w)) + b;  // (n, 1) x (1, 1) -> (n, 1)
  return squeeze(prediction, 1) - p.t;                         // (n) - (n) -> (n)
}
// [/fixed]

// [search]
using ErrorFunction = Tensor (*)(const Points&, double w, double b);

// The mean squared error.
double loss(ErrorFunction error, const Points& p, double w, double b) {
  const Tensor e = error(p, w, b);
  return static_cast<double>(mean(e * e).item());
}

struct Fit {
  double w = 0, b = 0, loss = 1e9;
};

// Tries every line with a slope from -3 to 3 and an intercept from 0 to 2, in steps of 0.1.
Fit best_line(ErrorFunction error, const Points& p) {
  Fit best;
  for (int i = -30; i <= 30; ++i) {
    for (int j = 0; j <= 20; ++j) {
      const Fit fit{0.1 * i, 0.1 * j, loss(error, p, 0.1 * i, 0.1 * j)};
      if (fit.loss < best.loss) best = fit;
    }
  }
  return best;
}
// [/search]

std::string line(const Fit& fit) { return rounded(fit.w, 1) + " x + " + rounded(fit.b, 1); }

// The loss of lines with the intercept 1 against their slope.
show::Series losses(const std::string& name, ErrorFunction error, const Points& p) {
  show::Series series{name, {}, {}};
  for (int i = -10; i <= 40; ++i) {
    series.x.push_back(0.1 * i);
    series.y.push_back(loss(error, p, 0.1 * i, 1));
  }
  return series;
}

std::string drawn(const Tensor& error) {
  return show::heat_map({"Error of the true line, as the broken code computes it",
                         "prediction",
                         "target",
                         "error",
                         {},
                         {},
                         {error.size(0), error.size(1), error.to_doubles()}});
}

void flat(Lesson& lesson) {
  lesson.step("Broken on purpose: the flat line");
  // [fit]
  const Points p = points(100);
  const Fit broken = best_line(broken_error, p);
  // [/fit]
  lesson.say("the best line is ", line(broken), ", with a loss of ", rounded(broken.loss, 2));
  lesson.say("the true line, 2 x + 1, has a loss of ", rounded(loss(broken_error, p, 2, 1), 2));
  lesson.watch("x", p.x);
  lesson.watch("t", p.t);
  lesson.watch("broken", line(broken));
  // [cause]
  const Tensor error = broken_error(points(8), 2, 1);
  // [/cause]
  lesson.say("with 8 points, the error has the shape ", error.shape());
  lesson.figure("errors.svg", drawn(error));
  lesson.watch("error", error);

  lesson.step("Fixed");
  // [refit]
  const Fit fixed = best_line(fixed_error, p);
  // [/refit]
  lesson.say("the best line is ", line(fixed), ", with a loss of ", rounded(fixed.loss, 2));
  lesson.say("with 8 points, the error has the shape ", fixed_error(points(8), 2, 1).shape());
  lesson.figure("losses.svg", show::line_chart({"The loss of lines with the intercept 1",
                                                {"slope"},
                                                {"loss"},
                                                {losses("broken: (n, 1) - (n)", broken_error, p),
                                                 losses("fixed: (n) - (n)", fixed_error, p)}}));
  // [habit]
  const Tensor prediction = matmul(p.x, full({1, 1}, 2)) + 1;
  const std::string no = complaint([&] { mse_loss(prediction, p.t); });
  // [/habit]
  lesson.say(no);
  lesson.watch("prediction", prediction);
  lesson.watch("fixed", line(fixed));
}

void answer(Lesson& lesson) {
  lesson.step("What does one axis of size 1 cost?");
  std::vector<std::vector<std::string>> rows;
  // [measure]
  for (const Index n : {10, 30, 100, 300}) {
    const Points p = points(n);
    const Fit broken = best_line(broken_error, p), fixed = best_line(fixed_error, p);
    const double spread = static_cast<double>(var(p.t, 0).item());  // the mean squared distance to the mean
    rows.push_back({text(n), text(broken_error(p, 2, 1).numel()), line(broken), rounded(broken.loss, 2),
                    rounded(spread, 2), line(fixed), rounded(fixed.loss, 2)});
  }
  // [/measure]
  lesson.table({"n", "errors", "broken fit", "its loss", "spread of t", "fixed fit", "its loss"}, rows);
  const Fit broken = best_line(broken_error, points(300)), fixed = best_line(fixed_error, points(300));
  lesson.value("broken slope", rounded(broken.w, 1));
  lesson.value("fixed slope", rounded(fixed.w, 1));
  lesson.value("broken loss", rounded(broken.loss, 2));
  lesson.value("fixed loss", rounded(fixed.loss, 2));
}

}  // namespace

int main(int count, char** arguments) {
  return run_lesson({"01", "Tensors", "less than a second"}, count, arguments, [](Lesson& lesson) {
    windows(lesson);
    library(lesson);
    copies(lesson);
    broadcasting(lesson);
    pairs(lesson);
    axes(lesson);
    products(lesson);
    flat(lesson);
    answer(lesson);
  });
}
