#include "nn/training/epoch_log.h"

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace heed {

void EpochLog::begin(const std::vector<show::Setting>& settings) {
  Json::Object all;
  for (const show::Setting& setting : settings) all.emplace_back(setting.name, setting.value);
  write(Json::Object{{"event", "begin"}, {"settings", all}}, false);
}

void EpochLog::resume(Index step, const std::string& changed) {
  write(Json::Object{{"event", "resume"}, {"step", step}, {"changed", changed}});
}

void EpochLog::epoch(const EpochReport& report, const std::string& score_name) {
  Json::Object line{{"event", "epoch"},
                    {"epoch", report.epoch},
                    {"training_loss", report.train_loss},
                    {"validation_loss", report.valid_loss},
                    {"validation_accuracy", report.valid_accuracy},
                    {"learning_rate", report.learning_rate},
                    {"gradient_norm", report.gradient_norm},
                    {"seconds", report.seconds},
                    {"tokens_per_second", report.tokens_per_second},
                    {"best", report.best}};
  if (report.scored) line.emplace_back(score_name, report.score);
  write(line);
}

void EpochLog::average(const AverageReport& report) {
  write(Json::Object{{"event", "average"},
                     {"epochs", Json::Array(report.epochs.begin(), report.epochs.end())},
                     {"validation_loss", report.loss},
                     {"better", report.better}});
}

void EpochLog::end(const std::string& status) { write(Json::Object{{"event", "end"}, {"status", status}}); }

void EpochLog::write(const Json& line, bool append) {
  std::error_code ignored;
  std::filesystem::create_directories(std::filesystem::path(file_).parent_path(), ignored);
  std::ofstream out(file_, append ? std::ios::app : std::ios::trunc);
  out << line.to_string() << "\n";
  out.close();
  if (!out && !warned_) std::fprintf(stderr, "warning: cannot write '%s'\n", file_.c_str());
  warned_ = warned_ || !out;
}

}  // namespace heed
