#include "nn/translate/doctor/attention_probes.h"

#include "autograd/observer.h"
#include "autograd/record.h"
#include "nn/attention/attention_maps.h"
#include "tensor/ground/format.h"
#include "tensor/ground/options.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace heed {
namespace {

// What is added up for one head over all sentences.
struct Head {
  double entropy = 0, even = 0;      // of the weights, and what it would be if they were even
  double distance = 0, queries = 0;  // from the diagonal, as a share of the sentence
  double spread = 0;                 // the largest difference between two queries' weights on one key
};

// weights (queries, keys) of one head
void add(Head& head, const Scalar* weights, Index queries, Index keys) {
  for (Index i = 0; i < queries; ++i) {
    const Scalar* const row = weights + i * keys;
    for (Index j = 0; j < keys; ++j) {
      const double w = static_cast<double>(row[j]);
      if (w > 0) head.entropy -= w * std::log(w);
      head.spread = std::max(head.spread, std::abs(w - static_cast<double>(weights[j])));
    }
    head.even += std::log(static_cast<double>(keys));
    const double best = static_cast<double>(std::max_element(row, row + keys) - row);
    const auto share = [](double at, Index length) {
      return length > 1 ? at / static_cast<double>(length - 1) : 0;
    };
    head.distance += std::abs(share(best, keys) - share(static_cast<double>(i), queries));
    ++head.queries;
  }
}

// All heads by name, "decoder.layers.1.cross_attention, head 2", of some sentences, each without padding.
std::map<std::string, Head> heads_of(const Patient& patient, bool cross_only) {
  std::map<std::string, Head> heads;
  const NoGrad guard;
  for (Index pair = 0; pair < std::min(std::ssize(patient.pairs), Index{40}); ++pair) {
    AttentionWatch watch;
    patient.model().logits(patient.single(pair));
    for (const AttentionCall& call : watch.joined()) {
      if (cross_only && kind_of(call.path) != show::AttentionKind::cross) continue;
      const Tensor weights = call.weights().contiguous();
      const Index keys = weights.size(-1), queries = weights.size(-2),
                  count = weights.numel() / (queries * keys);
      for (Index h = 0; h < count; ++h)
        add(heads[count == 1 ? call.path : text(call.path, ", head ", h)],
            weights.data() + h * queries * keys, queries, keys);
    }
  }
  return heads;
}

Finding no_attention(const std::string& probe) {
  return {Verdict::not_examined, probe, "the model does not attend to the source", ""};
}

// The largest and the smallest value of each unit, as the last axis has them, while the observer is in scope.
class UnitRanges final : public Observer {
 public:
  struct Range {
    double low = std::numeric_limits<double>::infinity(), high = -low;
  };
  std::map<std::string, std::vector<Range>> units;  // by operation and path

 private:
  void recorded(const char* operation, const Tensor& result, const Shared<Node>&) override {
    const std::string name = operation;
    if (name != "relu" && name != "gelu" && name != "gru_step" && name != "gru_sequence") return;
    std::vector<Range>& ranges = units[name + " in " + Scope::path()];
    const Tensor values = result.contiguous();
    const Index size = values.size(-1);
    ranges.resize(static_cast<std::size_t>(size));
    for (Index i = 0; i < values.numel(); ++i) {
      Range& range = ranges[static_cast<std::size_t>(i % size)];
      const double value = static_cast<double>(values.data()[i]);
      range.low = std::min(range.low, value);
      range.high = std::max(range.high, value);
    }
  }
};

}  // namespace

Finding probe_even(const Patient& patient) {
  const auto heads = heads_of(patient, true);
  if (heads.empty()) return no_attention("even");
  double entropy = 0, even = 0;
  for (const auto& [name, head] : heads) {
    entropy += head.entropy;
    even += head.even;
  }
  const double share = entropy / even;
  const bool moved = share < 0.9;
  return {moved ? Verdict::ok : Verdict::look, "even",
          text("the entropy of the attention to the source is ", decimals(100 * share, 1),
               " % of that of even weights"),
          moved ? ""
                : "the attention never moved from even: train longer, check that the source is not shuffled "
                  "against the target, or try another --attention"};
}

Finding probe_diagonal(const Patient& patient) {
  const auto heads = heads_of(patient, true);
  if (heads.empty()) return no_attention("diagonal");
  // The head that is nearest: others may attend to something else.
  const auto nearest = std::min_element(heads.begin(), heads.end(), [](const auto& a, const auto& b) {
    return a.second.distance / a.second.queries < b.second.distance / b.second.queries;
  });
  const double distance = nearest->second.distance / nearest->second.queries;
  const bool ok = distance < 0.25;
  return {ok ? Verdict::ok : Verdict::look, "diagonal",
          text("the largest weights are ", decimals(100 * distance, 1),
               " % of a sentence away from the diagonal (chance is about 33 %): ", nearest->first),
          ok ? ""
             : "languages with a similar word order align near the diagonal; are the lines of both sides in "
               "the same order?"};
}

Finding probe_heads(const Patient& patient) {
  const auto heads = heads_of(patient, false);
  if (heads.empty()) return no_attention("heads");
  std::vector<std::string> dead;
  for (const auto& [name, head] : heads) {
    if (head.entropy > 0.98 * head.even || head.spread < 0.02) dead.push_back(name);
  }
  const bool ok = dead.empty();
  if (dead.size() > 3) dead.resize(3);
  return {ok ? Verdict::ok : Verdict::look, "heads",
          ok ? text("each of the ", heads.size(), " heads chooses, and by what it is asked")
             : "even weights, or the same for every word: " + joined(dead, "; "),
          ok ? "" : "a head that does not choose costs time for nothing: fewer --heads, or more training"};
}

Finding probe_units(const Patient& patient) {
  UnitRanges watch;
  {
    const NoGrad guard;
    patient.model().logits(patient.batch(64));
  }
  Index all = 0, dead = 0;
  std::string worst;
  Index most = 0;
  for (const auto& [name, ranges] : watch.units) {
    const bool recurrent = name.starts_with("gru");
    const Index here = std::count_if(ranges.begin(), ranges.end(), [&](const UnitRanges::Range& range) {
      return recurrent ? range.high - range.low < 0.01 : range.high < 0.01;
    });
    all += std::ssize(ranges);
    dead += here;
    if (here > most) {
      most = here;
      worst = name;
    }
  }
  if (all == 0) return {Verdict::not_examined, "units", "the model has no units of a kind that can die", ""};
  const double share = static_cast<double>(dead) / static_cast<double>(all);
  const Verdict verdict = share > 0.5 ? Verdict::wrong : share > 0.1 ? Verdict::look : Verdict::ok;
  return {verdict, "units",
          text(dead, " of ", all, " units never change or are never active",
               dead > 0 ? text(" (most in: ", worst, ")") : ""),
          verdict == Verdict::ok
              ? ""
              : "dead units learn nothing more: a smaller --learning-rate, --warmup, or --nonlinearity gelu"};
}

}  // namespace heed
