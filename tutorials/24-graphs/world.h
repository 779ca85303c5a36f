// The grid world of lesson 24, and the policies that walk in it.
#pragma once

#include "nn/attention/scores.h"
#include "nn/layers.h"
#include "tensor/token_matrix.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace heed {

constexpr Index grid = 6, kinds = 4, actions = 4, time_limit = 12;

// [world]
struct Place {
  Index row = 0, column = 0;
  bool operator==(const Place&) const = default;
};

// One agent among one object of each kind. The episode ends at the first object that the agent enters, or when time is up.
class World {
 public:
  explicit World(Rng& rng);
  // 0 up, 1 down, 2 left, 3 right; a step against the wall changes nothing. Returns the reward: 1 for the named object, else 0.
  double step(Index action);
  bool ended() const { return ended_; }
  bool at_object() const { return std::find(objects.begin(), objects.end(), agent) != objects.end(); }

  Place agent;
  std::vector<Place> objects;  // in random order
  std::vector<Index> kind;     // of each object
  Index named;                 // the kind that the instruction names

 private:
  Index steps_ = 0;
  bool ended_ = false;
};
// [/world]

// [policy]
struct Observation {
  Tensor objects;      // (batch, objects, 2 + kinds): where it is, seen from the agent, and its kind
  Tensor instruction;  // (batch, 1, kinds)
};

struct Decision {
  Variable logits;   // (batch, actions)
  Variable value;    // (batch, 1): the return that the policy expects
  Variable weights;  // (batch, objects): how much it reads of each object
};

class Policy : public Module {
 public:
  // Without attention, the policy reads the mean of all objects.
  Policy(bool attends, Rng& rng);
  Decision operator()(const Observation& seen) const;

  Child<AdditiveAttention> attention;
  Child<Linear> object, hidden, action, value;

 private:
  bool attends_;
};
// [/policy]

Observation observe(const std::vector<World>& worlds);

enum class Baseline { none, running_mean, value };

struct Reinforce {
  Baseline baseline = Baseline::value;
  bool learns_value = true;  // whether its error is a part of the loss
  Index updates = 800, episodes = 64;
  double rate = 3e-3, discount = 0.9;
  double extra = 0;  // added to each return: what is best stays the best
};

// Trains by policy gradient. Returns the share of episodes that reached the named object, for each update.
std::vector<double> reinforce(Policy& policy, const Reinforce& options, Rng& rng,
                              const std::function<void(Index, Index)>& progress = {});

// How the episodes ended, as shares; the agent takes the likeliest action.
struct Walked {
  double named = 0, other = 0, nowhere = 0;  // at the named object, at another one, or when time was up
};
Walked try_out(const Policy& policy, Index episodes, Rng& rng);
// The same without a policy: to the row and then to the column of the named object, whatever is in between.
Walked walk_straight(Index episodes, Rng& rng);

// The rows of the lesson's tables. Where no baseline is named, it is the value.
const std::vector<std::string>& policy_names();
struct TrainedPolicy {
  std::unique_ptr<Policy> policy;
  std::vector<double> reached;  // for each update
};
TrainedPolicy train_policy(const std::string& name, Index seed,
                           const std::function<void(Index, Index)>& progress = {});

}  // namespace heed
