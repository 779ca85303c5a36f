// Lesson 25: a question about a drawn scene. The question attends to the patches of the picture. The lesson's page is
// README.md; the scenes are in scenes.h, the models in model.h.
#include "nn/show/chart.h"
#include "nn/show/heat_map.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/25-senses/model.h"
#include "tutorials/lesson.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>

using namespace heed;

namespace {

std::string joined(const Words& words) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + word;
  return line;
}

struct Data {
  Data() {
    Rng rng(25);
    train = make_examples(20000, rng);
    test = make_examples(1000, rng);
  }
  std::vector<Example> train, test;
};

// Pictures side by side, one for each channel, with a grey line between them.
std::array<show::Matrix, 3> side_by_side(const std::vector<Tensor>& pictures) {
  std::array<show::Matrix, 3> channels;
  for (Index c = 0; c < 3; ++c) {
    show::Matrix& all = channels[static_cast<std::size_t>(c)];
    all = {scene_size, static_cast<Index>(pictures.size()) * (scene_size + 1) - 1, {}};
    for (Index y = 0; y < scene_size; ++y) {
      for (std::size_t i = 0; i < pictures.size(); ++i) {
        if (i > 0) all.values.push_back(0.5);
        for (Index x = 0; x < scene_size; ++x)
          all.values.push_back(static_cast<double>(pictures[i](c, y, x)));
      }
    }
  }
  return channels;
}

void draw(Lesson& lesson, const std::string& file, const std::string& title,
          const std::vector<Tensor>& pictures) {
  const std::array<show::Matrix, 3> channels = side_by_side(pictures);
  lesson.figure(file, show::colour_image(title, channels[0], channels[1], channels[2], 4));
}

void scenes(Lesson& lesson, const Data& data) {
  lesson.step("Scenes and questions");
  std::vector<Tensor> pictures;
  for (std::size_t i = 0; i < 5; ++i) {
    const Example& example = data.test[i];
    pictures.push_back(example.scene.pixels);
    lesson.say(i + 1, ". ", joined(example.question.words), "? ", example.question.answer);
  }
  draw(lesson, "scenes.svg", "Five scenes, from 1 to 5", pictures);
  lesson.say(data.train.size(), " scenes with a question each to learn from, ", data.test.size(),
             " to test, ", answers().size(), " answers");
}

// [by kind]
// The share of right answers: of all questions, and of each kind.
std::vector<double> shares(const std::vector<Token>& given, const std::vector<Example>& examples) {
  std::vector<double> right(kinds().size() + 1, 0), total(kinds().size() + 1, 0);
  for (std::size_t i = 0; i < examples.size(); ++i) {
    const bool is_right = given[i] == answer_number(examples[i].question.answer);
    for (const std::size_t at : {std::size_t{0}, 1 + static_cast<std::size_t>(examples[i].question.kind)}) {
      right[at] += is_right;
      ++total[at];
    }
  }
  for (std::size_t i = 0; i < right.size(); ++i) right[i] /= total[i];
  return right;
}
// [/by kind]

std::vector<std::string> row(const std::string& name, const std::vector<double>& right) {
  std::vector<std::string> cells{name};
  for (const double share : right) cells.push_back(percent(share));
  return cells;
}

std::vector<std::string> names_of_kinds() {
  std::vector<std::string> names{"all"};
  for (const auto& [kind, name] : kinds()) names.push_back(name);
  return names;
}

// [blind]
// Answers without the picture: for each question, the answer that was most frequent in training.
std::vector<Token> answer_blindly(const Data& data) {
  std::map<std::string, std::map<std::string, Index>> counts;
  for (const Example& example : data.train) ++counts[joined(example.question.words)][example.question.answer];
  std::vector<Token> given;
  for (const Example& example : data.test) {
    const auto& seen = counts[joined(example.question.words)];
    const auto rarer = [](const auto& a, const auto& b) { return a.second < b.second; };
    const auto best = std::max_element(seen.begin(), seen.end(), rarer);
    given.push_back(best == seen.end() ? 0 : answer_number(best->first));
  }
  return given;
}
// [/blind]

std::unique_ptr<Attending> compare(Lesson& lesson, const Data& data) {
  lesson.step("One query, nine patches");
  std::vector<std::vector<std::string>> rows{
      row("without the picture", shares(answer_blindly(data), data.test))};
  std::unique_ptr<Attending> kept;
  show::BarChart chart;
  for (const auto& [kind, name] : kinds()) chart.labels.push_back(name);
  for (const bool attention : {false, true}) {
    const std::string name = attention ? "attention" : "mean of the patches";
    // [train one]
    Rng rng(1);
    auto viewer = std::make_unique<Attending>(AttendingOptions{.attention = attention}, rng);
    train(*viewer, data.train, {}, rng, [&](Index done, Index total) { lesson.progress(name, done, total); });
    const std::vector<double> right = shares(answer_all(*viewer, data.test), data.test);
    // [/train one]
    rows.push_back(row(name, right));
    lesson.value(name, percent(right[0]));
    chart.groups.push_back({name, {}});
    for (std::size_t i = 1; i < right.size(); ++i)
      chart.groups.back().values.push_back(std::round(100 * right[i]));
    if (attention) lesson.value("nearest", percent(right[1 + static_cast<std::size_t>(Kind::nearest)]));
    if (attention) kept = std::move(viewer);
  }
  std::vector<std::string> columns = names_of_kinds();
  columns.insert(columns.begin(), "answers right, seed 1");
  lesson.table(columns, rows);
  chart.title = "Right answers by kind of question, seed 1";
  chart.y = {"right", "%", false, {0, 100}};
  lesson.figure("kinds.svg", show::bar_chart(chart));
  return kept;
}

// [on object]
// The patch in which the centre of an object is.
std::size_t patch_of(const Object& object) {
  return static_cast<std::size_t>(object.y / 8) * 3 + static_cast<std::size_t>(object.x / 8);
}
// [/on object]

// The object that the last word names: for side and nearest, another one than the question is about.
const Object& named(const Example& example) {
  const std::string& shape = example.question.words.back();
  return *std::find_if(example.scene.objects.begin(), example.scene.objects.end(), [&](const Object& object) {
    return shape_names()[static_cast<std::size_t>(object.shape)] == shape;
  });
}

// A picture in which each patch is as bright as its weight.
Tensor in_light(const Tensor& pixels, const std::vector<double>& weights) {
  const double largest = *std::max_element(weights.begin(), weights.end());
  Tensor lit = pixels.clone();
  for (Index y = 0; y < scene_size; ++y) {
    for (Index x = 0; x < scene_size; ++x) {
      const double light = 0.15 + 0.85 * weights[static_cast<std::size_t>(y / 8 * 3 + x / 8)] / largest;
      for (Index c = 0; c < 3; ++c) lit.at(c, y, x) *= static_cast<Scalar>(light);
    }
  }
  return lit;
}

void map(Lesson& lesson, const Data& data, Attending& viewer) {
  lesson.step("Where the question looks");
  std::vector<std::vector<std::string>> rows;
  for (const auto& [kind, name] : kinds()) {
    if (kind == Kind::count) continue;
    const bool two_objects = kind == Kind::side || kind == Kind::nearest;
    double count = 0;
    std::vector<double> about(2, 0), mentioned(2, 0);
    for (const Example& example : data.test) {
      if (example.question.kind != kind) continue;
      ++count;
      const std::vector<std::vector<double>> weights = weights_of(viewer, example);
      const Object& object = example.scene.objects[static_cast<std::size_t>(example.question.object)];
      for (std::size_t read = 0; read < 2; ++read) {
        about[read] += weights[read][patch_of(object)];
        if (two_objects) mentioned[read] += weights[read][patch_of(named(example))];
      }
    }
    for (std::size_t read = 0; read < 2; ++read) {
      rows.push_back({name, text(read + 1), percent(about[read] / count),
                      two_objects ? percent(mentioned[read] / count) : ""});
      lesson.value(text(name, " ", read + 1), percent(about[read] / count));
    }
  }
  lesson.table({"kind", "read", "weight on the object asked for", "on the object named"}, rows);
  lesson.say("equal weights would have ", percent(1.0 / 9), " on each of the nine patches");
  std::vector<Tensor> pictures;
  for (const Kind kind : {Kind::colour, Kind::shape, Kind::side}) {
    const auto found = std::find_if(data.test.begin(), data.test.end(),
                                    [&](const Example& example) { return example.question.kind == kind; });
    const std::vector<std::vector<double>> weights = weights_of(viewer, *found);
    lesson.say(joined(found->question.words), "? ", found->question.answer);
    pictures.push_back(found->scene.pixels);
    for (const std::vector<double>& read : weights) pictures.push_back(in_light(found->scene.pixels, read));
  }
  draw(lesson, "looks.svg", "Three scenes; after each, what the first and the second read light up",
       pictures);
}

// [rule]
// "What colour is the thing left of the circle?": the colour of the leftmost object, whatever the last word is.
std::string leftmost_or_rightmost(const Example& example) {
  const Words& words = example.question.words;
  const bool left = std::find(words.begin(), words.end(), "left") != words.end();
  const auto by_x = [](const Object& a, const Object& b) { return a.x < b.x; };
  const std::vector<Object>& objects = example.scene.objects;
  const Object& end = left ? *std::min_element(objects.begin(), objects.end(), by_x)
                           : *std::max_element(objects.begin(), objects.end(), by_x);
  return colour_names()[static_cast<std::size_t>(end.colour)];
}

// "What colour is the thing nearest to the circle?": the colour of the object with the smallest distances to the others.
std::string in_the_middle(const Example& example) {
  const std::vector<Object>& objects = example.scene.objects;
  const auto distances = [&](const Object& o) {
    double sum = 0;
    for (const Object& other : objects) sum += std::hypot(o.x - other.x, o.y - other.y);
    return sum;
  };
  const auto nearer = [&](const Object& a, const Object& b) { return distances(a) < distances(b); };
  const Object& middle = *std::min_element(objects.begin(), objects.end(), nearer);
  return colour_names()[static_cast<std::size_t>(middle.colour)];
}
// [/rule]

void broken(Lesson& lesson, const Data& data, Attending& viewer) {
  lesson.step("Broken on purpose: a question that need not be read");
  // [hidden word]
  std::vector<Example> hidden = data.test;
  for (Example& example : hidden) {  // "circle" becomes an unknown word, and so on
    if (example.question.kind == Kind::side || example.question.kind == Kind::nearest)
      example.question.words.back() = "thingummy";
  }
  const std::vector<double> full = shares(answer_all(viewer, data.test), data.test);
  const std::vector<double> blurred = shares(answer_all(viewer, hidden), hidden);
  // [/hidden word]
  std::vector<std::vector<std::string>> rows;
  for (const Kind kind : {Kind::side, Kind::nearest}) {
    const std::size_t at = static_cast<std::size_t>(kind);
    rows.push_back({kinds()[at].second, percent(full[at + 1]), percent(blurred[at + 1])});
  }
  lesson.table({"kind", "answers right", "with the last word hidden"}, rows);
  lesson.watch("full", full, "blurred", blurred);
  lesson.value("side hidden", rows[0][2]);

  lesson.step("Fixed: look for the shortcut before you praise the model");
  // [shortcut]
  // A rule's share of right answers, and the model's share where the rule is right and where it is wrong.
  const std::vector<Token> given = answer_all(viewer, data.test);
  const auto compare_with = [&](Kind kind, const std::function<std::string(const Example&)>& rule) {
    double asked = 0, easy = 0, model_easy = 0, model_hard = 0;
    for (std::size_t i = 0; i < given.size(); ++i) {
      const Question& question = data.test[i].question;
      if (question.kind != kind) continue;
      const bool by_rule = rule(data.test[i]) == question.answer;
      const bool by_model = given[i] == answer_number(question.answer);
      ++asked;
      easy += by_rule;
      (by_rule ? model_easy : model_hard) += by_model;
    }
    const double hard = asked - easy;
    return std::vector<std::string>{percent(easy / asked), percent(model_easy / easy),
                                    hard > 0 ? percent(model_hard / hard) : "none"};
  };
  // [/shortcut]
  std::vector<std::vector<std::string>> split{compare_with(Kind::side, leftmost_or_rightmost),
                                              compare_with(Kind::nearest, in_the_middle)};
  lesson.value("middle", split[1][0]);
  lesson.value("hard", split[1][2]);
  split[0].insert(split[0].begin(), "side");
  split[1].insert(split[1].begin(), "nearest");
  lesson.table({"kind", "rule right", "model, where the rule is right", "where it is wrong"}, split);
}

}  // namespace

int main(int count, char** arguments) {
  const auto steps = [](Lesson& lesson) {
    const Data data;
    scenes(lesson, data);
    const std::unique_ptr<Attending> viewer = compare(lesson, data);
    map(lesson, data, *viewer);
    broken(lesson, data, *viewer);
  };
  return run_lesson({"25", "More than one modality", "about 25 s on two cores"}, count, arguments, steps);
}
