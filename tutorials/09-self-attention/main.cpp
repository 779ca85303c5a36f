// Lesson 09: self-attention and masks. The lesson's page is README.md.
#include "nn/attention/masks.h"
#include "nn/attention/multihead.h"
#include "nn/attention/scores.h"
#include "nn/show/chart.h"
#include "nn/show/heat_map.h"
#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/kernels/index_select_kernel.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tensor/views.h"
#include "tutorials/09-self-attention/leaks.h"
#include "tutorials/lesson.h"

#include <cmath>

using namespace heed;

namespace {

using Rows = std::vector<std::vector<std::string>>;

// [self]
// Self-attention without projections: every word is query, key and value at once. x (batch, time,
// size); the mask broadcasts to (batch, time, time).
Tensor scores_of(const Tensor& x) {
  return matmul(x, transpose(x)) / std::sqrt(static_cast<double>(x.size(-1)));
}
Tensor self_attention(const Tensor& x, const Tensor& mask) { return matmul(softmax(scores_of(x), mask), x); }
// [/self]

show::Matrix matrix(const Tensor& x) { return {x.size(0), x.size(1), x.to_doubles()}; }

std::string drawn(const std::string& title, const std::vector<std::string>& words, const Tensor& weights) {
  return show::heat_map({title, "query", "key", "weight", words, words, matrix(weights), 0, 1});
}

void sentence(Lesson& lesson) {
  lesson.step("A sentence that asks itself");
  // [sentence]
  const Tensor x = tensor({{{2, 0}, {0, 2}, {1, 1}}});  // (1, 3, 2): fox, jumps, red
  const Tensor scores = scores_of(x);                   // (1, 3, 3)
  const Tensor weights = softmax(scores);
  const Tensor output = matmul(weights, x);  // (1, 3, 2)
  // [/sentence]
  lesson.show("scores", scores);
  lesson.show("weights", weights);
  lesson.show("output", output);
  lesson.watch("x", x);
  // [layer]
  Rng rng(9);
  const MultiheadAttention attention(2, 1, 0, rng);  // size 2, one head, no dropout
  const Variable asked = attention(x, x, x, {});
  // [/layer]
  lesson.say("output of the library's layer: ", asked.shape());
  lesson.watch("W_q", attention.query->weight, "W_k", attention.key->weight, "asked", asked);
}

void masks(Lesson& lesson) {
  lesson.step("Who may look at whom");
  // [masks]
  TokenMatrix tokens(1, 5);
  tokens.ids = {7, 4, 9, 0, 0};                 // three words, and two positions of padding
  const Tensor padding = padding_mask(tokens);  // (1, 1, 5): the same for every query
  const Tensor causal = causal_mask(5);         // (5, 5): the same for every sentence
  const Tensor both = padding * causal;         // (1, 5, 5)
  // [/masks]
  lesson.show("padding", padding);
  lesson.show("causal", causal);
  lesson.show("both", both);
  Rng rng(3);
  const Tensor x = random_normal({1, 5, 4}, rng);
  const Tensor weights = softmax(scores_of(x), both);
  lesson.watch("x", x, "weights", weights);
  lesson.figure("both.svg",
                drawn("Weights under both masks", {"word 0", "word 1", "word 2", "padding", "padding"},
                      select(weights, 0, 0)));
}

// [hide]
// The softmax as the formula has it, without a mask.
Tensor formula(const Tensor& scores) {
  const Tensor powers = exp(scores - max(scores, -1, keep_axis));
  return powers / sum(powers, -1, keep_axis);
}

// Four ways to hide positions. The mask has 1 at visible positions.
Tensor zero_the_weights(const Tensor& scores, const Tensor& mask) { return formula(scores) * mask; }
Tensor zero_the_scores(const Tensor& scores, const Tensor& mask) { return formula(scores * mask); }
Tensor subtract_a_billion(const Tensor& scores, const Tensor& mask) {
  return formula(scores - 1e9 * (1.0 - mask));
}
Tensor minus_infinity(const Tensor& scores, const Tensor& mask) {
  return formula(masked_fill(scores, 1.0 - mask, -INFINITY));
}
// [/hide]

void hiding(Lesson& lesson) {
  lesson.step("Before the softmax");
  // [hiding]
  const Tensor scores = tensor({1, 2, 3}), mask = tensor({1, 1, 0}), nothing = tensor({0, 0, 0});
  // [/hiding]
  using Hide = Tensor (*)(const Tensor&, const Tensor&);
  const Hide library = [](const Tensor& s, const Tensor& m) { return softmax(s, m); };
  const std::pair<const char*, Hide> ways[] = {{"weights times the mask", zero_the_weights},
                                               {"scores times the mask", zero_the_scores},
                                               {"scores - 1e9", subtract_a_billion},
                                               {"scores - infinity", minus_infinity},
                                               {"the library", library}};
  Rows rows;
  const auto shown = [](const Tensor& weights) {
    std::string text;
    for (const double w : weights.to_doubles())
      text += (text.empty() ? "" : " ") + (std::isnan(w) ? "NaN" : rounded(w, 2));
    return text;
  };
  for (const auto& [name, hide] : ways) {
    const Tensor weights = hide(scores, mask);
    rows.push_back({name, shown(weights), rounded(static_cast<double>(sum(weights).item()), 2),
                    shown(hide(scores, nothing))});
    lesson.watch(name, weights);
  }
  lesson.table({"hidden by", "third key hidden", "sum", "all keys hidden"}, rows);
}

// [turn]
// Document 2's mistake: the layer takes the first axis for time and the second for sentences.
Tensor swapped(const Tensor& x, const Tensor& mask) {
  return transpose(self_attention(transpose(x, 0, 1).contiguous(), mask), 0, 1);
}
// [/turn]

// [ahead]
// 1 where the key is at most `ahead` positions later than the query.
Tensor look_ahead(Index time, Index ahead) {
  Tensor mask = zeros({time, time});
  for (Index query = 0; query < time; ++query) {
    for (Index key = 0; key <= std::min(query + ahead, time - 1); ++key) mask.at(query, key) = 1;
  }
  return mask;
}
// [/ahead]

struct Suspect {
  std::string name;
  bool sees_all;  // an encoder: later words may be read
  Layer layer;
};

std::vector<Suspect> suspects() {
  // [suspects]
  const auto padding = [](const Tensor& x, const std::vector<Index>& n) { return length_mask(n, x.size(1)); };
  const auto causal = [](const Tensor& x) { return causal_mask(x.size(1)); };
  return {{"encoder: padding mask", true, [=](auto& x, auto& n) { return self_attention(x, padding(x, n)); }},
          {"  no mask", true, [](auto& x, auto&) { return self_attention(x, {}); }},
          {"  mask on its side", true,
           [=](auto& x, auto& n) { return self_attention(x, transpose(padding(x, n))); }},
          {"  weights times the mask", true,
           [=](auto& x, auto& n) { return matmul(zero_the_weights(scores_of(x), padding(x, n)), x); }},
          {"  scores times the mask", true,
           [=](auto& x, auto& n) { return matmul(zero_the_scores(scores_of(x), padding(x, n)), x); }},
          {"  scores - 1e9", true,
           [=](auto& x, auto& n) { return matmul(subtract_a_billion(scores_of(x), padding(x, n)), x); }},
          {"  scores - infinity", true,
           [=](auto& x, auto& n) { return matmul(minus_infinity(scores_of(x), padding(x, n)), x); }},
          {"  time taken for batch", true, [](auto& x, auto&) { return swapped(x, {}); }},
          {"decoder: causal mask", false, [=](auto& x, auto&) { return self_attention(x, causal(x)); }},
          {"  no mask", false, [](auto& x, auto&) { return self_attention(x, {}); }},
          {"  off by one", false, [](auto& x, auto&) { return self_attention(x, look_ahead(x.size(1), 1)); }},
          {"  transposed", false, [=](auto& x, auto&) { return self_attention(x, transpose(causal(x))); }}};
  // [/suspects]
}

void leaks(Lesson& lesson) {
  lesson.step("Tests that you can keep");
  Rows rows;
  const auto shown = [](double leak) {
    return std::isnan(leak) ? std::string("NaN") : leak < 1e-5 ? std::string("0") : rounded(leak, 2);
  };
  for (const Suspect& suspect : suspects()) {
    Rng rng(5);
    const double future = future_leak(suspect.layer, rng);
    rows.push_back({suspect.name, suspect.sees_all ? "-" : shown(future),
                    shown(padding_leak(suspect.layer, rng)), shown(length_leak(suspect.layer, rng)),
                    shown(batch_leak(suspect.layer, rng)),
                    suspect.sees_all ? shown(empty_leak(suspect.layer, rng)) : "-"});
    lesson.watch(suspect.name, std::vector<std::string>(rows.back().begin() + 1, rows.back().end()));
  }
  lesson.table({"layer", "future", "padding", "length", "batch", "empty"}, rows);
}

void orientation(Lesson& lesson) {
  lesson.step("Broken on purpose: a mask on its side");
  // [side]
  Rng rng(6);
  const Tensor x = random_normal({1, 4, 2}, rng);
  const Tensor right = length_mask({2}, 4), side = transpose(right);  // (1, 1, 4) and (1, 4, 1)
  const Tensor right_weights = softmax(scores_of(x), right), side_weights = softmax(scores_of(x), side);
  // [/side]
  lesson.show("right weights", right_weights);
  lesson.show("side weights", side_weights);

  lesson.step("Fixed: sizes that differ");
  // [differ]
  const Tensor Q = random_normal({1, 3, 2}, rng), K = random_normal({1, 4, 2}, rng);  // 3 queries, 4 keys
  std::string refused = "nothing";
  try {
    ScaledDotAttention()(Q, K, K, side);
  } catch (const Error& error) {
    refused = error.what();
  }
  // [/differ]
  lesson.say("with 3 queries and 4 keys: ", refused);
  lesson.watch("right", right, "side", side, "refused", refused);
}

double mean_of(const std::vector<Learned>& seeds, double Learned::*part) {
  double total = 0;
  for (const Learned& learned : seeds) total += learned.*part;
  return total / static_cast<double>(seeds.size());
}

std::string low_to_high(const std::vector<Learned>& seeds, double Learned::*part) {
  double low = INFINITY, high = -INFINITY;
  for (const Learned& learned : seeds) {
    low = std::min(low, learned.*part);
    high = std::max(high, learned.*part);
  }
  return rounded(low, 2) + " to " + rounded(high, 2);
}

void training(Lesson& lesson) {
  lesson.step("What a leak does to training");
  // [train]
  const std::pair<std::string, MakeMask> masks[] = {
      {"causal", causal_mask},
      {"no mask",
       [](Index time) {
         return ones({time, time});
       }},
      {"off by one", [](Index time) { return look_ahead(time, 1); }},
      {"transposed", [](Index time) { return transpose(causal_mask(time)); }}};
  // [/train]
  Rows rows;
  show::BarChart chart;
  chart.title = "Loss on random digits, mean of three seeds, rate 0.003";
  chart.y = {"loss", "", false, {0, 7}};
  chart.groups = {{"in training", {}}, {"in use", {}}};
  Index done = 0;
  for (const auto& [name, mask] : masks) {
    for (const double rate : {0.001, 0.003, 0.01}) {
      std::vector<Learned> seeds;
      for (const std::uint64_t seed : {1u, 2u, 3u}) {
        seeds.push_back(learn_random_digits(mask, rate, seed));
        lesson.progress("trainings", ++done, 36);
      }
      rows.push_back({rate == 0.001 ? name : "", text(rate)});
      for (const auto part : {&Learned::training, &Learned::next, &Learned::use, &Learned::longer}) {
        rows.back().push_back(low_to_high(seeds, part));
      }
      lesson.watch(text(name, " ", rate), rows.back());
      if (rate != 0.003) continue;
      chart.labels.push_back(name);
      chart.groups[0].values.push_back(mean_of(seeds, &Learned::training));
      chart.groups[1].values.push_back(mean_of(seeds, &Learned::use));
    }
  }
  lesson.table({"mask", "rate", "loss in training", "weight on next", "loss in use", "twice as long"}, rows);
  lesson.value("guess", rounded(std::log(10.0), 3));
  lesson.value("causal", rounded(chart.groups[0].values[0], 2));
  lesson.value("leaking", rounded(chart.groups[0].values[1], 2));
  lesson.value("in use", rounded(chart.groups[1].values[1], 1));
  lesson.value("last", rounded(std::log(10.0) / 8, 2));
  lesson.figure("loss.svg", show::bar_chart(chart));
}

void order(Lesson& lesson) {
  lesson.step("What self-attention does not see");
  // [order]
  Rng rng(7);
  const Tensor x = random_normal({1, 6, 4}, rng);
  const auto reversed = [](const Tensor& t) { return kernel::index_select(t, 1, {5, 4, 3, 2, 1, 0}); };
  const bool same = all_close(self_attention(reversed(x), {}), reversed(self_attention(x, {})), 1e-4, 1e-5);
  const Tensor mask = causal_mask(6);
  const bool same_causal =
      all_close(self_attention(reversed(x), mask), reversed(self_attention(x, mask)), 1e-4, 1e-5);
  // [/order]
  lesson.say("reversing the words only reverses the outputs:  ", same ? "yes" : "no");
  lesson.say("the same under a causal mask:                   ", same_causal ? "yes" : "no");
  lesson.watch("x", x, "same", same, "same_causal", same_causal);
}

void path(Lesson& lesson) {
  lesson.step("Would you notice?");
  // [path]
  Rng rng(8);
  const auto shape = [&](Index time) { return self_attention(random_normal({1, time, 4}, rng), {}).shape(); };
  // [/path]
  Rows rows;
  for (const Index time : {10, 100, 1000}) {
    rows.push_back({text(time), text(shape(time)), text(time), "1", text(time * time)});
  }
  lesson.table({"words", "output", "steps of a recurrent network", "of self-attention", "scores"}, rows);
}

}  // namespace

int main(int count, char** arguments) {
  return run_lesson({"09", "Self-attention and masks", "a few seconds"}, count, arguments,
                    [](Lesson& lesson) {
                      sentence(lesson);
                      masks(lesson);
                      hiding(lesson);
                      leaks(lesson);
                      orientation(lesson);
                      training(lesson);
                      order(lesson);
                      path(lesson);
                    });
}
