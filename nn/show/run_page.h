// The run page shows the progress of a training run: one HTML file without a script. The
// trainer writes it again after every epoch; while `running` is true, the browser reloads it
// every few seconds.
#pragma once

#include "tensor/ground/scalar.h"

#include <limits>
#include <string>
#include <vector>

namespace heed::show {

struct Setting {
  std::string name, value;
};

struct Sample {
  std::string source, reference, produced;
};

struct StepRecord {
  Index step;
  double loss;  // nats per token
  double learning_rate;
};

// A value that was not measured is NaN and leaves a gap in the curve.
struct EpochRecord {
  static constexpr double absent = std::numeric_limits<double>::quiet_NaN();
  Index epoch = 0;
  double training_loss = absent, validation_loss = absent;  // nats per token
  double bleu = absent;                                     // 0 ... 100
  double seconds = absent;
  // One for each of TrainingRun::layers, or none
  std::vector<double> gradient_norms;
  std::vector<Sample> samples;
};

struct TrainingRun {
  std::string title;
  // One line: "epoch 3 of 10", "finished after 12 minutes"
  std::string status;
  // Whether the page reloads every few seconds
  bool running = false;
  std::vector<Setting> settings;
  // A long list is averaged to a few hundred points
  std::vector<StepRecord> steps;
  std::vector<std::string> layers;
  // The oldest first
  std::vector<EpochRecord> epochs;
};

// Returns the page. Throws if an epoch has gradient norms, but not one for each layer.
std::string run_page(const TrainingRun& run);

// Writes the page to `path`, whole or not at all, so a reader never sees half a page.
void write_run_page(const std::string& path, const TrainingRun& run);

}  // namespace heed::show
