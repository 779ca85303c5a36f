// The file from which training is resumed: the model's parameters, the optimiser's moments, and the position
// of training as text.
#include "nn/translate/settings.h"
#include "nn/translate/trainer.h"
#include "tensor/ground/error.h"
#include "tensor/ground/format.h"

#include <filesystem>

namespace heed {
namespace {

const std::string optimizer_prefix = "optimizer.";

// Tensors whose names begin with the optimiser's prefix, without it; and all others.
struct Parts {
  NamedTensors model, optimizer;
};

Parts split(const NamedTensors& state) {
  Parts parts;
  for (const auto& [name, tensor] : state.tensors) {
    if (name.starts_with(optimizer_prefix)) {
      parts.optimizer.tensors.emplace_back(name.substr(optimizer_prefix.size()), tensor);
    } else {
      parts.model.tensors.emplace_back(name, tensor);
    }
  }
  return parts;
}

// Throws if a setting or vocabulary of the saved run differs from this translator's.
void require_same_model(const Settings& ours, const SettingsReader& saved) {
  for (const auto& [name, value] : ours) {
    const std::string& other = saved.text(name);
    if (other == value) continue;
    const bool brief = value.size() < 40;  // not a vocabulary
    fail("its ", name, " differs from the requested value",
         brief ? text(", ", other, " instead of ", value) : "");
  }
}

void require_same_corpus(Index pairs, Index batch, const SettingsReader& saved) {
  const Index saved_pairs = saved.count("trainer.pairs"), saved_batch = saved.count("trainer.batch");
  if (saved_pairs == pairs && saved_batch == batch) return;
  fail("it was trained on ", saved_pairs, " pairs in batches of ", saved_batch, ", not on ", pairs,
       " in batches of ", batch);
}

}  // namespace

void Trainer::save_state(const std::string& directory) const {
  NamedTensors state = translator_.contents();
  for (auto& [name, tensor] : optimizer_.state()) state.tensors.emplace_back(optimizer_prefix + name, tensor);
  Settings& text = state.metadata;
  text["trainer.epoch"] = to_text(at_.epoch);
  text["trainer.batches_done"] = to_text(at_.batches_done);
  text["trainer.steps"] = to_text(at_.steps);
  text["trainer.since_best"] = to_text(at_.since_best);
  text["trainer.best_epoch"] = to_text(at_.best_epoch);
  text["trainer.best_loss"] = exact(at_.best_loss);
  text["trainer.best_merit"] = exact(at_.best_merit);
  text["trainer.loss_sum"] = exact(at_.loss_sum);
  text["trainer.token_sum"] = exact(at_.token_sum);
  text["trainer.norm_sum"] = exact(at_.norm_sum);
  text["trainer.rng"] = translator_.rng->save();
  text["trainer.rng_at_epoch"] = at_.rng_at_epoch;
  text["trainer.schedule"] = schedule_->save();
  text["trainer.pairs"] = to_text(train_.source.size());
  text["trainer.batch"] = to_text(options_.batch);
  std::error_code ignored;  // if it fails, the write fails too, and says why
  std::filesystem::create_directories(directory, ignored);
  save_safetensors(state_file_in(directory), state);
}

void Trainer::resume(const std::string& directory) {
  const std::string file = state_file_in(directory);
  const NamedTensors state = load_safetensors(file);
  try {
    const SettingsReader saved(state.metadata);
    require_same_model(translator_.contents().metadata, saved);
    require_same_corpus(static_cast<Index>(train_.source.size()), options_.batch, saved);
    const Parts parts = split(state);
    translator_.model->load_state_dict(parts.model.tensors);
    optimizer_.load_state(parts.optimizer.tensors);
    at_.epoch = saved.count("trainer.epoch");
    at_.batches_done = saved.count("trainer.batches_done");
    at_.steps = saved.count("trainer.steps");
    at_.since_best = saved.count("trainer.since_best");
    at_.best_epoch = saved.count("trainer.best_epoch");
    at_.best_loss = saved.number("trainer.best_loss");
    at_.best_merit = saved.number("trainer.best_merit");
    at_.loss_sum = saved.number("trainer.loss_sum");
    at_.token_sum = saved.number("trainer.token_sum");
    at_.norm_sum = saved.number("trainer.norm_sum");
    at_.rng_at_epoch = saved.text("trainer.rng_at_epoch");
    translator_.rng->restore(saved.text("trainer.rng"));
    schedule_->restore(saved.text("trainer.schedule"));
  } catch (const Error& error) {
    throw Error(text("cannot resume from '", file, "': ", error.what()));
  }
}

}  // namespace heed
