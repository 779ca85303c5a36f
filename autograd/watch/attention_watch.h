// AttentionWatch: shows what every attention of a model computes, while the model runs as always:
//
//     AttentionWatch watch;
//     model.logits(batch);
//     for (const AttentionCall& call : watch.calls()) std::cout << call.path << call.weights().shape();
//
// Each attention announces what it computes its weights from to every AttentionWatch in scope, under
// the path of its module. The model computes the same bits, watched or not: weights are computed from
// the announcement, and only if you ask for them. Without a watch, an attention pays for one comparison.
// nn/attention/attention_maps.h makes a page of the calls.
#pragma once

#include "tensor/tensor.h"

#include <string>
#include <vector>

namespace heed {

// How an attention compares a query q_i with a key k_j.
enum class ScoreFormula {
  unknown,      // the attention announces its weights alone
  dot_product,  // softmax(q kᵀ scale), masked: Vaswani et al. (2017), equation 1
  additive      // softmax over j of direction · tanh(q_i + k_j): Bahdanau et al. (2015), appendix A.1.2
};

// One call of an attention. The tensors are the model's own, not copies. Shapes begin with (batch), or with
// (batch, heads) in every tensor of the call except `direction`.
struct AttentionCall {
  std::string path;  // the path of the module: "decoder.layers.1.cross_attention"
  ScoreFormula formula = ScoreFormula::unknown;
  Tensor q, k;        // (..., queries, size) and (..., keys, size): what the score compares, projected
  Tensor v;           // (..., keys, value size): the output is a weighted mean of these
  Tensor mask;        // broadcasts to the weights, 1 where a query may attend; undefined: everywhere
  double scale = 1;   // the factor of a dot product
  Tensor direction;   // (size), for an additive score
  bool hard = false;  // the largest weight was replaced by 1, all others by 0
  std::string q_name = "q", k_name = "k";  // what q and k are in the formula: "q / |q|", "W k"
  Tensor computed;  // the weights, if the attention computed them for itself; undefined otherwise

  // The weights (..., queries, keys): each row sums to 1, or is 0 where the mask hides every key. Taken from
  // the attention if it computed them, otherwise computed by the formula.
  Tensor weights() const;
  // Whether the formula is known and gives the weights. A class derived from a score may change scores() and
  // inherit a formula that no longer holds; a page must not show it.
  bool formula_holds() const;
};

class AttentionWatch {
 public:
  AttentionWatch();   // begins to collect the calls of this thread
  ~AttentionWatch();  // stops
  AttentionWatch(const AttentionWatch&) = delete;
  AttentionWatch& operator=(const AttentionWatch&) = delete;

  // All calls, in the order in which they ran.
  const std::vector<AttentionCall>& calls() const { return calls_; }
  // As above, but the calls of one module with the same keys are one call with all their queries. A recurrent
  // decoder attends once per word; here its whole sentence is one call.
  std::vector<AttentionCall> joined() const;

  static bool any() { return first_ != nullptr; }
  // For an attention: tells every watch about `call`. The path is added here.
  static void announce(AttentionCall call);

 private:
  static thread_local AttentionWatch* first_;
  AttentionWatch* next_;
  std::vector<AttentionCall> calls_;
};

}  // namespace heed
