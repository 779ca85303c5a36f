// The log of a training: DIRECTORY/run.html is its run page, which can be opened while it runs, and
// DIRECTORY/run.json holds the same numbers for other programs, and for the training that takes it up again.
// Looking changes nothing: no random number is drawn, and a log that cannot be written stops no training.
#pragma once

#include "nn/show/run_page.h"
#include "nn/translate/trainer.h"

#include <chrono>

namespace heed {

class RunLog {
 public:
  // `epochs` are to be trained. The parameters' norms are gathered by layer: see layer_of().
  RunLog(const std::string& directory, const std::string& title, std::vector<show::Setting> settings,
         const Module& model, Index epochs);

  // Goes on with the log of a training that has done so many steps and completed so many epochs. What the log
  // lacks it lacks: the page then says from where on it is complete.
  void resume(Index steps, Index epochs);

  // Writes both files, but not again before a hundred times the time has passed that writing took: so it
  // never takes more than one part in a hundred of the training's time.
  void step(const StepReport& report);
  void epoch(const EpochReport& report, std::vector<show::Sample> samples);
  // Writes in any case, and the page no longer waits for more. To `status` it adds how long all of the
  // training took.
  void end(const std::string& status);

  const show::TrainingRun& run() const { return run_; }
  static std::string page_in(const std::string& directory) { return directory + "/run.html"; }
  static std::string file_in(const std::string& directory) { return directory + "/run.json"; }

 private:
  void write_if_due();
  void write();
  std::string json() const;
  double seconds() const;
  void read(const std::string& file, Index steps, Index epochs);

  std::string directory_;
  Index epochs_;
  show::TrainingRun run_;
  std::string note_;                     // what of the log is missing
  std::vector<std::size_t> layer_;       // of each parameter, in run_.layers
  std::vector<double> squares_, norms_;  // of each layer: in this step, and summed over the epoch's steps
  Index summed_ = 0;                     // steps in norms_
  double seconds_before_ = 0;            // that training took until it was taken up again
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now(), due_{};
  bool warned_ = false;
};

// The layer that a parameter belongs to: its name up to the first number, or its first part.
// "decoder.layers.1.norm2.bias" -> "decoder.layers.1", "attention.query.weight" -> "attention"
std::string layer_of(const std::string& parameter);

}  // namespace heed
