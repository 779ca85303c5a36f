#include "nn/training/run_log.h"

#include "nn/training/progress.h"
#include "tensor/files/file.h"
#include "tensor/files/json.h"
#include "tensor/ground/error.h"
#include "tensor/ground/format.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <filesystem>

namespace heed {
namespace {

std::string time_of_day() {
  const std::time_t now = std::time(nullptr);
  char line[16];
  std::strftime(line, sizeof line, "%H:%M:%S", std::localtime(&now));
  return line;
}

Json::Array numbers_json(const std::vector<double>& numbers) { return {numbers.begin(), numbers.end()}; }

// The parts that a log must have. Anything else is a damaged log.
const Json& member(const Json& json, const std::string& name) {
  const Json* found = json.find(name);
  if (!found) fail("'", name, "' is missing");
  return *found;
}
const Json::Array& list(const Json& json) {
  if (!json.array()) fail("a list is missing");
  return *json.array();
}
double number(const Json& json) { return json.number() ? *json.number() : show::EpochRecord::absent; }
std::string words(const Json& json) {
  if (!json.string()) fail("a text is missing");
  return *json.string();
}
std::vector<double> numbers(const Json& json) {
  std::vector<double> result;
  for (const Json& item : list(json)) result.push_back(number(item));
  return result;
}
Index whole(const Json& json) {
  const double value = number(json);
  if (!(value >= 0 && value < 1e15)) fail("a count is missing");
  return static_cast<Index>(value);
}

Json epoch_json(const show::EpochRecord& epoch) {
  Json::Array samples;
  for (const show::Sample& sample : epoch.samples)
    samples.push_back(Json::Array{sample.source, sample.reference, sample.produced});
  return Json::Object{{"epoch", epoch.epoch},
                      {"training_loss", epoch.training_loss},
                      {"validation_loss", epoch.validation_loss},
                      {"bleu", epoch.bleu},
                      {"seconds", epoch.seconds},
                      {"gradient_norms", numbers_json(epoch.gradient_norms)},
                      {"samples", samples}};
}

show::EpochRecord epoch_from(const Json& json) {
  show::EpochRecord epoch;
  epoch.epoch = whole(member(json, "epoch"));
  epoch.training_loss = number(member(json, "training_loss"));
  epoch.validation_loss = number(member(json, "validation_loss"));
  epoch.bleu = number(member(json, "bleu"));
  epoch.seconds = number(member(json, "seconds"));
  epoch.gradient_norms = numbers(member(json, "gradient_norms"));
  for (const Json& sample : list(member(json, "samples"))) {
    const Json::Array& parts = list(sample);
    if (parts.size() != 3) fail("a sample has ", parts.size(), " parts, not 3");
    epoch.samples.push_back({words(parts[0]), words(parts[1]), words(parts[2])});
  }
  return epoch;
}

}  // namespace

std::string layer_of(const std::string& parameter) {
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = parameter.find('.', begin);
    if (end == std::string::npos) return parameter.substr(0, parameter.find('.'));
    if (parameter.find_first_not_of("0123456789", begin) == end) return parameter.substr(0, end);
    begin = end + 1;
  }
}

RunLog::RunLog(const std::string& directory, const std::string& title, std::vector<show::Setting> settings,
               const Module& model, Index epochs)
    : directory_(directory), epochs_(epochs) {
  run_.title = title;
  run_.running = true;
  run_.settings = std::move(settings);
  for (const auto& [name, parameter] : model.named_parameters()) {
    const std::string layer = layer_of(name);
    const auto found = std::find(run_.layers.begin(), run_.layers.end(), layer);
    layer_.push_back(static_cast<std::size_t>(found - run_.layers.begin()));
    if (found == run_.layers.end()) run_.layers.push_back(layer);
  }
  norms_.resize(run_.layers.size());
}

void RunLog::resume(Index steps, Index epochs, const std::string& changed) {
  if (!changed.empty()) note_ += text("; from step ", steps + 1, " on with ", changed);
  const std::string file = file_in(directory_);
  try {
    read(file, steps, epochs);
  } catch (const Error& error) {
    run_.steps.clear();
    run_.epochs.clear();
    note_ += text("; the log of the first ", steps, " steps is lost: ", error.what());
    return;
  }
  const Index last = run_.steps.empty() ? 0 : run_.steps.back().step;
  if (last < steps) note_ += text("; the log of steps ", last + 1, " to ", steps, " is lost");
}

void RunLog::read(const std::string& file, Index steps, Index epochs) {
  const Json log = Json::parse(read_file(file), file);
  std::vector<std::string> layers;
  for (const Json& layer : list(member(log, "layers"))) layers.push_back(words(layer));
  if (layers != run_.layers) fail(file, " belongs to a different model");
  // Steps after the last saved state are done, and logged, again.
  for (const Json& item : list(member(log, "steps"))) {
    const std::vector<double> step = numbers(item);
    if (step.size() != 3) fail("a step has ", step.size(), " numbers, not 3");
    if (step[0] <= static_cast<double>(steps)) run_.steps.push_back({whole(list(item)[0]), step[1], step[2]});
  }
  for (const Json& item : list(member(log, "epochs"))) {
    const show::EpochRecord epoch = epoch_from(item);
    if (!epoch.gradient_norms.empty() && epoch.gradient_norms.size() != layers.size())
      fail("epoch ", epoch.epoch, " has ", epoch.gradient_norms.size(), " gradient norms for ", layers.size(),
           " layers");
    if (epoch.epoch <= epochs) run_.epochs.push_back(epoch);
  }
  const double seconds = number(member(log, "seconds"));
  if (!(seconds >= 0 && seconds < 1e12)) fail("'seconds' is not a time");
  seconds_before_ = seconds;
  const Json& under_way = member(log, "under_way");
  const std::vector<double> norms = numbers(member(under_way, "gradient_norms"));
  if (whole(member(under_way, "step")) == steps && norms.size() == norms_.size()) {
    norms_ = norms;
    summed_ = whole(member(under_way, "steps"));
  }
}

std::string RunLog::json() const {
  Json::Array steps, epochs, layers(run_.layers.begin(), run_.layers.end());
  for (const show::StepRecord& step : run_.steps)
    steps.push_back(Json::Array{step.step, step.loss, step.learning_rate});
  for (const show::EpochRecord& epoch : run_.epochs) epochs.push_back(epoch_json(epoch));
  Json::Object settings;
  for (const show::Setting& setting : run_.settings) settings.emplace_back(setting.name, setting.value);
  const Index last = run_.steps.empty() ? 0 : run_.steps.back().step;
  return Json(Json::Object{{"title", run_.title},
                           {"status", run_.status},
                           {"seconds", seconds()},
                           {"settings", settings},
                           {"layers", layers},
                           {"epochs", epochs},
                           {"under_way", Json::Object{{"step", last},
                                                      {"steps", summed_},
                                                      {"gradient_norms", numbers_json(norms_)}}},
                           {"steps", steps}})
      .to_string();
}

double RunLog::seconds() const { return seconds_before_ + stopwatch_.seconds(); }

void RunLog::step(const StepReport& report) {
  run_.steps.push_back({report.step, report.loss, report.learning_rate});
  squares_.assign(run_.layers.size(), 0);
  for (std::size_t p = 0; p < layer_.size(); ++p)
    squares_[layer_[p]] += report.gradient_norms[p] * report.gradient_norms[p];
  for (std::size_t layer = 0; layer < norms_.size(); ++layer) norms_[layer] += std::sqrt(squares_[layer]);
  ++summed_;
  write_if_due();
}

void RunLog::epoch(const EpochReport& report, std::vector<show::Sample> samples) {
  show::EpochRecord record;
  record.epoch = report.epoch;
  record.training_loss = report.train_loss;
  record.validation_loss = report.valid_loss;
  if (report.scored) record.bleu = report.score;
  record.seconds = report.seconds;
  if (summed_ > 0) {
    for (const double norm : norms_) record.gradient_norms.push_back(norm / static_cast<double>(summed_));
  }
  record.samples = std::move(samples);
  run_.epochs.push_back(std::move(record));
  norms_.assign(norms_.size(), 0);
  summed_ = 0;
  write_if_due();
}

void RunLog::end(const std::string& status) {
  run_.running = false;
  run_.status = text(status, "; ", duration(seconds()), " in all", note_);
  write();
}

void RunLog::write_if_due() {
  if (stopwatch_.seconds() < due_) return;
  const Index done = run_.epochs.empty() ? 0 : run_.epochs.back().epoch;
  const Index step = run_.steps.empty() ? 0 : run_.steps.back().step;
  run_.status = text("training: epoch ", std::min(done + 1, epochs_), " of ", epochs_, ", step ", step,
                     ", as of ", time_of_day(), note_);
  write();
}

void RunLog::write() {
  const double begin = stopwatch_.seconds();
  try {
    std::error_code ignored;  // if it fails, the write fails too, and says why
    std::filesystem::create_directories(directory_, ignored);
    show::write_run_page(page_in(directory_), run_);
    write_file(file_in(directory_), {json()});
  } catch (const Error& error) {
    if (!warned_) std::fprintf(stderr, "warning: cannot write the page of this run: %s\n", error.what());
    warned_ = true;
  }
  const double end = stopwatch_.seconds();
  due_ = end + 100 * (end - begin);
}

}  // namespace heed
