#include "tutorials/25-senses/scenes.h"

#include "tensor/creation.h"
#include "tensor/ground/error.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace heed {

const std::vector<std::string>& shape_names() {
  static const std::vector<std::string> names{"circle", "square", "triangle", "cross"};
  return names;
}

const std::vector<std::string>& colour_names() {
  static const std::vector<std::string> names{"red", "green", "blue", "yellow"};
  return names;
}

const std::vector<std::pair<Kind, std::string>>& kinds() {
  static const std::vector<std::pair<Kind, std::string>> all{{Kind::colour, "colour"},
                                                             {Kind::shape, "shape"},
                                                             {Kind::side, "side"},
                                                             {Kind::nearest, "nearest"},
                                                             {Kind::count, "how many"}};
  return all;
}

const std::vector<std::string>& answers() {
  static const std::vector<std::string> all{"red",      "green", "blue", "yellow", "circle", "square",
                                            "triangle", "cross", "0",    "1",      "2",      "3"};
  return all;
}

Token answer_number(const std::string& answer) {
  const auto found = std::find(answers().begin(), answers().end(), answer);
  if (found == answers().end()) fail("lesson 25: '", answer, "' is not an answer");
  return static_cast<Token>(found - answers().begin());
}

const Vocabulary& question_words() {
  static const Vocabulary all = [] {
    WordCounts counts;
    for (const char* word : {"what", "colour", "shape", "is", "the", "thing", "nearest", "to", "left",
                             "right", "of", "there", "a", "how", "many", "things", "are"})
      counts[word] = 1;
    for (const auto* names : {&shape_names(), &colour_names()})
      for (const std::string& name : *names) counts[name] = 1;
    return Vocabulary::build(counts);
  }();
  return all;
}

namespace {

// [shape]
// Whether a point, relative to the centre of an object, is in its shape of radius r.
bool is_inside(Index shape, double x, double y, double r) {
  switch (shape) {
    case 0:
      return x * x + y * y <= r * r;
    case 1:
      return std::max(std::abs(x), std::abs(y)) <= 0.85 * r;
    case 2:
      return y <= 0.8 * r && 1.6 * std::abs(x) <= y + r;
    default:
      return std::min(std::abs(x), std::abs(y)) <= 0.3 * r && std::max(std::abs(x), std::abs(y)) <= r;
  }
}
// [/shape]

constexpr double paint[4][3] = {{0.9, 0.2, 0.2}, {0.2, 0.8, 0.2}, {0.25, 0.35, 0.95}, {0.9, 0.85, 0.2}};

}  // namespace

Scene draw_scene(Rng& rng) {
  Scene scene{{}, full({3, scene_size, scene_size}, 0.1), zeros({scene_size, scene_size})};
  const std::vector<Index> cells = rng.permutation(9);  // 3 x 3 cells of 8 x 8 pixels
  while (scene.objects.size() < 3) {
    const Index cell = cells[scene.objects.size()];
    const double r = rng.uniform(3, 4);
    const Object object{rng.integer(4), rng.integer(4),
                        static_cast<double>(cell % 3 * 8 + 4) + rng.uniform(-1, 1),
                        static_cast<double>(cell / 3 * 8 + 4) + rng.uniform(-1, 1)};
    scene.objects.push_back(object);
    const double light = rng.uniform(0.75, 1.1);
    for (Index y = 0; y < scene_size; ++y) {
      for (Index x = 0; x < scene_size; ++x) {
        const double dx = static_cast<double>(x) + 0.5 - object.x,
                     dy = static_cast<double>(y) + 0.5 - object.y;
        if (!is_inside(object.shape, dx, dy, r)) continue;
        scene.owner.at(y, x) = static_cast<Scalar>(scene.objects.size());
        for (Index c = 0; c < 3; ++c)
          scene.pixels.at(c, y, x) = static_cast<Scalar>(light * paint[object.colour][c]);
      }
    }
  }
  Scalar* pixels = scene.pixels.mutable_data();
  for (Index i = 0; i < scene.pixels.numel(); ++i) {
    const double noisy = static_cast<double>(pixels[i]) + 0.05 * rng.normal();
    pixels[i] = static_cast<Scalar>(std::clamp(noisy, 0.0, 1.0));
  }
  return scene;
}

namespace {

bool any_of(const Scene& scene, const std::function<bool(const Object&)>& chosen) {
  return std::any_of(scene.objects.begin(), scene.objects.end(), chosen);
}

// The only object for which `chosen` holds, or -1.
Index only_one(const Scene& scene, const std::function<bool(const Object&)>& chosen) {
  Index found = -1;
  for (std::size_t i = 0; i < scene.objects.size(); ++i) {
    if (!chosen(scene.objects[i])) continue;
    if (found >= 0) return -1;
    found = static_cast<Index>(i);
  }
  return found;
}

const std::string& shape_of(const Object& object) {
  return shape_names()[static_cast<std::size_t>(object.shape)];
}
const std::string& colour_of(const Object& object) {
  return colour_names()[static_cast<std::size_t>(object.colour)];
}

}  // namespace

// [ask]
Question ask(const Scene& scene, Kind kind, Rng& rng) {
  const Object& chosen = scene.objects[static_cast<std::size_t>(rng.integer(3))];
  const auto same_shape = [&](const Object& o) { return o.shape == chosen.shape; };
  const auto same_colour = [&](const Object& o) { return o.colour == chosen.colour; };
  if (kind == Kind::colour) {
    const Index one = only_one(scene, same_shape);
    if (one < 0) return {kind, {}, "", -1};
    return {kind, {"what", "colour", "is", "the", shape_of(chosen)}, colour_of(chosen), one};
  }
  if (kind == Kind::shape) {
    const Index one = only_one(scene, same_colour);
    if (one < 0) return {kind, {}, "", -1};
    return {kind, {"what", "shape", "is", "the", colour_of(chosen), "thing"}, shape_of(chosen), one};
  }
  if (kind == Kind::side) {  // the only thing to the left, or to the right
    const bool left = rng.uniform() < 0.5;
    const auto beside = [&](const Object& o) { return left ? o.x < chosen.x - 3 : o.x > chosen.x + 3; };
    const auto unclear = [&](const Object& o) { return &o != &chosen && std::abs(o.x - chosen.x) <= 3; };
    const Index one = only_one(scene, beside);
    if (one < 0 || only_one(scene, same_shape) < 0 || any_of(scene, unclear)) return {kind, {}, "", -1};
    return {kind,
            {"what", "colour", "is", "the", "thing", left ? "left" : "right", "of", "the", shape_of(chosen)},
            colour_of(scene.objects[static_cast<std::size_t>(one)]),
            one};
  }
  if (kind == Kind::nearest) {
    const auto distance = [&](const Object& o) { return std::hypot(o.x - chosen.x, o.y - chosen.y); };
    std::vector<double> distances;
    for (const Object& o : scene.objects) distances.push_back(&o == &chosen ? 1e9 : distance(o));
    const auto closest = std::min_element(distances.begin(), distances.end());
    const auto as_near = [&](const Object& o) { return &o != &chosen && distance(o) < 1.3 * *closest; };
    if (only_one(scene, as_near) < 0 || only_one(scene, same_shape) < 0) return {kind, {}, "", -1};
    const Index one = closest - distances.begin();
    return {kind,
            {"what", "colour", "is", "the", "thing", "nearest", "to", "the", shape_of(chosen)},
            colour_of(scene.objects[static_cast<std::size_t>(one)]),
            one};
  }
  const Index colour = rng.integer(4);
  const auto counted = std::count_if(scene.objects.begin(), scene.objects.end(),
                                     [&](const Object& o) { return o.colour == colour; });
  return {kind,
          {"how", "many", colour_names()[static_cast<std::size_t>(colour)], "things", "are", "there"},
          text(counted),
          -1};
}
// [/ask]

std::vector<Example> make_examples(Index count, Rng& rng) {
  std::vector<Example> examples;
  while (static_cast<Index>(examples.size()) < count) {
    const Kind kind = kinds()[examples.size() % kinds().size()].first;
    Scene scene = draw_scene(rng);
    Question question = ask(scene, kind, rng);
    if (!question.words.empty()) examples.push_back({std::move(scene), std::move(question)});
  }
  return examples;
}

}  // namespace heed
