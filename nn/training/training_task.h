// What a trainer trains: a model with its data. The trainer knows epochs, steps, optimiser, saving and resuming;
// the task knows what a batch is and how the model is judged.
#pragma once

#include "nn/module.h"
#include "nn/text/batches.h"
#include "nn/training/settings.h"
#include "tensor/files/safetensors.h"

#include <string>
#include <vector>

namespace heed {

// A loss summed over `tokens` predictions, in nats.
struct SummedLoss {
  Variable total;
  double tokens;
};

struct Validation {
  double loss, accuracy;  // per token
};

// An option that training depends on and that a resumed run may change, which is then said.
struct NamedNumber {
  std::string name;
  double value;
};

class TrainingTask {
 public:
  virtual ~TrainingTask() = default;
  virtual Module& model() const = 0;
  // All random numbers of training: the order of batches, and what the model draws.
  virtual Rng& rng() const = 0;

  // The batches of an epoch, drawn from rng(). There are batches_per_epoch() of them; about as many, if their number
  // depends on the order.
  virtual BatchPlan plan() const = 0;
  virtual Index batches_per_epoch() const = 0;
  virtual bool number_of_batches_varies() const { return false; }
  virtual double tokens() const = 0;  // to predict in an epoch: their mean in a batch scales the loss
  virtual SummedLoss loss(const std::vector<Index>& batch) const = 0;
  virtual Validation validate() const = 0;  // the model is in evaluation mode, and records no gradients

  // The contents of the model's file.
  virtual NamedTensors contents() const = 0;
  // Settings that older files lack, with the values that their models have.
  virtual Settings if_missing() const { return {}; }
  // What identifies the data and the batches, by name: a state is resumed only with the same. The second
  // function throws for other data, and says in what they differ.
  virtual Settings identity() const = 0;
  virtual void require_same(const SettingsReader& saved) const = 0;
  virtual std::vector<NamedNumber> changeable() const { return {}; }
};

}  // namespace heed
