#include "autograd/watch/attention_watch.h"

#include "tensor/elementwise.h"
#include "tensor/ground/error.h"
#include "tensor/ground/scope.h"
#include "tensor/kernels/choice_kernel.h"
#include "tensor/kernels/reference.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/views.h"

namespace heed {
namespace {

bool same_tensor(const Tensor& a, const Tensor& b) {
  if (!a.defined() || !b.defined()) return a.defined() == b.defined();
  return a.data() == b.data() && a.shape() == b.shape();
}

// Queries of `b` can follow those of `a`: same module, same keys and values, and a mask for the keys alone.
bool can_join(const AttentionCall& a, const AttentionCall& b) {
  const auto masks_keys_alone = [](const AttentionCall& call) {
    return !call.mask.defined() || (call.mask.rank() > 1 && call.mask.size(-2) == 1);
  };
  return a.path == b.path && same_tensor(a.k, b.k) && same_tensor(a.v, b.v) && same_tensor(a.mask, b.mask) &&
         masks_keys_alone(a) && masks_keys_alone(b);
}

}  // namespace

thread_local AttentionWatch* AttentionWatch::first_ = nullptr;

Tensor AttentionCall::weights() const {
  if (computed.defined()) return computed;
  switch (formula) {
    case ScoreFormula::dot_product:
      return softmax(matmul(q, transpose(k)), {.mask = mask, .scale = scale});
    case ScoreFormula::additive: {
      const Tensor soft = softmax(reference::additive_scores(q, k, direction), mask);
      return hard ? kernel::choose_largest(soft) : soft;
    }
    case ScoreFormula::unknown:
      break;
  }
  fail("attention watch: '", path,
       "' announced neither a formula nor weights; give AttentionCall one of them");
}

bool AttentionCall::formula_holds() const {
  if (formula == ScoreFormula::unknown || !computed.defined()) return formula != ScoreFormula::unknown;
  AttentionCall by_formula = *this;
  by_formula.computed = Tensor();
  return all_close(by_formula.weights(), computed, 1e-3, 1e-3);
}

AttentionWatch::AttentionWatch() : next_(first_) { first_ = this; }

AttentionWatch::~AttentionWatch() {
  AttentionWatch** link = &first_;
  while (*link != this) link = &(*link)->next_;
  *link = next_;
}

void AttentionWatch::announce(AttentionCall call) {
  call.path = Scope::path();
  for (AttentionWatch* watch = first_; watch; watch = watch->next_) watch->calls_.push_back(call);
}

std::vector<AttentionCall> AttentionWatch::joined() const {
  std::vector<std::vector<const AttentionCall*>> groups;
  for (const AttentionCall& call : calls_) {
    auto group = groups.begin();
    while (group != groups.end() && !can_join(*group->front(), call)) ++group;
    if (group == groups.end()) group = groups.insert(group, std::vector<const AttentionCall*>());
    group->push_back(&call);
  }
  std::vector<AttentionCall> result;
  for (const std::vector<const AttentionCall*>& group : groups) {
    AttentionCall all = *group.front();
    std::vector<Tensor> queries, weights;
    for (const AttentionCall* call : group) {
      if (call->q.defined()) queries.push_back(call->q);
      if (call->computed.defined()) weights.push_back(call->computed);
    }
    if (queries.size() > 1) all.q = concatenate(queries, -2);
    if (weights.size() > 1) all.computed = concatenate(weights, -2);
    result.push_back(std::move(all));
  }
  return result;
}

}  // namespace heed
