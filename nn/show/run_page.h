// The run page: how a training goes, as one HTML file without script that can be opened while it runs. The
// trainer writes it again after every epoch; while `running`, the browser reads it again by itself.
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

// A number that was not measured is NaN and leaves a gap.
struct EpochRecord {
  static constexpr double absent = std::numeric_limits<double>::quiet_NaN();
  Index epoch = 0;
  double training_loss = absent, validation_loss = absent;  // nats per token
  double bleu = absent;                                     // 0 ... 100
  double seconds = absent;
  std::vector<double> gradient_norms;  // one for each of TrainingRun::layers, or none
  std::vector<Sample> samples;
};

struct TrainingRun {
  std::string title;
  std::string status;    // one line: "epoch 3 of 10", "finished after 12 minutes"
  bool running = false;  // then the page reloads itself every few seconds
  std::vector<Setting> settings;
  std::vector<StepRecord> steps;  // long ones are averaged down to some hundred points
  std::vector<std::string> layers;
  std::vector<EpochRecord> epochs;  // oldest first
};

// Throws if an epoch has gradient norms, but not one for each layer.
std::string run_page(const TrainingRun& run);

// Writes it to `path`, all or nothing, so a reader never sees half a page.
void write_run_page(const std::string& path, const TrainingRun& run);

}  // namespace heed::show
