// The attention page: one HTML file in which a reader looks into every attention of a model, from plain data.
//
//   AttentionPage page{"My translator", {sentence}};
//   write_file("attention.html", {attention_page(page)});
#pragma once

#include "nn/show/heat_map.h"

#include <string>
#include <variant>
#include <vector>

namespace heed::show {

// Who looks at whom. Queries by keys:
enum class AttentionKind {
  encoder,  // source by source
  decoder,  // decoder input by decoder input
  cross     // target by source; the recurrent models' attention is of this kind
};

// What one head of scaled dot-product attention computed its weights from (Vaswani et al. 2017, equation 1):
// softmax(q k^T scale, hidden where mask is 0) v.
struct DotProductInside {
  Matrix q, k, v;    // (queries, d_k), (keys, d_k), (keys, d_v)
  double scale = 1;  // 1 / sqrt(d_k)
  Matrix mask;       // (queries, keys), 1 where a query may look, 0 where not; empty: everywhere
  std::string q_name = "q", k_name = "k";  // of a score that prepares them: "W k", "k / |k|"
};

// What additive attention computed its weights from (Bahdanau et al. 2015, appendix A.1.2):
// score(i, j) = v . tanh(query_i + key_j), context = softmax(score) values. Biases belong to query or key.
struct AdditiveInside {
  Matrix query, key;      // projected: W s + b (queries, d), U h (keys, d)
  std::vector<double> v;  // (d)
  Matrix values;          // (keys, d_v), what the context is a mean of
  Matrix mask;            // as above
  bool hard = false;      // the one key with the greatest weight was read, and no other
};

struct AttentionMap {
  AttentionKind kind = AttentionKind::cross;
  Index layer = 0, head = 0;  // from 0, as in the state dictionary
  Matrix weights;             // (queries, keys)
  std::variant<std::monostate, DotProductInside, AdditiveInside> inside;  // monostate: not recorded
};

struct Candidate {
  std::string token;
  double probability;
};

// What the model made of a sentence at one time of its training. The decoder's input is the target moved by
// one: AttentionPage::start, then all but the last token of `target`.
struct Reading {
  std::string name;                 // "epoch 3"
  std::vector<std::string> target;  // the tokens as they were produced, one for each step
  std::vector<AttentionMap> maps;
  std::vector<std::vector<Candidate>> candidates;  // for each step the likeliest first; or empty
};

struct Sentence {
  std::vector<std::string> source;
  std::vector<Reading>
      readings;  // at least one; of several epochs the oldest first. The page opens at the last
};

struct AttentionPage {
  std::string title;
  std::vector<Sentence> sentences;
  std::string start = "<bos>";  // the decoder's first input
  // What the page says where a map has no inside.
  std::string no_inside = "What this head computed its weights from was not recorded.";
};

// The page. Throws if a matrix does not fit its tokens, saying which.
std::string attention_page(const AttentionPage& page);

// The same of one sentence and from weights alone: heads by which target looked at source, each (target,
// source).
std::string attention_page(const std::string& title, const std::vector<std::string>& source,
                           const std::vector<std::string>& target, const std::vector<Matrix>& heads);

}  // namespace heed::show
