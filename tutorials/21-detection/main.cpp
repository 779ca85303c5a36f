// Lesson 21: where is it? A classifier that was never told, and a network that predicts a set of objects. The page of
// this lesson is README.md.
#include "autograd/record.h"
#include "autograd/watch/attention_watch.h"
#include "nn/vision/assignment.h"
#include "tensor/creation.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/21-detection/experiment.h"
#include "tutorials/21-detection/panels.h"
#include "tutorials/lesson.h"

#include <algorithm>
#include <cmath>
#include <tuple>

using namespace heed;

namespace {

Tensor picture_of(const Scenes& scenes, Index i) { return scenes.pixels[i][0]; }

std::vector<DrawnBox> true_boxes(const Scenes& scenes, Index i) {
  std::vector<DrawnBox> boxes;
  for (const Object& object : scenes.objects[static_cast<std::size_t>(i)])
    boxes.push_back({object.box, 5, 1, true});
  return boxes;
}

void pictures(Lesson& lesson, const SceneSets& one, const SceneSets& several) {
  lesson.step("Pictures with known places");
  std::vector<Panel> panels;
  for (Index i = 0; i < 4; ++i) panels.push_back({picture_of(one.test, i), true_boxes(one.test, i)});
  for (Index i = 0; i < 4; ++i) panels.push_back({picture_of(several.test, i), true_boxes(several.test, i)});
  lesson.figure("pictures.svg", draw_panels("Pictures of both parts, with the true boxes", panels, 4));
  double width = 0, covered = 0;
  for (const auto& objects : one.test.objects) {
    width += (objects[0].box.right - objects[0].box.left) / static_cast<double>(one.test.count());
    covered += area(objects[0].box) / (scene_size * scene_size) / static_cast<double>(one.test.count());
  }
  lesson.say("part one: ", one.train.count(), " pictures with one shape; part two: ", several.train.count(),
             " with one to three");
  lesson.say("a shape is ", rounded(width, 1), " pixels wide on average, and its box covers ",
             percent(covered, 1), " of the picture");
}

void overlap(Lesson& lesson) {
  lesson.step("Two boxes on paper");
  // [overlap]
  const Box truth{2, 2, 8, 8};
  const std::pair<const char*, Box> guesses[] = {{"one pixel to the right", {3, 2, 9, 8}},
                                                 {"one pixel right and down", {3, 3, 9, 9}},
                                                 {"one pixel larger on each side", {1, 1, 9, 9}},
                                                 {"half of it", {2, 2, 8, 5}},
                                                 {"the whole picture of 32 x 32", {0, 0, 32, 32}}};
  std::vector<std::vector<std::string>> rows;
  for (const auto& [name, guess] : guesses)
    rows.push_back({name, rounded(intersection_over_union(truth, guess), 2)});
  // [/overlap]
  lesson.table({"guess for a true box of 6 x 6", "IoU"}, rows);
  lesson.value("one pixel", rows[1][1]);
}

// Without any map: the best that can be said without looking, and the best that cells of 4 x 4 pixels allow.
void limits(Lesson& lesson, const SceneSets& sets, const MapBoxes& mean) {
  // [limits]
  double centre = 0, cells = 0;
  for (const std::vector<Object>& objects : sets.test.objects) {
    const Box& box = objects.front().box;
    const Box rounded_out{4 * std::floor(box.left / 4), 4 * std::floor(box.top / 4),
                          4 * std::ceil(box.right / 4), 4 * std::ceil(box.bottom / 4)};
    centre += intersection_over_union(box, box_around(16, 16, mean.width, mean.height));
    cells += intersection_over_union(box, rounded_out);
  }
  // [/limits]
  const double count = static_cast<double>(sets.test.count());
  lesson.value("centre", rounded(centre / count, 2));
  lesson.value("cells", rounded(cells / count, 2));
  lesson.say("without looking, a mean box in the middle of the picture: IoU ", rounded(centre / count, 2));
  lesson.say("knowing all, the cells that the true box touches: IoU ", rounded(cells / count, 2));
}

std::unique_ptr<Classifier> labels_alone(Lesson& lesson, const SceneSets& sets) {
  lesson.step("Trained on labels alone");
  // [three poolings]
  std::vector<std::vector<std::string>> rows;
  std::unique_ptr<Classifier> kept;
  double points = 0, mean_box = 0;  // means over the seeds of attention
  for (const auto& [name, pooling, seed] : {std::tuple{"attention", Pooling::attention, 1},
                                            {"attention", Pooling::attention, 2},
                                            {"attention", Pooling::attention, 3},
                                            {"maximum", Pooling::max, 1},
                                            {"mean", Pooling::mean, 1}}) {
    auto model = train_classifier(pooling, 5, sets, seed);
    const MapScores scores = evaluate_maps(*model, sets.valid, sets.test);
    rows.push_back({name, text(seed), percent(scores.right, 1), percent(scores.points, 1),
                    rounded(scores.by_share, 2), rounded(scores.by_centre, 2)});
    if (pooling == Pooling::attention) points += scores.points / 3;
    if (pooling == Pooling::attention) mean_box += scores.by_centre / 3;
    if (!kept) kept = std::move(model);
    lesson.progress("classifiers", static_cast<Index>(rows.size()), 5);
  }
  // [/three poolings]
  lesson.table({"pooling", "seed", "right shape", "largest cell on the object", "IoU of its cells",
                "IoU of a mean box"},
               rows);
  lesson.value("points", percent(points));
  lesson.value("by share", rows[0][4]);
  lesson.value("by centre", rounded(mean_box, 2));
  return kept;
}

void maps(Lesson& lesson, const SceneSets& sets, const Classifier& model) {
  lesson.step("From a map to a box");
  const MapBoxes boxes(model.look(sets.valid.pixels), sets.valid);
  limits(lesson, sets, boxes);
  const Seen seen = model.look(slice(sets.test.pixels, 0, 0, 8));
  lesson.say("share of the largest weight, chosen on ", sets.valid.count(), " pictures: ", boxes.share);
  std::vector<Panel> panels;
  for (Index i = 0; i < 8; ++i) {
    const Tensor& map = seen.maps[static_cast<std::size_t>(i)];
    panels.push_back({picture_of(sets.test, i),
                      {true_boxes(sets.test, i)[0],
                       {boxes.by_share(map), 4, 1, false},
                       {boxes.by_centre(map), 3, 1, false}}});
  }
  for (Index i = 0; i < 8; ++i)
    panels.insert(panels.begin() + 2 * i + 1, Panel{seen.maps[static_cast<std::size_t>(i)]});
  lesson.figure("maps.svg", draw_panels("Test pictures, each with its attention map", panels, 8));
}

void slot_shapes(Lesson& lesson, const SceneSets& sets) {
  lesson.step("Five slots that ask");
  // [shapes]
  Rng rng(1);
  const SmallDetr model(32, rng);
  const NoGrad guard;
  const Slots predicted = model(slice(sets.test.pixels, 0, 0, 2));
  lesson.say("queries ", model.queries.shape(), ", scores ", predicted.scores.shape(), ", boxes ",
             predicted.boxes.shape());
  lesson.show("boxes of the first picture", predicted.boxes.value()[0]);
  // [/shapes]
}

void on_paper(Lesson& lesson) {
  lesson.step("Which slot for which object?");
  // [paper]
  const Tensor costs = tensor({{1, 2, 6}, {3, 9, 7}});  // two objects, three slots
  lesson.show("costs", costs);
  const std::vector<Index> slot_of = linear_sum_assignment(costs);
  for (std::size_t o = 0; o < 2; ++o)
    lesson.say("object ", o, " gets slot ", slot_of[o], ", cost ", costs(static_cast<Index>(o), slot_of[o]));
  // [/paper]
}

// The share of exact sets among the pictures with this number of objects.
double exact_with(std::size_t number, const std::vector<std::vector<Detection>>& detections,
                  const Scenes& scenes) {
  std::vector<std::vector<Detection>> chosen;
  Scenes part;
  for (std::size_t i = 0; i < detections.size(); ++i) {
    if (scenes.objects[i].size() != number) continue;
    chosen.push_back(detections[i]);
    part.objects.push_back(scenes.objects[i]);
  }
  return evaluate(chosen, part).exact;
}

// For the sentences of the page: exact sets, and what would be exact if all objects were found as often as a single one.
void value_of_exact(Lesson& lesson, const std::string& name, double exact, double of_one) {
  const std::string short_name = name == "small DETR" ? "DETR" : name;
  lesson.value(short_name + " exact", percent(exact));
  lesson.value(short_name + " two", percent(of_one * of_one));
  lesson.value(short_name + " three", percent(of_one * of_one * of_one));
}

// Trains three detectors with Hungarian matching, and returns the last.
std::unique_ptr<Detector> compare(Lesson& lesson, const SceneSets& sets) {
  lesson.step("Three detectors");
  // [precision on paper]
  lesson.say("average precision on paper: ",
             rounded(average_precision({{0.9, true}, {0.8, false}, {0.7, true}}, 3), 3));
  // [/precision on paper]
  // [detectors]
  std::vector<std::vector<std::string>> rows, by_number;
  std::unique_ptr<Detector> model;
  for (const std::string name : {"plain network", "convolution", "small DETR"}) {
    model = train_one(name, Matching::hungarian, sets, 1,
                      [&](Index done, Index total) { lesson.progress(name, done, total); });
    const auto detections = detect(*model, sets.test);
    const DetectionScores scores = evaluate(detections, sets.test);
    by_number.push_back({name});
    for (std::size_t number = 1; number <= 3; ++number)
      by_number.back().push_back(percent(exact_with(number, detections, sets.test)));
    rows.push_back({name, text(model->parameter_count()), rounded(scores.overlap, 2),
                    percent(scores.precision, 1), percent(scores.exact, 1)});
    value_of_exact(lesson, name, scores.exact, exact_with(1, detections, sets.test));
  }
  // [/detectors]
  lesson.table({"detector, seed 1", "parameters", "mean IoU", "average precision", "exact sets"}, rows);
  lesson.table({"exact sets", "of one object", "of two", "of three"}, by_number);
  return model;
}

// The weights of the cross-attention for one picture, mean over the heads: (slots, 64).
Tensor slot_maps(const Detector& model, const Scenes& scenes, Index i) {
  // [slot maps]
  const NoGrad guard;
  AttentionWatch watch;
  model(slice(scenes.pixels, 0, i, i + 1));
  return mean(watch.calls().back().weights()[0], 0);  // the decoder's cross-attention is last
  // [/slot maps]
}

bool inside(const Box& box, Index cell) {
  const auto x = static_cast<double>(cell % grid * 4 + 2), y = static_cast<double>(cell / grid * 4 + 2);
  return box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
}

Box box_of_slot(const Tensor& boxes, Index slot) {
  const std::vector<double> b = boxes[slot].to_doubles();
  return box_around(b[0] * scene_size, b[1] * scene_size, b[2] * scene_size, b[3] * scene_size);
}

void looks(Lesson& lesson, const SceneSets& sets, const Detector& model) {
  lesson.step("What the slots look at");
  const NoGrad guard;
  std::vector<double> used(slots, 0), x(slots, 0), y(slots, 0);
  double weight_inside = 0, cells_inside = 0, count = 0;
  std::vector<Panel> panels;
  for (Index i = 0; i < 200; ++i) {
    const Slots predicted = model(slice(sets.test.pixels, 0, i, i + 1));
    const Tensor probabilities = softmax(predicted.scores.value())[0], boxes = predicted.boxes.value()[0];
    const Tensor weights = slot_maps(model, sets.test, i);
    if (i < 8) panels.push_back({picture_of(sets.test, i), true_boxes(sets.test, i)});
    for (Index s = 0; s < slots; ++s) {
      const Box box = box_of_slot(boxes, s);
      const double some = 1 - static_cast<double>(probabilities(s, nothing));
      if (i < 8) panels.back().boxes.push_back({box, 4, some < 0.1 ? 0 : some});
      if (some < 0.5) continue;
      const auto slot = static_cast<std::size_t>(s);
      ++used[slot];
      x[slot] += (box.left + box.right) / 2;
      y[slot] += (box.top + box.bottom) / 2;
      for (Index cell = 0; cell < grid * grid; ++cell) {
        if (!inside(box, cell)) continue;
        weight_inside += static_cast<double>(weights(s, cell));
        cells_inside += 1.0 / (grid * grid);
      }
      ++count;
    }
  }
  std::vector<std::vector<std::string>> rows;
  for (std::size_t s = 0; s < static_cast<std::size_t>(slots); ++s) {
    const auto mean_of = [&](double sum) { return used[s] > 0 ? rounded(sum / used[s], 0) : "-"; };
    rows.push_back({text(s), percent(used[s] / 200), mean_of(x[s]), mean_of(y[s])});
  }
  lesson.table({"slot", "pictures with an object", "mean x", "mean y"}, rows);
  lesson.say("weight inside the slot's own box: ", percent(weight_inside / count),
             "; cells inside it: ", percent(cells_inside / count));
  lesson.value("inside", percent(weight_inside / count));
  lesson.value("cells inside", percent(cells_inside / count));
  lesson.figure("detections.svg",
                draw_panels("Test pictures: true boxes dashed, predicted boxes solid", panels, 4));
}

void broken(Lesson& lesson, const SceneSets& sets, const Detector& good) {
  lesson.step("Broken on purpose: the first object for the first slot");
  // [broken]
  const auto ordered = train_one("small DETR", Matching::in_order, sets, 1,
                                 [&](Index done, Index total) { lesson.progress("in order", done, total); });
  // [/broken]
  std::vector<std::vector<std::string>> rows;
  const auto with_matching = detect(good, sets.test), in_order = detect(*ordered, sets.test);
  for (std::size_t number = 1; number <= 3; ++number) {
    rows.push_back({text(number), percent(exact_with(number, with_matching, sets.test)),
                    percent(exact_with(number, in_order, sets.test))});
  }
  lesson.table({"objects in the picture", "exact with Hungarian matching", "exact in order"}, rows);
}

void fixed(Lesson& lesson, const SceneSets& sets, const Detector& model) {
  lesson.step("Fixed: a set has no order");
  // [fixed]
  const NoGrad guard;
  const Slots predicted = model(pixels_of(sets.test, {0, 1, 2, 3, 4, 5, 6, 7}));
  std::vector<std::vector<Object>> objects(sets.test.objects.begin(), sets.test.objects.begin() + 8);
  std::vector<std::vector<Object>> turned = objects;
  for (std::vector<Object>& of_picture : turned) std::reverse(of_picture.begin(), of_picture.end());
  const auto loss = [&](const std::vector<std::vector<Object>>& truth, Matching matching) {
    return rounded(static_cast<double>(set_loss(predicted, truth, matching).value().item()), 3);
  };
  lesson.table({"loss of one prediction", "objects as listed", "list turned around"},
               {{"Hungarian", loss(objects, Matching::hungarian), loss(turned, Matching::hungarian)},
                {"in order", loss(objects, Matching::in_order), loss(turned, Matching::in_order)}});
  // [/fixed]
}

}  // namespace

int main(int count, char** arguments) {
  const auto steps = [](Lesson& lesson) {
    const SceneSets one(1), several(3);
    pictures(lesson, one, several);
    overlap(lesson);
    const auto classifier = labels_alone(lesson, one);
    maps(lesson, one, *classifier);
    slot_shapes(lesson, several);
    on_paper(lesson);
    const auto detector = compare(lesson, several);
    looks(lesson, several, *detector);
    broken(lesson, several, *detector);
    fixed(lesson, several, *detector);
  };
  return run_lesson({"21", "Detection", "about 35 s on two cores"}, count, arguments, steps);
}
