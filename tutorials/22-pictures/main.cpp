// Lesson 22: pictures, pixel after pixel. A causal Transformer against a GRU and against counting, on wallpaper whose
// exact probability is known. The lesson's page is README.md.
#include "autograd/watch/attention_watch.h"
#include "nn/show/chart.h"
#include "nn/show/heat_map.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/22-pictures/model.h"
#include "tutorials/lesson.h"

#include <algorithm>
#include <cmath>

using namespace heed;

namespace {

constexpr Index seeds = 3;

struct Data {
  Data() {
    Rng rng(22);
    train = draw_pictures(1500, rng);
    test = draw_pictures(500, rng);
  }
  std::vector<Bits> train, test;
};

// Pictures side by side, with a grey column between them.
show::Matrix side_by_side(const std::vector<Bits>& pictures) {
  show::Matrix all{side, static_cast<Index>(pictures.size()) * (side + 1) - 1, {}};
  for (Index y = 0; y < side; ++y) {
    for (std::size_t i = 0; i < pictures.size(); ++i) {
      if (i > 0) all.values.push_back(0.5);
      for (Index x = 0; x < side; ++x)
        all.values.push_back(pictures[i][static_cast<std::size_t>(y * side + x)]);
    }
  }
  return all;
}

void draw(Lesson& lesson, const std::string& file, const std::string& title,
          const std::vector<Bits>& pictures) {
  lesson.figure(file, show::grey_image(title, side_by_side(pictures), 0, 1, 6));
}

// The mean bits per pixel of a perfect model.
double floor_of(const std::vector<Bits>& pictures) {
  double bits = 0;
  for (const Bits& picture : pictures) bits += exact_bits(picture);
  return bits / static_cast<double>(pictures.size() * pixels);
}

void wallpaper(Lesson& lesson, const Data& data) {
  lesson.step("Wallpaper");
  draw(lesson, "wallpaper.svg", "Eight pictures", {data.train.begin(), data.train.begin() + 8});
  const double most = std::pow(2, motif * motif);
  lesson.say(data.train.size(), " pictures to learn from, ", data.test.size(), " to test, ", pixels,
             " pixels each");
  lesson.say("there are ", rounded(most / 1e6, 1), " million motifs");
  double wrong = 0;
  for (const Bits& picture : data.test) wrong += static_cast<double>(wrong_pixels(picture));
  lesson.say("wrong pixels in a picture: ", rounded(wrong / static_cast<double>(data.test.size()), 1),
             " on average");
  lesson.value("floor", rounded(floor_of(data.test), 3));
}

void one_after_another(Lesson& lesson, const Data& data) {
  lesson.step("One pixel after the other");
  // [counting]
  const auto alone = independent_pixels(data.train), neighbours = four_neighbours(data.train);
  lesson.say("independent pixels: ", rounded(bits_per_pixel(*alone, data.test), 3), " bits per pixel");
  lesson.say("four neighbours:    ", rounded(bits_per_pixel(*neighbours, data.test), 3));
  lesson.say("a perfect model:    ", rounded(floor_of(data.test), 3));
  // [/counting]
}

// [one]
const PainterTraining budget{.epochs = 6, .batch_size = 16, .rate = 6e-3};

std::unique_ptr<NetworkPainter> train_one(const std::string& name, const Data& data, Index seed) {
  Rng rng(static_cast<std::uint64_t>(seed));
  auto painter =
      name == "GRU" ? gru_painter(64, rng) : transformer_painter({.size = 32, .layers = 2, .heads = 4}, rng);
  train(*painter, data.train, budget, rng);
  return painter;
}
// [/one]

// Returns the GRU and the Transformer of seed 1.
std::vector<std::unique_ptr<NetworkPainter>> compare(Lesson& lesson, const Data& data) {
  lesson.step("A Transformer that paints");
  std::vector<std::unique_ptr<NetworkPainter>> kept;
  std::vector<std::vector<std::string>> rows;
  show::BarChart chart;
  chart.labels = {"independent", "GRU", "Transformer", "perfect"};
  chart.groups = {{"bits per pixel", {bits_per_pixel(*independent_pixels(data.train), data.test)}}};
  Index done = 0;
  for (const std::string name : {"GRU", "Transformer"}) {
    rows.push_back({name, ""});
    double mean = 0;
    for (Index seed = 1; seed <= seeds; ++seed) {
      auto painter = train_one(name, data, seed);
      const double bits = bits_per_pixel(*painter, data.test);
      rows.back()[1] = text(painter->parameter_count());
      rows.back().push_back(rounded(bits, 3));
      mean += bits / seeds;
      if (seed == 1) kept.push_back(std::move(painter));
      lesson.progress("models trained", ++done, 2 * seeds);
    }
    rows.back().push_back(rounded(mean, 3));
    lesson.value(name, rounded(mean, 3));
    chart.groups[0].values.push_back(mean);
  }
  chart.groups[0].values.push_back(floor_of(data.test));
  lesson.table({"bits per pixel", "parameters", "seed 1", "seed 2", "seed 3", "mean"}, rows);
  chart.title = "Bits per pixel of 500 other pictures";
  chart.y = {"bits per pixel", "", false, {0, 1}};
  lesson.figure("bits.svg", show::bar_chart(chart));
  return kept;
}

// [weights]
// The weights with which pixel `i` is predicted, over the pixels before it: of one layer, mean over the heads. Key j is pixel
// j - 1; key 0 is <start>.
std::vector<double> weights_of(const NetworkPainter& painter, const Bits& picture, Index i,
                               std::size_t layer) {
  const NoGrad guard;
  AttentionWatch watch;
  painter.logits(input_of(picture));
  return select(mean(watch.calls()[layer].weights()[0], 0), 0, i).contiguous().to_doubles();
}
// [/weights]

void looks(Lesson& lesson, const Data& data, const NetworkPainter& painter) {
  lesson.step("What a pixel looks at");
  const Index i = 7 * side + 7, count = 50;  // row 7, column 7: in the copy at the bottom right
  std::vector<std::vector<std::string>> rows;
  for (const std::size_t layer : {0u, 1u}) {
    std::vector<double> mean_weights(pixels, 0);
    for (Index picture = 0; picture < count; ++picture) {
      const std::vector<double> weights =
          weights_of(painter, data.test[static_cast<std::size_t>(picture)], i, layer);
      for (std::size_t key = 0; key < mean_weights.size(); ++key) mean_weights[key] += weights[key] / count;
    }
    lesson.watch("mean_weights", mean_weights);
    show::Matrix drawn{side, side, std::vector<double>(pixels, 0)};
    for (Index p = 0; p < i; ++p)
      drawn.values[static_cast<std::size_t>(p)] = mean_weights[static_cast<std::size_t>(p) + 1];
    show::HeatMap map;
    map.title = text("Layer ", layer + 1, ": weights for the pixel in row 7, column 7");
    map.row_axis = "row";
    map.column_axis = "column";
    map.value = "weight";
    map.low = 0;
    map.high = 0.4;
    map.matrix = drawn;
    for (Index n = 0; n < side; ++n) {
      map.row_labels.push_back(text(n));
      map.column_labels.push_back(text(n));
    }
    lesson.figure(text("layer", layer + 1, ".svg"), show::heat_map(map));
    const auto at = [&](Index y, Index x) { return drawn(y, x); };
    rows.push_back({text(layer + 1), percent(at(2, 2)), percent(at(2, 7)), percent(at(7, 2)),
                    percent(at(2, 2) + at(2, 7) + at(7, 2))});
  }
  lesson.table({"layer", "row 2, column 2", "row 2, column 7", "row 7, column 2", "together"}, rows);
}

void samples(Lesson& lesson, const Data& data, const std::vector<std::unique_ptr<NetworkPainter>>& painters) {
  lesson.step("Samples and completions");
  // [samples]
  std::vector<std::vector<std::string>> rows;
  const auto count_good = [](const std::vector<Bits>& pictures) {
    return std::count_if(pictures.begin(), pictures.end(),
                         [](const Bits& p) { return wrong_pixels(p) <= 6; });
  };
  const auto show_samples = [&](const std::string& name, Painter& painter) {
    Rng rng(1);
    const std::vector<Bits> painted = paint(painter, std::vector<Bits>(100), rng);
    rows.push_back({name, text(count_good(painted))});
    return std::vector<Bits>(painted.begin(), painted.begin() + 8);
  };
  // [/samples]
  show_samples("independent pixels", *independent_pixels(data.train));
  draw(lesson, "gru.svg", "Eight samples of the GRU", show_samples("GRU", *painters[0]));
  draw(lesson, "transformer.svg", "Eight samples of the Transformer",
       show_samples("Transformer", *painters[1]));
  Rng rng(2);
  rows.push_back({"the source itself", text(count_good(draw_pictures(100, rng)))});
  lesson.table({"of 100 samples", "with at most 6 wrong pixels"}, rows);
  lesson.value("good", rows[2][1]);
  lesson.value("good GRU", rows[1][1]);

  // [completions]
  std::vector<Bits> halves, shown;
  for (std::size_t i = 0; i < 100; ++i)
    halves.emplace_back(data.test[i].begin(), data.test[i].begin() + pixels / 2);
  const std::vector<Bits> completed = paint(*painters[1], halves, rng);
  // [/completions]
  lesson.watch("half", halves[0], "completed", completed[0]);
  for (std::size_t i = 0; i < 4; ++i) {
    shown.push_back(data.test[i]);
    shown.push_back(completed[i]);
  }
  draw(lesson, "completions.svg", "Four test pictures, each with its upper half continued", shown);
  double same = 0;
  for (std::size_t i = 0; i < 100; ++i)
    for (std::size_t p = pixels / 2; p < pixels; ++p) same += completed[i][p] == data.test[i][p];
  lesson.say("");
  lesson.say("completions: ", percent(same / (100 * pixels / 2)),
             " of the pixels of the lower half are those of the test picture");
}

void broken(Lesson& lesson, const Data& data, const NetworkPainter& right) {
  lesson.step("Broken on purpose: better than perfect");
  // [broken]
  Rng rng(1);
  const auto painter = transformer_painter({.size = 32, .layers = 2, .heads = 4}, rng);
  train(*painter, data.train, {.epochs = 1, .batch_size = 16, .rate = 6e-3, .shifted = false}, rng);
  const std::string bits = rounded(bits_per_pixel(*painter, data.test), 3);
  // [/broken]
  lesson.say("after one epoch: ", bits, " bits per pixel");
  lesson.value("broken", bits);

  lesson.step("Fixed: know the floor, and touch a pixel");
  // [touch]
  std::vector<std::vector<std::string>> rows;
  for (const NetworkPainter* model : {&right, static_cast<const NetworkPainter*>(painter.get())}) {
    Bits touched = data.test[0];
    touched[40] = 1 - touched[40];
    const std::vector<std::vector<double>> white = model->white({data.test[0], touched});
    Index before = 0;
    for (std::size_t i = 0; i <= 40; ++i) before += white[0][i] != white[1][i];
    rows.push_back({model == &right ? "Transformer" : "broken", rounded(bits_per_pixel(*model, data.test), 3),
                    rounded(floor_of(data.test), 3), text(before)});
  }
  // [/touch]
  lesson.table({"model", "bits per pixel", "floor", "predictions up to pixel 40 that pixel 40 changes"},
               rows);
}

}  // namespace

int main(int count, char** arguments) {
  const auto steps = [](Lesson& lesson) {
    const Data data;
    wallpaper(lesson, data);
    one_after_another(lesson, data);
    const auto painters = compare(lesson, data);
    looks(lesson, data, *painters[1]);
    samples(lesson, data, painters);
    broken(lesson, data, *painters[1]);
  };
  return run_lesson({"22", "Generating pictures", "about 25 s on two cores"}, count, arguments, steps);
}
