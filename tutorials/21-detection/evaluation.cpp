#include "tutorials/21-detection/evaluation.h"

#include "autograd/record.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/views.h"

#include <algorithm>
#include <numeric>

namespace heed {
namespace {

std::vector<Detection> detections_of(const Tensor& probabilities, const Tensor& boxes) {
  std::vector<Detection> detections;
  for (Index s = 0; s < slots; ++s) {
    const std::vector<double> p = probabilities[s].to_doubles(), b = boxes[s].to_doubles();
    const auto best = std::max_element(p.begin(), p.end());
    const auto shape = static_cast<Token>(best - p.begin());
    if (shape == nothing) continue;
    detections.push_back(
        {shape, *best,
         box_around(b[0] * scene_size, b[1] * scene_size, b[2] * scene_size, b[3] * scene_size)});
  }
  return detections;
}

// What the detections of one picture found.
struct Found {
  std::vector<Ranked> ranked;
  std::vector<bool> objects;    // whether each object is found
  std::vector<double> overlap;  // of each object: the best with a detection of its shape
};

Found find(std::vector<Detection> detections, const std::vector<Object>& truth) {
  std::sort(detections.begin(), detections.end(),
            [](const Detection& a, const Detection& b) { return a.probability > b.probability; });
  Found result{{}, std::vector<bool>(truth.size(), false), std::vector<double>(truth.size(), 0)};
  for (const Detection& detection : detections) {
    std::size_t partner = truth.size();  // the object not found yet with the largest overlap of at least 0.5
    double largest = 0.5;
    for (std::size_t o = 0; o < truth.size(); ++o) {
      if (truth[o].shape != detection.shape) continue;
      const double overlap = intersection_over_union(detection.box, truth[o].box);
      result.overlap[o] = std::max(result.overlap[o], overlap);
      if (result.objects[o] || overlap < largest) continue;
      largest = overlap;
      partner = o;
    }
    if (partner < truth.size()) result.objects[partner] = true;
    result.ranked.push_back({detection.probability, partner < truth.size()});
  }
  return result;
}

}  // namespace

std::vector<std::vector<Detection>> detect(const Detector& model, const Scenes& scenes) {
  const NoGrad guard;
  std::vector<std::vector<Detection>> all;
  for (Index begin = 0; begin < scenes.count(); begin += 100) {
    const Index end = std::min(begin + 100, scenes.count());
    const Slots predicted = model(slice(scenes.pixels, 0, begin, end));
    const Tensor probabilities = softmax(predicted.scores.value()), boxes = predicted.boxes.value();
    for (Index b = 0; b < end - begin; ++b) all.push_back(detections_of(probabilities[b], boxes[b]));
  }
  return all;
}

DetectionScores evaluate(const std::vector<std::vector<Detection>>& detections, const Scenes& scenes) {
  DetectionScores scores;
  double objects = 0;
  std::vector<Ranked> ranked;
  for (std::size_t p = 0; p < detections.size(); ++p) {
    const Found found = find(detections[p], scenes.objects[p]);
    ranked.insert(ranked.end(), found.ranked.begin(), found.ranked.end());
    objects += static_cast<double>(found.objects.size());
    scores.overlap += std::accumulate(found.overlap.begin(), found.overlap.end(), 0.0);
    const bool all = std::find(found.objects.begin(), found.objects.end(), false) == found.objects.end();
    scores.exact += all && found.ranked.size() == found.objects.size();
  }
  scores.overlap /= objects;
  scores.exact /= static_cast<double>(detections.size());
  scores.precision = average_precision(ranked, objects);
  return scores;
}

// [average precision]
double average_precision(std::vector<Ranked> detections, double objects) {
  std::sort(detections.begin(), detections.end(),
            [](const Ranked& a, const Ranked& b) { return a.probability > b.probability; });
  std::vector<double> precisions;  // at each object that is found, the share of right detections so far
  for (std::size_t i = 0; i < detections.size(); ++i) {
    if (detections[i].found)
      precisions.push_back(static_cast<double>(precisions.size() + 1) / static_cast<double>(i + 1));
  }
  double sum = 0, best = 0;  // from the last to the first: the best precision at this object or a later one
  for (std::size_t i = precisions.size(); i-- > 0;) sum += best = std::max(best, precisions[i]);
  return sum / objects;
}
// [/average precision]

}  // namespace heed
