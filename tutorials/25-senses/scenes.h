// The scenes of lesson 25: small colour pictures of three objects, and questions about them with known answers. For each
// question the program knows which object it is about, and where this object is.
#pragma once

#include "nn/text/batches.h"
#include "tensor/random.h"
#include "tensor/tensor.h"

#include <string>
#include <vector>

namespace heed {

constexpr Index scene_size = 24;  // a scene has 24 x 24 pixels and three channels: red, green and blue

// [scene]
struct Object {
  Index shape = 0, colour = 0;  // numbers in shape_names() and colour_names()
  double x = 0, y = 0;          // the centre, in pixels from the top left corner
};

struct Scene {
  std::vector<Object> objects;
  Tensor pixels;  // (3, height, width), from 0 to 1
  Tensor owner;   // (height, width): 1 + the number of the object that has this pixel, or 0
};
// [/scene]
const std::vector<std::string>& shape_names();
const std::vector<std::string>& colour_names();

// Three objects of random shapes, colours and places, which do not touch each other, and some noise.
Scene draw_scene(Rng& rng);

// [question]
enum class Kind { colour, shape, side, nearest, count };

struct Question {
  Kind kind;
  Words words;         // "what colour is the circle"
  std::string answer;  // "red"
  Index object = -1;   // which object it is about; none for how many
};
// [/question]
const std::vector<std::pair<Kind, std::string>>& kinds();

// A question of this kind, if the scene allows one whose answer is clear; otherwise words is empty.
Question ask(const Scene& scene, Kind kind, Rng& rng);

struct Example {
  Scene scene;
  Question question;
};
// Scenes with one question each; all kinds are about equally frequent.
std::vector<Example> make_examples(Index count, Rng& rng);

const std::vector<std::string>& answers();  // all possible ones
Token answer_number(const std::string& answer);
// The words of all questions, as token ids
const Vocabulary& question_words();

}  // namespace heed
