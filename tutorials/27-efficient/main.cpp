// Lesson 27: attention that costs less. Multiply-adds by formula and counted, tiles on paper, sparse, linear and low-rank
// attention, and which of them finds a token far away. The lesson's page is README.md.
#include "autograd/operations/attention.h"
#include "autograd/operations/products.h"
#include "nn/attention/linear_attention.h"
#include "nn/attention/sparse.h"
#include "nn/show/heat_map.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/matmul.h"
#include "tensor/random.h"
#include "tensor/views.h"
#include "tutorials/27-efficient/variants.h"
#include "tutorials/lesson.h"

#include <algorithm>
#include <cmath>
#include <limits>

using namespace heed;

namespace {

constexpr Index d = 64;

void count(Lesson& lesson) {
  lesson.step("What is paid for every pair");
  std::vector<std::vector<std::string>> rows;
  for (const std::string& variant : variants()) {
    for (const Index n : {64, 256, 1024}) {
      const Index work = counted(variant, n, d);
      rows.push_back({variant, text(n), text(products(variant, n, d)), text(work),
                      percent(static_cast<double>(work) / static_cast<double>(products("whole", n, d)))});
    }
  }
  lesson.table({"variant", "n", "by formula", "counted", "of whole"}, rows);
}

void tiles(Lesson& lesson) {
  lesson.step("Tiles, on paper");
  // [online]
  const std::vector<double> scores = {1, 3, 2, 5}, values = {10, 20, 30, 40};
  double largest = -std::numeric_limits<double>::infinity(), sum = 0, output = 0;
  for (std::size_t tile = 0; tile < 4; tile += 2) {  // two keys at a time
    const double before = largest;
    largest = std::max({largest, scores[tile], scores[tile + 1]});
    const double shrink = std::exp(before - largest);  // what is there was relative to the old maximum
    sum *= shrink;
    output *= shrink;
    for (const std::size_t j : {tile, tile + 1}) {
      const double weight = std::exp(scores[j] - largest);
      sum += weight;
      output += weight * values[j];
    }
    lesson.say("after key ", tile + 2, ": maximum ", largest, ", sum ", rounded(sum, 4), ", output / sum ",
               rounded(output / sum, 4));
  }
  // [/online]
  double total = 0, direct = 0;
  for (std::size_t j = 0; j < 4; ++j) {
    total += std::exp(scores[j]);
    direct += std::exp(scores[j]) * values[j];
  }
  lesson.say("all at once: ", rounded(direct / total, 4));
  lesson.say("");
  const auto megabytes = [](const std::string& variant) {
    return rounded(static_cast<double>(bytes_needed(variant, 2048, d)) / 1e6, 1);
  };
  lesson.say("memory for 2,048 words: ", megabytes("tiles"), " MB in tiles, ", megabytes("whole"),
             " MB with the whole matrix");
}

void draw_mask(Lesson& lesson, const std::string& file, const std::string& title, const Tensor& mask) {
  show::HeatMap map;
  map.title = title;
  map.row_axis = "query";
  map.column_axis = "key";
  map.value = "may attend";
  map.low = 0;
  map.high = 1;
  map.matrix = {mask.size(0), mask.size(1), mask.to_doubles()};
  lesson.figure(file, show::heat_map(map));
}

void sparse(Lesson& lesson) {
  lesson.step("Near keys, and evenly spaced keys");
  // [masks]
  const Tensor local = local_mask(24, 5, true), strided = strided_mask(24, 5, true);
  const Tensor both = matmul(strided, local);  // over two layers: the paths from a query to a key
  const auto allowed = [](const Tensor& mask) {
    const std::vector<double> entries = mask.to_doubles();
    return std::count_if(entries.begin(), entries.end(), [](double entry) { return entry > 0; });
  };
  lesson.say("of 300 pairs: local ", allowed(local), ", strided ", allowed(strided), ", one after the other ",
             allowed(both));
  // [/masks]
  lesson.watch("local", local);
  lesson.watch("strided", strided);
  lesson.watch("both", both);
  draw_mask(lesson, "local.svg", "Local, window 5", local);
  draw_mask(lesson, "strided.svg", "Strided, stride 5", strided);
}

void linear(Lesson& lesson) {
  lesson.step("Sums instead of pairs");
  // [recurrent]
  Rng rng(1);
  const Variable Q = random_normal({1, 100, d}, rng), K = random_normal({1, 100, d}, rng),
                 V = random_normal({1, 100, d}, rng);
  const NoGrad guard;
  const Tensor whole = linear_attention(Q, K, V, true).value();
  LinearMemory memory;
  double largest = 0;
  for (Index t = 0; t < 100; ++t) {
    const auto at = [&](const Variable& x) {
      return Variable(reshape(slice(x.value(), 1, t, t + 1).contiguous(), {1, d}));
    };
    const Tensor step = linear_attention_step(at(Q), at(K), at(V), memory).value();
    for (Index i = 0; i < d; ++i)
      largest = std::max(largest, std::abs(static_cast<double>(step(0, i) - whole(0, t, i))));
  }
  // [/recurrent]
  lesson.watch("S", memory.S);
  lesson.watch("z", memory.z);
  lesson.say("largest difference between all at once and step by step: ",
             largest < 1e-5 ? "below 0.00001" : rounded(largest, 5));
  lesson.say("numbers to keep: ", memory.S.value().numel() + memory.z.value().numel(),
             " after any number of words; keys and values of 100 words: ", 2 * 100 * d);
}

void far(Lesson& lesson) {
  lesson.step("A token far away");
  std::vector<std::vector<std::string>> rows;
  const std::vector<std::vector<std::string>> models = {
      {"tiles"}, {"local"}, {"strided"}, {"local", "strided"}, {"low-rank"}, {"linear"}};
  for (const std::vector<std::string>& layers : models) {
    // [one]
    Rng rng(1);
    Finder finder(layers, 256, rng);
    train(finder, 256, 400, rng);
    const Found found = find(finder, 256, rng);
    // [/one]
    const std::string name = layers.size() == 1 ? layers[0] : "local, then strided";
    rows.push_back({name, percent(found.near), percent(found.far)});
    lesson.value(name + " far", percent(found.far));
    lesson.progress("models", std::ssize(rows), std::ssize(models));
  }
  lesson.table({"layers", "nearer than 32", "farther"}, rows);
}

void broken(Lesson& lesson) {
  lesson.step("Broken on purpose: sparse attention for short texts");
  std::vector<std::vector<std::string>> rows;
  for (const Index n : {16, 33, 64, 128, 256}) {
    const Index local = counted("local", n, d), whole = counted("tiles", n, d);
    rows.push_back({text(n), text(whole), text(local),
                    rounded(static_cast<double>(local) / static_cast<double>(whole), 2)});
  }
  lesson.table({"n", "tiles", "local, window 32", "times"}, rows);

  lesson.step("Fixed: choose by length");
  // [fixed]
  const auto cheaper = [](Index n) {
    return products("local", n, d) < products("tiles", n, d) ? "local" : "tiles";
  };
  for (const Index n : {16, 64, 65, 128}) lesson.say("n = ", n, ": ", cheaper(n));
  // [/fixed]
}

}  // namespace

int main(int argument_count, char** arguments) {
  const auto steps = [](Lesson& lesson) {
    count(lesson);
    tiles(lesson);
    sparse(lesson);
    linear(lesson);
    far(lesson);
    broken(lesson);
  };
  return run_lesson({"27", "Efficient attention", "about 20 s on two cores"}, argument_count, arguments,
                    steps);
}
