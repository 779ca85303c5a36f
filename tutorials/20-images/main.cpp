// Lesson 20: what is in the picture? Patches and a class token against a plain network and a small convolution, on
// pictures that we draw; and the same on real digits. The lesson's page is README.md.
#include "nn/show/chart.h"
#include "nn/show/heat_map.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/20-images/model.h"
#include "tutorials/20-images/real.h"
#include "tutorials/lesson.h"

#include <algorithm>
#include <cmath>

using namespace heed;

namespace {

constexpr Index seeds = 3;
const Index classes = static_cast<Index>(drawn_classes().size());

struct Drawn {
  Drawn() {
    Rng rng(20);
    train = draw_pictures(3000, rng);
    test = draw_pictures(1000, rng);
  }
  Pictures train, test;
};

// Pictures side by side, with a grey line between them: one (height, width) matrix.
show::Matrix side_by_side(const std::vector<Tensor>& pictures) {
  show::Matrix all{drawn_size, static_cast<Index>(pictures.size()) * (drawn_size + 1) - 1, {}};
  for (Index y = 0; y < drawn_size; ++y) {
    for (std::size_t i = 0; i < pictures.size(); ++i) {
      if (i > 0) all.values.push_back(0.5);
      for (Index x = 0; x < drawn_size; ++x) all.values.push_back(static_cast<double>(pictures[i](y, x)));
    }
  }
  return all;
}

void pictures(Lesson& lesson, const Drawn& drawn) {
  lesson.step("Pictures that we draw");
  std::vector<Tensor> one_each;
  for (Index c = 0; c < classes; ++c) {
    const auto found = std::find(drawn.train.classes.begin(), drawn.train.classes.end(), c);
    one_each.push_back(drawn.train.pixels[found - drawn.train.classes.begin()][0]);
  }
  lesson.figure("pictures.svg",
                show::grey_image("One picture of each class", side_by_side(one_each), 0, 1, 3));
  lesson.say(drawn.train.count(), " pictures to learn from, ", drawn.test.count(), " to test, ", classes,
             " classes, ", drawn_size, " x ", drawn_size, " pixels");
}

void on_paper(Lesson& lesson) {
  lesson.step("Windows, a convolution and patches");
  // [windows]
  const Tensor picture = reshape(tensor({0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1}), {1, 1, 4, 4});
  const Tensor kernel = reshape(tensor({-1, 1}), {1, 1, 1, 2});  // right pixel minus left pixel
  lesson.show("picture", picture[0][0]);
  lesson.show("windows", unfold(picture, {.size = {1, 2}})[0]);
  lesson.show("edges", conv2d(picture, kernel)[0][0]);
  lesson.show("patches", patches(picture, 2)[0]);
  // [/windows]
  lesson.watch("kernel", kernel);
}

// [one]
// The models by name, all for drawn pictures.
std::unique_ptr<PictureModel> make(const std::string& name, Rng& rng) {
  if (name == "plain network") return std::make_unique<PlainNetwork>(drawn_size, 48, classes, rng);
  if (name == "convolution") return std::make_unique<ConvolutionNetwork>(drawn_size, 12, classes, 0, rng);
  VisionOptions options;
  options.positions = name != "without positions";
  return std::make_unique<VisionTransformer>(drawn_size, classes, options, rng);
}

std::unique_ptr<PictureModel> train_one(const std::string& name, const Drawn& drawn, Index seed) {
  Rng rng(static_cast<std::uint64_t>(seed));
  std::unique_ptr<PictureModel> model = make(name, rng);
  train(*model, drawn.train, {.epochs = 15, .batch_size = 32, .rate = 3e-3, .shift = 1}, rng);
  return model;
}
// [/one]

double share_right(PictureModel& model, const Pictures& test) {
  return static_cast<double>(count_right(predict(model, test), test.classes)) /
         static_cast<double>(test.count());
}

// Trains all models and returns those of seed 1.
std::vector<std::unique_ptr<PictureModel>> compare(Lesson& lesson, const Drawn& drawn) {
  lesson.step("Four models, three seeds");
  std::vector<std::unique_ptr<PictureModel>> kept;
  std::vector<std::vector<std::string>> rows;
  show::BarChart chart;
  chart.groups.push_back({"right", {}});
  for (const std::string name : {"plain network", "convolution", "Vision Transformer", "without positions"}) {
    rows.push_back({name, ""});
    double mean = 0;
    for (Index seed = 1; seed <= seeds; ++seed) {
      auto model = train_one(name, drawn, seed);
      const double right = share_right(*model, drawn.test);
      rows.back()[1] = text(model->parameter_count());
      rows.back().push_back(percent(right, 1));
      mean += right / seeds;
      if (seed == 1) kept.push_back(std::move(model));
      lesson.progress("models trained", static_cast<Index>(rows.size()) * seeds - seeds + seed, 4 * seeds);
    }
    rows.back().push_back(percent(mean, 1));
    lesson.value(name, percent(mean));
    chart.labels.push_back(name);
    chart.groups[0].values.push_back(std::round(100 * mean));
  }
  lesson.table({"model", "parameters", "seed 1", "seed 2", "seed 3", "mean"}, rows);
  chart.title = "Right classes of drawn pictures, mean of three seeds";
  chart.y = {"right", "%", false, {0, 100}};
  lesson.figure("models.svg", show::bar_chart(chart));
  return kept;
}

void map(Lesson& lesson, const Drawn& drawn, VisionTransformer& model) {
  lesson.step("The map over the picture");
  // [share]
  double on_ink = 0, inked = 0, all = 0, patches_seen = 0;
  for (Index i = 0; i < 200; ++i) {
    const std::vector<double> weights = attention_map(model, drawn.test, i).to_doubles();
    const Tensor ink = mean(patches(slice(drawn.test.ink, 0, i, i + 1), 4).value(), -1);
    for (std::size_t p = 0; p < weights.size(); ++p) {
      const bool has_ink = ink.to_doubles()[p] > 0.05;
      on_ink += has_ink ? weights[p] : 0;
      all += weights[p];
      inked += has_ink;
      ++patches_seen;
    }
  }
  // [/share]
  lesson.table({"of 200 pictures", "share"},
               {{"patches with a part of the digit or shape", percent(inked / patches_seen)},
                {"weight on these patches", percent(on_ink / all)}});
  lesson.value("inked", percent(inked / patches_seen));
  lesson.value("on ink", percent(on_ink / all));
  std::vector<Tensor> shown;
  for (Index i = 0; i < 6; ++i) {
    const Tensor weights = attention_map(model, drawn.test, i);
    const double largest = static_cast<double>(max(weights).item());
    Tensor large = zeros({drawn_size, drawn_size});
    for (Index y = 0; y < drawn_size; ++y)
      for (Index x = 0; x < drawn_size; ++x)
        large.at(y, x) = static_cast<Scalar>(static_cast<double>(weights(y / 4, x / 4)) / largest);
    shown.push_back(drawn.test.pixels[i][0]);
    shown.push_back(large);
  }
  lesson.figure("map.svg", show::grey_image("Six test pictures, each with the weights of its patches",
                                            side_by_side(shown), 0, 1, 3));
}

void positions(Lesson& lesson, const Drawn& drawn, const std::vector<std::unique_ptr<PictureModel>>& models) {
  lesson.step("Positions taken away");
  // [shuffle]
  Rng rng(5);
  const std::vector<Index> order = rng.permutation(25);
  const Tensor cut = patches(drawn.test.pixels, 4).value();  // (1000, 25, 16)
  Tensor mixed = zeros(drawn.test.pixels.shape());
  for (Index p = 0; p < 25; ++p) {
    const Index from = order[static_cast<std::size_t>(p)], y = p / 5 * 4, x = p % 5 * 4;
    const Tensor square = reshape(select(cut, 1, from).contiguous(), {drawn.test.count(), 1, 4, 4});
    slice(slice(mixed, 2, y, y + 4), 3, x, x + 4).copy_from(square);
  }
  const Pictures shuffled{mixed, drawn.test.classes, {}};
  // [/shuffle]
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 2; i < 4; ++i) {
    rows.push_back({i == 2 ? "Vision Transformer" : "without positions",
                    percent(share_right(*models[i], drawn.test), 1),
                    percent(share_right(*models[i], shuffled), 1)});
  }
  lesson.table({"model of seed 1", "test pictures", "their patches shuffled"}, rows);
  lesson.value("shuffled", rows[0][2]);
}

void broken(Lesson& lesson, const Drawn& drawn, const std::vector<std::unique_ptr<PictureModel>>& models) {
  lesson.step("Broken on purpose: black on white");
  // [broken]
  const Pictures on_paper{1.0 - drawn.test.pixels, drawn.test.classes, {}};  // black strokes on white paper
  const Pictures bytes{drawn.test.pixels * 255.0, drawn.test.classes, {}};   // from 0 to 255, as in a file
  // [/broken]
  const char* const names[] = {"plain network", "convolution", "Vision Transformer"};
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < 3; ++i) {
    rows.push_back({names[i]});
    for (const Pictures* test : {&drawn.test, &on_paper, &bytes})
      rows.back().push_back(percent(share_right(*models[i], *test), 1));
  }
  lesson.table({"model of seed 1", "test pictures", "black on white", "0 to 255"}, rows);
  lesson.value("black on white", rows[1][2]);

  lesson.step("Fixed: compare the data before you compare models");
  // [fixed]
  const auto mean_of = [](const Tensor& pixels) {
    return rounded(static_cast<double>(mean(pixels).item()), 2);
  };
  lesson.table({"pictures", "mean pixel"}, {{"training", mean_of(drawn.train.pixels)},
                                            {"test", mean_of(drawn.test.pixels)},
                                            {"black on white", mean_of(on_paper.pixels)},
                                            {"0 to 255", mean_of(bytes.pixels)}});
  // [/fixed]
}

}  // namespace

int main(int count, char** arguments) {
  const auto steps = [](Lesson& lesson) {
    const Drawn drawn;
    pictures(lesson, drawn);
    on_paper(lesson);
    const auto models = compare(lesson, drawn);
    map(lesson, drawn, dynamic_cast<VisionTransformer&>(*models[2]));
    positions(lesson, drawn, models);
    broken(lesson, drawn, models);
  };
  return run_lesson({"20", "Images", "about 30 s on two cores"}, count, arguments, steps, real_digits);
}
