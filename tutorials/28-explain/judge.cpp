#include "tutorials/28-explain/judge.h"

#include "autograd/operations/arithmetic.h"
#include "autograd/operations/cross_entropy.h"
#include "autograd/operations/products.h"
#include "autograd/operations/reductions.h"
#include "autograd/operations/shape_functions.h"
#include "autograd/watch/attention_watch.h"
#include "nn/attention/masks.h"
#include "nn/optim/optimizer.h"
#include "tensor/creation.h"
#include "tensor/views.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace heed {

namespace {

constexpr Index size = 24;

std::vector<Index> lengths_of(const std::vector<Tokens>& reviews) {
  std::vector<Index> lengths;
  for (const Tokens& review : reviews) lengths.push_back(static_cast<Index>(review.size()));
  return lengths;
}

TokenMatrix padded(const std::vector<Tokens>& reviews) {
  std::vector<Index> all(reviews.size());
  std::iota(all.begin(), all.end(), Index{0});
  return pad_together(reviews, all);
}

std::vector<Tokens> tokens_of(const std::vector<Review>& reviews, const std::vector<Index>& indices) {
  std::vector<Tokens> chosen;
  for (const Index i : indices) chosen.push_back(tokens_of(reviews[static_cast<std::size_t>(i)]));
  return chosen;
}

TokenMatrix verdicts_of(const std::vector<Review>& reviews, const std::vector<Index>& indices) {
  TokenMatrix verdicts(static_cast<Index>(indices.size()), 1);
  for (std::size_t i = 0; i < indices.size(); ++i)
    verdicts.ids[i] = reviews[static_cast<std::size_t>(indices[i])].sum > 0 ? 1 : 0;
  return verdicts;
}

// The given weights of these reviews, padded with zeros.
Tensor padded(const GivenWeights& given, const std::vector<Index>& indices) {
  if (given.empty()) return {};
  std::size_t longest = 0;
  for (const Index i : indices) longest = std::max(longest, given[static_cast<std::size_t>(i)].size());
  Tensor weights = zeros({static_cast<Index>(indices.size()), static_cast<Index>(longest)});
  for (std::size_t row = 0; row < indices.size(); ++row) {
    const std::vector<double>& own = given[static_cast<std::size_t>(indices[row])];
    for (std::size_t i = 0; i < own.size(); ++i)
      weights.at(static_cast<Index>(row), static_cast<Index>(i)) = static_cast<Scalar>(own[i]);
  }
  return weights;
}

// One pass after the other over all reviews in random order: step(indices of a batch) returns the scores.
void train_all(Module& model, const std::vector<Review>& reviews, double rate, Index epochs, Rng& rng,
               const std::function<Variable(const std::vector<Index>&)>& scores) {
  constexpr Index batch = 32;
  const Index count = static_cast<Index>(reviews.size());
  Adam adam(model.parameters(), rate);
  model.train();
  for (Index epoch = 0; epoch < epochs; ++epoch) {
    adam.set_learning_rate(rate * (1 - static_cast<double>(epoch) / static_cast<double>(epochs)));
    const std::vector<Index> order = rng.permutation(count);
    for (Index begin = 0; begin < count; begin += batch) {
      const std::vector<Index> chosen(order.begin() + begin, order.begin() + std::min(begin + batch, count));
      adam.zero_grad();
      cross_entropy(scores(chosen), verdicts_of(reviews, chosen)).backward();
      clip_gradient_norm(model.parameters(), 1);
      adam.step();
    }
  }
  model.eval();
}

double margin_of(const Judge& judge, const Tokens& review) {
  const std::vector<double> scores = judge({review}).scores.value().to_doubles();
  return scores[1] - scores[0];
}

}  // namespace

// [judge model]
Judge::Judge(Reading reading, Weights kind_, Rng& rng)
    : kind(kind_),
      embedding_(*this, "embedding", review_words().size(), size, rng, Vocabulary::pad),
      lstm_(reading == Reading::lstm ? std::make_unique<Child<LSTM>>(*this, "lstm", size, size / 2, rng, true)
                                     : nullptr),
      attention_(*this, "attention", size, size, rng),
      output_(*this, "output", size, 2, rng) {}

Judge::Verdict Judge::operator()(const std::vector<Tokens>& reviews, const Tensor& given, bool study) const {
  const std::vector<Index> lengths = lengths_of(reviews);
  Verdict verdict;
  verdict.embedded = embedding_(padded(reviews));
  if (study) verdict.embedded = leaf(verdict.embedded.value().clone());
  verdict.states = lstm_ ? (*lstm_)(verdict.embedded, lengths).output : verdict.embedded;
  if (kind == Weights::learned) {
    verdict.weights = attention_(verdict.states, lengths).weights;
  } else if (kind == Weights::equal) {
    const Tensor mask = squeeze(length_mask(lengths, verdict.states.size(1)), 1);  // (batch, time)
    verdict.weights = mask / sum(Variable(mask), 1, keep_axis).value();
  } else {
    verdict.weights = given;
  }
  const Variable pooled = squeeze(matmul(unsqueeze(verdict.weights, 1), verdict.states), 1);  // (batch, size)
  verdict.scores = output_(pooled);
  return verdict;
}
// [/judge model]

void train(Judge& judge, const std::vector<Review>& reviews, Rng& rng, const GivenWeights& given) {
  train_all(judge, reviews, 0.01, 12, rng, [&](const std::vector<Index>& chosen) {
    return judge(tokens_of(reviews, chosen), padded(given, chosen)).scores;
  });
}

std::vector<double> margins(Judge& judge, const std::vector<Review>& reviews, const GivenWeights& given) {
  const NoGrad guard;
  judge.eval();
  std::vector<Index> all(reviews.size());
  std::iota(all.begin(), all.end(), Index{0});
  const std::vector<double> scores =
      judge(tokens_of(reviews, all), padded(given, all)).scores.value().to_doubles();
  std::vector<double> result;
  for (std::size_t i = 0; i < scores.size(); i += 2) result.push_back(scores[i + 1] - scores[i]);
  return result;
}

double share_right(const std::vector<double>& margins, const std::vector<Review>& reviews) {
  double right = 0;
  for (std::size_t i = 0; i < reviews.size(); ++i) right += (margins[i] > 0) == (reviews[i].sum > 0);
  return right / static_cast<double>(reviews.size());
}

GivenWeights weights_of(Judge& judge, const std::vector<Review>& reviews) {
  const NoGrad guard;
  judge.eval();
  GivenWeights all;
  for (const Review& review : reviews) all.push_back(judge({tokens_of(review)}).weights.value().to_doubles());
  return all;
}

// [gradient]
std::vector<double> gradient_times_input(Judge& judge, const Review& review) {
  const Judge::Verdict verdict = judge({tokens_of(review)}, {}, true);
  (select(verdict.scores, 1, 1) - select(verdict.scores, 1, 0)).backward(ones({1}));
  const Tensor products = verdict.embedded.grad() * verdict.embedded.value();
  std::vector<double> result;
  for (const double product : sum(products, -1).to_doubles()) result.push_back(std::abs(product));
  judge.zero_grad();
  return result;
}
// [/gradient]

// [leave one out]
std::vector<double> leave_one_out(Judge& judge, const Review& review) {
  const NoGrad guard;
  const Tokens whole = tokens_of(review);
  const double margin = margin_of(judge, whole);
  std::vector<double> result;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    Tokens without = whole;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    result.push_back(std::abs(margin - margin_of(judge, without)));
  }
  return result;
}
// [/leave one out]

// [adversary]
// The margin is linear in the pooled vector: it is the sum of a_t m_t, where m_t is the margin of state t alone. So take two words,
// one with m_t below the margin and one above, and mix them until their mean is the margin. Of all such pairs, we take the one
// that had the least weight.
std::vector<double> adversarial_weights(Judge& judge, const Review& review) {
  const NoGrad guard;
  const Judge::Verdict verdict = judge({tokens_of(review)});
  const std::vector<double> weights = verdict.weights.value().to_doubles();
  const std::vector<double> scores = judge.score(verdict.states).value().to_doubles();
  std::vector<double> alone;
  double margin = 0;
  for (std::size_t t = 0; t < weights.size(); ++t) {
    alone.push_back(scores[2 * t + 1] - scores[2 * t]);
    margin += weights[t] * alone[t];
  }
  std::size_t low = 0, high = 0;
  double least = 2;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    for (std::size_t j = 0; j < weights.size(); ++j) {
      if (alone[i] > margin || alone[j] <= margin || weights[i] + weights[j] >= least) continue;
      low = i, high = j, least = weights[i] + weights[j];
    }
  }
  if (least == 2) return weights;  // all states have the same margin
  std::vector<double> other(weights.size(), 0);
  other[high] = (margin - alone[low]) / (alone[high] - alone[low]);
  other[low] = 1 - other[high];
  return other;
}
// [/adversary]

HeadJudge::HeadJudge(Rng& rng)
    : embedding_(*this, "embedding", review_words().size(), 32, rng, Vocabulary::pad),
      positions_(*this, "positions", PositionKind::learned, 64, 32, rng),
      encoder_(*this, "encoder",
               TransformerOptions{
                   .size = 32, .heads = 4, .layers = 2, .feed_forward = 64, .dropout = 0, .pre_norm = true},
               rng),
      output_(*this, "output", 32, 2, rng) {}

static std::vector<Tokens> with_bos(std::vector<Tokens> reviews) {
  for (Tokens& review : reviews) review.insert(review.begin(), Vocabulary::bos);
  return reviews;
}

Variable HeadJudge::operator()(const std::vector<Tokens>& reviews) const {
  const std::vector<Tokens> all = with_bos(reviews);
  const TokenMatrix words = padded(all);
  const Variable read = encoder_(positions_(embedding_(words)), length_mask(lengths_of(all), words.columns));
  return output_(select(read, 1, 0));
}

// [remove]
// Head h writes through columns h · 8 to h · 8 + 7 of the output matrix. With zeros there, nothing of it arrives.
void HeadJudge::remove_head(Index layer, Index head) {
  const std::string name = text("encoder.layers.", layer, ".self_attention.output.weight");
  for (auto& [path, parameter] : named_parameters()) {
    if (path != name) continue;
    slice(parameter.value(), 1, 8 * head, 8 * head + 8).copy_from(zeros({32, 8}));
  }
}
// [/remove]

void train(HeadJudge& judge, const std::vector<Review>& reviews, Rng& rng) {
  train_all(judge, reviews, 0.003, 30, rng,
            [&](const std::vector<Index>& chosen) { return judge(tokens_of(reviews, chosen)); });
}

double share_right(HeadJudge& judge, const std::vector<Review>& reviews) {
  const NoGrad guard;
  judge.eval();
  std::vector<Index> all(reviews.size());
  std::iota(all.begin(), all.end(), Index{0});
  const std::vector<double> scores = judge(tokens_of(reviews, all)).value().to_doubles();
  std::vector<double> margins;
  for (std::size_t i = 0; i < scores.size(); i += 2) margins.push_back(scores[i + 1] - scores[i]);
  return share_right(margins, reviews);
}

std::vector<std::vector<double>> head_weights(HeadJudge& judge, const Review& review) {
  const NoGrad guard;
  AttentionWatch watch;
  judge({tokens_of(review)});
  const Tensor weights = watch.calls().back().weights()[0];  // (heads, words, words)
  std::vector<std::vector<double>> heads;
  for (Index head = 0; head < weights.size(0); ++head) {
    std::vector<double> row = select(select(weights, 0, head), 0, 0).contiguous().to_doubles();
    row.erase(row.begin());  // <bos> itself
    heads.push_back(row);
  }
  return heads;
}

// [tau]
// Of all pairs of words that neither ranking ties, the share that both order alike minus the share that they order differently; with
// ties, the denominator is the geometric mean of the pairs that a orders and the pairs that b orders.
double kendall_tau(const std::vector<double>& a, const std::vector<double>& b) {
  double alike = 0, ordered_by_a = 0, ordered_by_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double x = a[i] < a[j] ? -1 : a[i] > a[j] ? 1 : 0, y = b[i] < b[j] ? -1 : b[i] > b[j] ? 1 : 0;
      alike += x * y;
      ordered_by_a += x * x;
      ordered_by_b += y * y;
    }
  }
  return ordered_by_a * ordered_by_b == 0 ? 0 : alike / std::sqrt(ordered_by_a * ordered_by_b);
}
// [/tau]

}  // namespace heed
