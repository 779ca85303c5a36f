// The log of a training run. DIRECTORY/run.html is its page, which can be opened while training runs.
// DIRECTORY/run.json contains the same numbers for other programs, and for a resumed run. Logging does not
// change training: it draws no random numbers, and training continues if the log cannot be written.
#pragma once

#include "nn/show/run_page.h"
#include "nn/training/trainer.h"
#include "tensor/ground/stopwatch.h"

namespace heed {

class RunLog {
 public:
  // `epochs` is the number of epochs to train. The gradient norms of the parameters are added up by layer,
  // which layer_of() finds in their names.
  RunLog(const std::string& directory, const std::string& title, std::vector<show::Setting> settings,
         const Module& model, Index epochs);

  // Continues the log of a run that has completed this many steps and epochs. Missing entries stay missing,
  // and the page says which steps they cover. `changed` lists the options that are not those of before, if
  // there are any.
  void resume(Index steps, Index epochs, const std::string& changed = "");

  // Both write the two files, except when the last write is too recent: writing takes at most one percent
  // of the training time.
  void step(const StepReport& report);
  void epoch(const EpochReport& report, std::vector<show::Sample> samples);
  // Writes the files in any case, with `status` and the total training time. The page no longer reloads
  // itself after that.
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
  std::string note_;                // begins with "; ": changed options, the missing part of the log
  std::vector<std::size_t> layer_;  // for each parameter, the index of its layer in run_.layers
  std::vector<double> squares_;     // for each layer, the squared gradient norm in the current step
  std::vector<double> norms_;       // for each layer, the sum of the gradient norms over the epoch's steps
  Index summed_ = 0;                // number of steps in norms_
  double seconds_before_ = 0;       // training time in seconds before the last resume
  Stopwatch stopwatch_;
  double due_ = 0;  // on the stopwatch: when the files may be written again
  bool warned_ = false;
};

// The layer of a parameter: its name up to the first number, or else the first part of its name.
// "decoder.layers.1.norm2.bias" -> "decoder.layers.1", "attention.query.weight" -> "attention"
std::string layer_of(const std::string& parameter);

}  // namespace heed
