// The attention page: one HTML file that shows every attention of a model, made from plain data.
//
//   AttentionPage page{"My translator", {sentence}};
//   write_file("attention.html", {attention_page(page)});
#pragma once

#include "nn/show/heat_map.h"

#include <string>
#include <variant>
#include <vector>

namespace heed::show {

// The kinds of attention, by their queries and keys:
enum class AttentionKind {
  encoder,  // source tokens attend to source tokens
  decoder,  // decoder inputs attend to decoder inputs
  cross     // target tokens attend to source tokens, also in the recurrent models
};

// The inputs of one head of scaled dot-product attention (Vaswani et al. 2017, equation 1). The
// output is softmax(q k^T scale, hidden where mask is 0) v.
struct DotProductInside {
  // (queries, d_k), (keys, d_k), (keys, d_v)
  Matrix q, k, v;
  // 1 / sqrt(d_k)
  double scale = 1;
  // (queries, keys), 1 where a query may attend to a key, otherwise 0; empty if nothing is masked
  Matrix mask;
  // How the page names the vectors of a score that transforms them first: "W k", "k / |k|"
  std::string q_name = "q", k_name = "k";
};

// The inputs of additive attention (Bahdanau et al. 2015, appendix A.1.2):
// score(i, j) = v . tanh(query_i + key_j), context = softmax(score) values.
// Biases are part of query or key.
struct AdditiveInside {
  // The projections W s + b (queries, d) and U h (keys, d)
  Matrix query, key;
  // (d)
  std::vector<double> v;
  // (keys, d_v); the context is their weighted mean
  Matrix values;
  // As above
  Matrix mask;
  // Hard attention: the context is the value with the largest weight alone
  bool hard = false;
};

struct AttentionMap {
  AttentionKind kind = AttentionKind::cross;
  // Counted from 0, as in the state dictionary
  Index layer = 0, head = 0;
  // (queries, keys)
  Matrix weights;
  // monostate: not recorded
  std::variant<std::monostate, DotProductInside, AdditiveInside> inside;
};

struct Candidate {
  std::string token;
  double probability;
};

// One translation of a sentence, at one time of the training run. The decoder's input is the target
// shifted by one: AttentionPage::start, then all tokens of `target` except the last.
struct Reading {
  // "epoch 3"
  std::string name;
  // The produced tokens, one for each step
  std::vector<std::string> target;
  std::vector<AttentionMap> maps;
  // For each step the most likely tokens first; or empty
  std::vector<std::vector<Candidate>> candidates;
};

struct Sentence {
  std::vector<std::string> source;
  // At least one, the oldest epoch first; the page opens with the last
  std::vector<Reading> readings;
};

struct AttentionPage {
  std::string title;
  std::vector<Sentence> sentences;
  // The first input of the decoder
  std::string start = "<bos>";
  // The text of the page for a map that has no inside
  std::string no_inside = "The inputs of this head were not recorded.";
};

// Returns the page. Throws an error that names the matrix if a matrix does not fit its tokens.
std::string attention_page(const AttentionPage& page);

// Returns the page of one sentence from the weights alone. Each head is a matrix (target, source).
std::string attention_page(const std::string& title, const std::vector<std::string>& source,
                           const std::vector<std::string>& target, const std::vector<Matrix>& heads);

}  // namespace heed::show
