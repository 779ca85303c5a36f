// DIRECTORY/log.jsonl: what training reports, as JSON lines for other programs. A line has an "event": "begin", "resume",
// "epoch", "average" or "end".
#pragma once

#include "nn/show/run_page.h"
#include "nn/training/trainer.h"
#include "tensor/files/json.h"

#include <string>

namespace heed {

class EpochLog {
 public:
  explicit EpochLog(const std::string& directory) : file_(file_in(directory)) {}
  static std::string file_in(const std::string& directory) { return directory + "/log.jsonl"; }

  void begin(const std::vector<show::Setting>& settings);  // replaces an older log
  void resume(Index step, const std::string& changed);
  void epoch(const EpochReport& report, const std::string& score_name);
  void average(const AverageReport& report);
  void end(const std::string& status);

 private:
  // Training goes on if the log cannot be written; this is said once.
  void write(const Json& line, bool append = true);

  std::string file_;
  bool warned_ = false;
};

}  // namespace heed
