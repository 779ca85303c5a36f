// The file from which training is resumed: the model's parameters, the optimiser's moments, and as text the
// position of training and the options that it depends on.
#include "nn/training/trainer.h"
#include "tensor/ground/error.h"
#include "tensor/ground/format.h"

#include <filesystem>

namespace heed {
namespace {

const std::string optimizer_prefix = "optimizer.", average_prefix = "moving_average.";

// Tensors whose names begin with a prefix, without it; and all others.
struct Parts {
  NamedTensors model, optimizer, average;
};

Parts split(const NamedTensors& state) {
  Parts parts;
  for (const auto& [name, tensor] : state.tensors) {
    if (name.starts_with(optimizer_prefix)) {
      parts.optimizer.tensors.emplace_back(name.substr(optimizer_prefix.size()), tensor);
    } else if (name.starts_with(average_prefix)) {
      parts.average.tensors.emplace_back(name.substr(average_prefix.size()), tensor);
    } else {
      parts.model.tensors.emplace_back(name, tensor);
    }
  }
  return parts;
}

void require_same(const std::string& name, const std::string& value, const SettingsReader& saved) {
  const std::string& other = saved.text(name);
  if (other == value) return;
  const bool brief = value.size() < 40 && other.size() < 40;  // not a vocabulary
  fail("its ", name, " differs from the requested value",
       brief ? text(", ", other, " instead of ", value) : "");
}

// Throws if a setting or vocabulary of the saved run differs from this task's.
void require_same_model(const Settings& ours, const SettingsReader& saved) {
  require_same("model", ours.at("model"),
               saved);  // first, because the model decides which settings there are
  for (const auto& [name, value] : ours) require_same(name, value, saved);
}

Rng rng_from(const std::string& saved) {
  Rng rng;
  rng.restore(saved);
  return rng;
}

}  // namespace

// The options that a resumed run may change. They change the parameters, so they are compared.
std::vector<NamedNumber> Trainer::changeable() const {
  std::vector<NamedNumber> numbers{{"epochs", static_cast<double>(options_.epochs)},
                                   {"learning_rate", options_.learning_rate},
                                   {"warmup", static_cast<double>(options_.warmup)},
                                   {"weight_decay", options_.weight_decay},
                                   {"clip", options_.clip},
                                   {"accumulate", static_cast<double>(options_.accumulate)},
                                   {"moving_average", options_.moving_average}};
  for (const NamedNumber& number : task_.changeable()) numbers.push_back(number);
  return numbers;
}

Settings Trainer::state_text() const {
  Settings text = task_.contents().metadata;
  text["trainer.epoch"] = to_text(at_.epoch);
  text["trainer.batches_done"] = to_text(at_.batches_done);
  text["trainer.steps"] = to_text(at_.steps);
  text["trainer.best_epoch"] = to_text(at_.best_epoch);
  text["trainer.best_measure"] = best_measure();
  text["trainer.best_loss"] = exact(at_.best_loss);
  text["trainer.best_score"] = exact(at_.best_score);
  text["trainer.loss_sum"] = exact(at_.loss_sum);
  text["trainer.token_sum"] = exact(at_.token_sum);
  text["trainer.norm_sum"] = exact(at_.norm_sum);
  text["trainer.kept_epochs"] = at_.kept.to_string();
  text["trainer.rng"] = task_.rng().save();
  text["trainer.rng_at_epoch"] = at_.rng_at_epoch;
  text["trainer.rng_at_start"] = rng_at_start_;
  text["trainer.schedule"] = options_.schedule;
  text["trainer.schedule_state"] = schedule_->save();
  for (const auto& [name, value] : task_.identity()) text["trainer." + name] = value;
  for (const auto& [name, value] : changeable()) text["trainer." + name] = exact(value);
  return text;
}

void Trainer::save_state(const std::string& directory) const {
  NamedTensors state{task_.model().state_dict(), state_text()};
  for (auto& [name, tensor] : optimizer_.state()) state.tensors.emplace_back(optimizer_prefix + name, tensor);
  if (moving_average_) {
    for (auto& [name, tensor] : moving_average_->state())
      state.tensors.emplace_back(average_prefix + name, tensor);
  }
  std::error_code ignored;  // if it fails, the write fails too, and says why
  std::filesystem::create_directories(directory, ignored);
  save_safetensors(state_file_in(directory), state);
}

// Each number must be one that training can reach; the batches give the steps.
Trainer::Position Trainer::read_position(const SettingsReader& saved) const {
  constexpr double largest = std::numeric_limits<double>::max();
  constexpr double least = -0.01;  // a loss is at least 0, apart from rounding
  constexpr Index most_epochs = 1'000'000'000;
  Position at;
  at.epoch = saved.count("trainer.epoch", 0, most_epochs);
  // If the number of batches varies, an epoch has at least one, and at most twice as many as expected.
  const bool varies = task_.number_of_batches_varies();
  const Index most = varies ? 2 * batches_per_epoch_ : batches_per_epoch_, least_batches = varies ? 1 : most;
  at.batches_done = saved.count("trainer.batches_done", 0, most);
  at.steps = saved.count("trainer.steps", at.epoch * least_batches + at.batches_done,
                         at.epoch * most + at.batches_done);
  at.kept = KeptEpochs::from_string(saved.text("trainer.kept_epochs"), at.epoch);
  at.best_epoch = saved.count("trainer.best_epoch", at.epoch > 0 ? 1 : 0, at.epoch);
  if (at.best_epoch > 0) {
    at.best_loss = saved.number("trainer.best_loss", least, largest);
    at.best_score = saved.number("trainer.best_score", -largest, largest);
  }
  const bool within_epoch = at.batches_done > 0;
  at.loss_sum =
      saved.number("trainer.loss_sum", within_epoch ? least * task_.tokens() : 0, within_epoch ? largest : 0);
  at.token_sum =
      saved.number("trainer.token_sum", static_cast<double>(at.batches_done), within_epoch ? largest : 0);
  at.norm_sum = saved.number("trainer.norm_sum", 0, within_epoch ? largest : 0);
  at.rng_at_epoch = rng_from(saved.text("trainer.rng_at_epoch")).save();
  return at;
}

// The options that differ from the saved ones, as text.
std::string Trainer::differences(const SettingsReader& saved) const {
  std::vector<std::string> found;
  for (const auto& [name, value] : changeable()) {
    const std::string key = "trainer." + name;
    if (saved.text(key) == exact(value)) continue;
    const double other = saved.number(key, 0, std::numeric_limits<double>::max());
    found.push_back(text(name, " ", exact(value), " instead of ", exact(other)));
  }
  const std::string& schedule = saved.text("trainer.schedule");
  if (schedule != options_.schedule) {
    make_schedule(schedule, 1, 1, 1);  // throws if there is no such schedule
    found.push_back(text("schedule ", options_.schedule, " instead of ", schedule));
  }
  if (rng_from(saved.text("trainer.rng_at_start")).save() != rng_at_start_)
    found.push_back("the random numbers of the saved run instead of those of a different seed");
  return joined(found, ", ");
}

std::string Trainer::resume(const std::string& directory) {
  const std::string file = state_file_in(directory);
  NamedTensors state = load_safetensors(file);
  try {
    for (const auto& setting : task_.if_missing()) state.metadata.insert(setting);
    const SettingsReader saved(state.metadata);
    require_same_model(task_.contents().metadata, saved);
    saved.require_known("trainer.", state_text());
    task_.require_same(saved);
    if (const std::string& measure = saved.text("trainer.best_measure"); measure != best_measure()) {
      fail("its best model was chosen by its ", measure, ", which cannot be compared with the ",
           best_measure(), "; continue with the same measure");
    }
    const std::string changed = differences(saved);
    const Position at = read_position(saved);
    if (at.best_epoch > 0 && !std::filesystem::exists(model_file_in(directory)))
      fail("the best model, of epoch ", at.best_epoch, ", is missing: '", model_file_in(directory), "'");
    const Rng rng = rng_from(saved.text("trainer.rng"));
    require_finite(state.tensors);
    const Parts parts = split(state);
    if (saved.text("trainer.schedule") == options_.schedule)
      schedule_->restore(saved.text("trainer.schedule_state"));
    optimizer_.load_state(parts.optimizer.tensors);
    if (moving_average_ && !parts.average.tensors.empty()) moving_average_->load_state(parts.average.tensors);
    task_.model().load_state_dict(parts.model.tensors);
    if (moving_average_ && parts.average.tensors.empty())
      moving_average_.emplace(parameters_, options_.moving_average);
    task_.rng() = rng;
    at_ = at;
    return changed;
  } catch (const Error& error) {
    throw Error(text("cannot resume from '", file, "': ", error.what()));
  }
}

}  // namespace heed
