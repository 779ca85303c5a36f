#include "nn/show/run_page.h"

#include "nn/show/assets.h"
#include "nn/show/chart.h"
#include "nn/show/heat_map.h"
#include "nn/show/page.h"
#include "nn/show/svg.h"
#include "tensor/files/file.h"
#include "tensor/ground/error.h"

#include <algorithm>
#include <cmath>

namespace heed::show {
namespace {

constexpr std::size_t max_points = 400, max_columns = 30;

// Averages each `block` of consecutive steps into one point.
std::vector<StepRecord> averaged(const std::vector<StepRecord>& steps) {
  const std::size_t block = (steps.size() + max_points - 1) / max_points;
  std::vector<StepRecord> result;
  for (std::size_t first = 0; first < steps.size(); first += block) {
    const std::size_t last = std::min(first + block, steps.size());
    StepRecord mean{steps[last - 1].step, 0, 0};
    for (std::size_t i = first; i < last; ++i) {
      mean.loss += steps[i].loss / static_cast<double>(last - first);
      mean.learning_rate += steps[i].learning_rate / static_cast<double>(last - first);
    }
    result.push_back(mean);
  }
  return result;
}

Series by_epoch(const std::string& name, const std::vector<EpochRecord>& epochs, double EpochRecord::*value) {
  Series series{name, {}, {}};
  for (const EpochRecord& epoch : epochs) {
    series.x.push_back(static_cast<double>(epoch.epoch));
    series.y.push_back(epoch.*value);
  }
  return series;
}

bool has_values(const Series& series) {
  return std::any_of(series.y.begin(), series.y.end(), [](double y) { return std::isfinite(y); });
}

std::string step_charts(const std::vector<StepRecord>& steps) {
  if (steps.empty()) return "";
  Series loss{"", {}, {}}, rate{"", {}, {}};
  for (const StepRecord& step : averaged(steps)) {
    loss.x.push_back(static_cast<double>(step.step));
    loss.y.push_back(step.loss);
    rate.x.push_back(static_cast<double>(step.step));
    rate.y.push_back(step.learning_rate);
  }
  return line_chart({"Loss of each step", {"step", ""}, {"loss", "nats per token", true}, {loss}, 620, 340}) +
         line_chart({"Learning rate", {"step", ""}, {"learning rate", ""}, {rate}, 620, 340});
}

std::string epoch_charts(const std::vector<EpochRecord>& epochs) {
  std::vector<Series> losses;
  for (const Series& series : {by_epoch("training", epochs, &EpochRecord::training_loss),
                               by_epoch("validation", epochs, &EpochRecord::validation_loss)}) {
    if (has_values(series)) losses.push_back(series);
  }
  std::string result;
  if (!losses.empty()) {
    result += line_chart({"Loss of each epoch", {"epoch", ""}, {"loss", "nats per token"}, losses, 620, 340});
  }
  const Series bleu = by_epoch("", epochs, &EpochRecord::bleu);
  if (has_values(bleu)) result += line_chart({"BLEU", {"epoch", ""}, {"BLEU", ""}, {bleu}, 620, 340});
  return result;
}

// Gradient norms by layer and epoch, in powers of ten. A column that gets darker from bottom
// to top means that the gradient vanishes. If there are many epochs, only every second, third
// ... is shown.
std::string gradient_map(const TrainingRun& run) {
  HeatMap map;
  map.title = "Gradient norm of each layer, before clipping";
  map.row_axis = "layer";
  map.column_axis = "epoch";
  map.value = "log10 of the norm";
  map.row_labels = run.layers;
  std::vector<const EpochRecord*> measured;
  const std::size_t stride = (run.epochs.size() + max_columns - 1) / max_columns;
  for (std::size_t i = 0; i < run.epochs.size(); ++i) {
    const EpochRecord& epoch = run.epochs[i];
    if (epoch.gradient_norms.empty()) continue;
    if (epoch.gradient_norms.size() != run.layers.size()) {
      fail("run_page: epoch ", epoch.epoch, " has ", epoch.gradient_norms.size(), " gradient norms for ",
           run.layers.size(), " layers");
    }
    if ((run.epochs.size() - 1 - i) % stride != 0) continue;  // the last epoch is always shown
    measured.push_back(&epoch);
    map.column_labels.push_back(std::to_string(epoch.epoch));
  }
  if (measured.empty()) return "";
  map.matrix.rows = static_cast<Index>(run.layers.size());
  map.matrix.columns = static_cast<Index>(measured.size());
  for (std::size_t layer = 0; layer < run.layers.size(); ++layer) {
    for (const EpochRecord* epoch : measured) {
      const double norm = epoch->gradient_norms[layer];
      map.matrix.values.push_back(norm > 0 ? std::log10(norm) : EpochRecord::absent);
    }
  }
  return heat_map(map);
}

std::string cell(std::string_view text, std::string_view kind = "td") {
  return std::string("<").append(kind).append("><bdi>").append(escape(text)).append("</bdi></").append(kind) +
         ">";
}

std::string settings_table(const std::vector<Setting>& settings) {
  std::string result = "<table id=\"settings\">\n";
  for (const Setting& setting : settings) {
    result += "<tr>" + cell(setting.name, "th") + cell(setting.value) + "</tr>\n";
  }
  return result + "</table>\n";
}

std::string epoch_table(const std::vector<EpochRecord>& epochs) {
  std::string result =
      "<table id=\"numbers\">\n<tr><th>epoch</th><th>training loss</th><th>validation loss</th><th>BLEU</th>"
      "<th>seconds</th></tr>\n";
  for (const EpochRecord& epoch : epochs) {
    result += "<tr><td class=\"number\">" + std::to_string(epoch.epoch) + "</td>";
    for (const double number : {epoch.training_loss, epoch.validation_loss, epoch.bleu, epoch.seconds}) {
      result += "<td class=\"number\">" + (std::isnan(number) ? "–" : short_number(number)) + "</td>";
    }
    result += "</tr>\n";
  }
  return result + "</table>\n";
}

// The newest epoch is first, and open.
std::string samples(const std::vector<EpochRecord>& epochs) {
  std::string result;
  for (auto epoch = epochs.rbegin(); epoch != epochs.rend(); ++epoch) {
    if (epoch->samples.empty()) continue;
    result += result.empty() ? "<details open=\"open\">" : "<details>";
    result += "<summary>epoch " + std::to_string(epoch->epoch) +
              "</summary>\n<table "
              "class=\"samples\">\n<tr><th>source</th><th>reference</th><th>produced</th></tr>\n";
    for (const Sample& sample : epoch->samples) {
      result += "<tr>" + cell(sample.source) + cell(sample.reference) + cell(sample.produced) + "</tr>\n";
    }
    result += "</table></details>\n";
  }
  return result;
}

std::string panel(std::string_view title, const std::string& content) {
  if (content.empty()) return "";
  return "<section class=\"panel\"><h2>" + escape(title) + "</h2>\n" + content + "</section>\n";
}

}  // namespace

std::string run_page(const TrainingRun& run) {
  const std::string charts = epoch_charts(run.epochs) + step_charts(run.steps) + gradient_map(run);
  const std::string body =
      "<p id=\"status\">" + escape(run.status) + "</p>\n" +
      panel("Curves", charts.empty() ? "" : "<div class=\"charts\">" + charts + "</div>") +
      panel("Samples", samples(run.epochs)) +
      panel("Numbers", run.epochs.empty() ? "" : epoch_table(run.epochs)) +
      panel("Settings", run.settings.empty() ? "" : settings_table(run.settings));
  return html_page(run.title, body, {.style = assets::run_page_css, .reload = run.running});
}

void write_run_page(const std::string& path, const TrainingRun& run) { write_file(path, {run_page(run)}); }

}  // namespace heed::show
