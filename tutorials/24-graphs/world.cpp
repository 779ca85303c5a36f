#include "tutorials/24-graphs/world.h"

#include "autograd/operations/cross_entropy.h"
#include "autograd/operations/functions.h"
#include "autograd/operations/losses.h"
#include "autograd/operations/shape_functions.h"
#include "autograd/operations/softmax.h"
#include "nn/optim/optimizer.h"
#include "tensor/creation.h"

#include <algorithm>

namespace heed {

// [step]
World::World(Rng& rng) : kind(rng.permutation(kinds)), named(rng.integer(kinds)) {
  const std::vector<Index> cells = rng.permutation(grid * grid);
  const auto place = [&](Index i) {
    const Index cell = cells[static_cast<std::size_t>(i)];
    return Place{cell / grid, cell % grid};
  };
  agent = place(0);
  for (Index i = 1; i <= kinds; ++i) objects.push_back(place(i));
}

double World::step(Index action) {
  const Index down = (action == 1) - (action == 0), right = (action == 3) - (action == 2);
  agent.row = std::clamp<Index>(agent.row + down, 0, grid - 1);
  agent.column = std::clamp<Index>(agent.column + right, 0, grid - 1);
  const auto entered = std::find(objects.begin(), objects.end(), agent);
  ended_ = ++steps_ == time_limit || entered != objects.end();
  return entered != objects.end() && kind[static_cast<std::size_t>(entered - objects.begin())] == named;
}
// [/step]

// [observe]
Observation observe(const std::vector<World>& worlds) {
  const Index batch = static_cast<Index>(worlds.size());
  Observation seen{zeros({batch, kinds, 2 + kinds}), zeros({batch, 1, kinds})};
  for (Index b = 0; b < batch; ++b) {
    const World& world = worlds[static_cast<std::size_t>(b)];
    for (Index i = 0; i < kinds; ++i) {
      const Place& place = world.objects[static_cast<std::size_t>(i)];
      seen.objects.at(b, i, 0) = static_cast<Scalar>(place.row - world.agent.row) / grid;
      seen.objects.at(b, i, 1) = static_cast<Scalar>(place.column - world.agent.column) / grid;
      seen.objects.at(b, i, 2 + world.kind[static_cast<std::size_t>(i)]) = 1;
    }
    seen.instruction.at(b, 0, world.named) = 1;
  }
  return seen;
}
// [/observe]

// [decide]
Policy::Policy(bool attends, Rng& rng)
    : attention(*this, "attention", kinds, 2 + kinds, 16, rng),
      object(*this, "object", 2 + kinds, 32, rng),
      hidden(*this, "hidden", 32 + kinds, 64, rng),
      action(*this, "action", 64, actions, rng),
      value(*this, "value", 64, 1, rng),
      attends_(attends) {}

Decision Policy::operator()(const Observation& seen) const {
  const Variable vectors = relu(object(seen.objects));  // (batch, objects, 32)
  Variable weights = full({seen.objects.size(0), 1, kinds}, 1.0 / kinds);
  if (attends_) weights = attention(seen.instruction, seen.objects, vectors).weights;
  const Variable read = squeeze(matmul(weights, vectors), 1);
  const Variable h = relu(hidden(concatenate({read, squeeze(seen.instruction, 1)}, 1)));
  return {action(h), value(h), squeeze(weights, 1)};
}
// [/decide]

namespace {

// All steps of a batch of episodes, the batch of step 0 first.
struct Walks {
  std::vector<Tensor> objects, instructions;
  TokenMatrix taken;            // (steps, episodes), -1 after the end
  std::vector<double> rewards;  // likewise
  double reached = 0;
};

// [walk]
Walks walk(const Policy& policy, Index episodes, Rng& rng) {
  const NoGrad guard;
  std::vector<World> worlds;
  for (Index e = 0; e < episodes; ++e) worlds.emplace_back(rng);
  Walks walks{{}, {}, TokenMatrix(time_limit, episodes, -1), {}, 0};
  for (Index t = 0; t < time_limit; ++t) {
    const Observation seen = observe(worlds);
    const Tensor probabilities = softmax(policy(seen).logits).value();
    for (Index e = 0; e < episodes; ++e) {
      World& world = worlds[static_cast<std::size_t>(e)];
      const bool over = world.ended();
      if (!over) walks.taken(t, e) = static_cast<Token>(rng.categorical(probabilities[e].to_vector()));
      walks.rewards.push_back(over ? 0 : world.step(walks.taken(t, e)));
      walks.reached += walks.rewards.back();
    }
    walks.objects.push_back(seen.objects);
    walks.instructions.push_back(seen.instruction);
  }
  return walks;
}
// [/walk]

// [returns]
// From the rewards of each step to the sum of all that follow, each step counting `discount` less: (steps * episodes, 1).
Tensor returns(const Walks& walks, double discount) {
  const Index episodes = walks.taken.columns;
  Tensor G = zeros({time_limit * episodes, 1});
  for (Index i = time_limit * episodes - 1; i >= 0; --i) {
    const double later = i + episodes < G.size(0) ? static_cast<double>(G(i + episodes, 0)) : 0;
    G.at(i, 0) = static_cast<Scalar>(walks.rewards[static_cast<std::size_t>(i)] + discount * later);
  }
  return G;
}
// [/returns]

}  // namespace

// [reinforce]
std::vector<double> reinforce(Policy& policy, const Reinforce& options, Rng& rng,
                              const std::function<void(Index, Index)>& progress) {
  Adam adam(policy.parameters(), options.rate);
  std::vector<double> reached;
  double running = 0;
  for (Index update = 1; update <= options.updates; ++update) {
    const Walks walks = walk(policy, options.episodes, rng);
    const Tensor G = returns(walks, options.discount) + options.extra;
    const Decision decision = policy({concatenate(walks.objects, 0), concatenate(walks.instructions, 0)});
    const double steps = static_cast<double>(std::count_if(walks.taken.ids.begin(), walks.taken.ids.end(),
                                                           [](Token action) { return action >= 0; }));
    Tensor alive = zeros(G.shape());
    double total = 0;
    for (Index i = 0; i < G.size(0); ++i) {
      alive.at(i, 0) = walks.taken.ids[static_cast<std::size_t>(i)] >= 0;
      total += static_cast<double>(alive(i, 0) * G(i, 0));
    }
    running += (update == 1 ? 1 : 0.1) * (total / steps - running);
    Tensor advantage = G;
    if (options.baseline == Baseline::running_mean) advantage = G - running;
    if (options.baseline == Baseline::value) advantage = G - decision.value.value();  // no gradient: a tensor
    const Variable surprise =
        unsqueeze(cross_entropy(decision.logits, walks.taken, {.reduction = Reduction::none}), 1);
    const Variable error = (decision.value - G) * alive;
    adam.zero_grad();
    Variable loss = sum(surprise * advantage) / steps;
    if (options.learns_value) loss = loss + sum(error * error) / steps;
    loss.backward();
    clip_gradient_norm(policy.parameters(), 1);
    adam.step();
    reached.push_back(walks.reached / static_cast<double>(options.episodes));
    if (progress) progress(update, options.updates);
  }
  return reached;
}
// [/reinforce]

namespace {

// Chooses an action for each world; those of the worlds that have ended do not matter.
using Chooser = std::function<std::vector<Index>(const std::vector<World>&)>;

Walked try_out(const Chooser& choose, Index episodes, Rng& rng) {
  std::vector<World> worlds;
  for (Index e = 0; e < episodes; ++e) worlds.emplace_back(rng);
  Walked walked;
  const double share = 1 / static_cast<double>(episodes);
  for (Index t = 0; t < time_limit; ++t) {
    const std::vector<Index> chosen = choose(worlds);
    for (std::size_t e = 0; e < worlds.size(); ++e) {
      World& world = worlds[e];
      if (world.ended()) continue;
      const double reward = world.step(chosen[e]);
      if (!world.ended()) continue;
      walked.named += reward * share;
      (world.at_object() ? walked.other : walked.nowhere) += (1 - reward) * share;
    }
  }
  return walked;
}

}  // namespace

Walked try_out(const Policy& policy, Index episodes, Rng& rng) {
  const auto likeliest = [&](const std::vector<World>& worlds) {
    const NoGrad guard;
    const Tensor logits = policy(observe(worlds)).logits.value();
    std::vector<Index> chosen;
    for (Index e = 0; e < logits.size(0); ++e) {
      const std::vector<Scalar> row = logits[e].to_vector();
      chosen.push_back(std::max_element(row.begin(), row.end()) - row.begin());
    }
    return chosen;
  };
  return try_out(likeliest, episodes, rng);
}

// [straight]
Walked walk_straight(Index episodes, Rng& rng) {
  const auto straight = [](const std::vector<World>& worlds) {
    std::vector<Index> chosen;
    for (const World& world : worlds) {
      const auto i = std::find(world.kind.begin(), world.kind.end(), world.named) - world.kind.begin();
      const Place& goal = world.objects[static_cast<std::size_t>(i)];
      if (goal.row != world.agent.row)
        chosen.push_back(goal.row > world.agent.row ? 1 : 0);
      else
        chosen.push_back(goal.column > world.agent.column ? 3 : 2);
    }
    return chosen;
  };
  return try_out(straight, episodes, rng);
}
// [/straight]

// [rows]
const std::vector<std::string>& policy_names() {
  static const std::vector<std::string> names{"attention",
                                              "running mean",
                                              "no baseline",
                                              "no baseline, value learned",
                                              "returns + 2, running mean",
                                              "returns + 2, no baseline",
                                              "mean of objects"};
  return names;
}

TrainedPolicy train_policy(const std::string& name, Index seed,
                           const std::function<void(Index, Index)>& progress) {
  Rng rng(static_cast<std::uint64_t>(seed));
  TrainedPolicy trained{std::make_unique<Policy>(name != "mean of objects", rng), {}};
  const auto says = [&](const char* part) { return name.find(part) != std::string::npos; };
  Reinforce options;
  if (says("no baseline")) options.baseline = Baseline::none;
  if (says("running mean")) options.baseline = Baseline::running_mean;
  options.learns_value = options.baseline == Baseline::value || says("value learned");
  options.extra = says("returns + 2") ? 2 : 0;
  trained.reached = reinforce(*trained.policy, options, rng, progress);
  return trained;
}
// [/rows]

}  // namespace heed
