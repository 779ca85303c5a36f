// From slots to detections, and how good they are.
#pragma once

#include "tutorials/21-detection/detector.h"

namespace heed {

struct Detection {
  Token shape;
  double probability;
  Box box;  // in pixels
};

// For each picture, the slots whose most probable class is a shape.
std::vector<std::vector<Detection>> detect(const Detector& model, const Scenes& scenes);

// [scores]
struct DetectionScores {
  double overlap =
      0;  // mean over the objects: the best intersection over union with a detection of its shape
  double precision = 0;  // average precision: the area under precision against recall
  double exact = 0;      // share of pictures in which every object is found, and nothing else
};
// A detection finds an object if its shape is right and their intersection over union is at least 0.5. Each object can
// be found once.
DetectionScores evaluate(const std::vector<std::vector<Detection>>& detections, const Scenes& scenes);
// [/scores]

// Each detection with its probability, and whether it found an object; `objects` is the number of true objects.
struct Ranked {
  double probability;
  bool found;
};
double average_precision(std::vector<Ranked> detections, double objects);

}  // namespace heed
