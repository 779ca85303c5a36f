#include "tests/nn/show/sample_page.h"

#include "tensor/random.h"

#include <cmath>

namespace heed::show {
namespace {

using Words = std::vector<std::string>;

// score(i, j) for every query and key, hidden where the mask is 0, then softmax along each row.
template <class Score>
Matrix softmax_of(Index queries, Index keys, const Matrix& mask, Score score) {
  Matrix weights{queries, keys, {}};
  for (Index i = 0; i < queries; ++i) {
    std::vector<double> powers;
    double sum = 0;
    for (Index j = 0; j < keys; ++j) {
      const bool open = mask.empty() || mask(i, j) != 0;
      powers.push_back(open ? std::exp(score(i, j)) : 0);
      sum += powers.back();
    }
    for (const double power : powers) weights.values.push_back(power / sum);
  }
  return weights;
}

Matrix causal_mask(Index size) {
  Matrix mask{size, size, {}};
  for (Index i = 0; i < size; ++i) {
    for (Index j = 0; j < size; ++j) mask.values.push_back(j <= i);
  }
  return mask;
}

AttentionMap dot_map(AttentionKind kind, Index layer, Index head, Index queries, Index keys,
                     double sharpness) {
  const auto seed = static_cast<std::uint64_t>(1000 * static_cast<int>(kind) + 100 * layer + 10 * head);
  DotProductInside inside{random_matrix(queries, 8, seed),
                          random_matrix(keys, 8, seed + 1),
                          random_matrix(keys, 8, seed + 2),
                          sharpness / std::sqrt(8.0),
                          {}};
  if (kind == AttentionKind::decoder) inside.mask = causal_mask(queries);
  return {kind, layer, head, weights_of(inside), inside};
}

Reading transformer_reading(const std::string& name, const Words& source, const Words& target,
                            double sharpness) {
  const auto s = static_cast<Index>(source.size()), t = static_cast<Index>(target.size());
  Reading reading{name, target, {}, {}};
  for (Index layer = 0; layer < 2; ++layer) {
    for (Index head = 0; head < 4; ++head) {
      reading.maps.push_back(dot_map(AttentionKind::encoder, layer, head, s, s, sharpness));
      reading.maps.push_back(dot_map(AttentionKind::decoder, layer, head, t, t, sharpness));
      reading.maps.push_back(dot_map(AttentionKind::cross, layer, head, t, s, sharpness));
    }
  }
  for (std::size_t step = 0; step < target.size(); ++step) {
    const double best = 0.9 - 0.5 * static_cast<double>(step) / static_cast<double>(target.size());
    reading.candidates.push_back(
        {{target[step], best}, {"<unk>", 0.6 * (1 - best)}, {"</script>", 0.25 * (1 - best)}});
  }
  return reading;
}

Sentence long_sentence() {
  Words source, target;
  for (int i = 0; i < 40; ++i) {
    source.push_back("Wörtchen" + std::to_string(i));
    target.push_back("word" + std::to_string(i));
  }
  return {source, {transformer_reading("only", source, target, 3)}};
}

Sentence recurrent_sentence() {
  const Words source{"ein", "kleiner", "Hund", "<eos>"}, target{"a", "little", "dog", "<eos>"};
  AdditiveInside inside{random_matrix(4, 6, 70),
                        random_matrix(4, 6, 71),
                        random_matrix(1, 6, 72).values,
                        random_matrix(4, 5, 73),
                        {}};
  return {source, {{"epoch 9", target, {{AttentionKind::cross, 0, 0, weights_of(inside), inside}}, {}}}};
}

// Two things that an untrained model may do: end immediately, and compute weights that are NaN.
Sentence failed_sentence() {
  const AttentionMap nothing{AttentionKind::cross, 0, 0, {0, 2, {}}, {}};
  const AttentionMap not_numbers{AttentionKind::encoder, 0, 0, {2, 2, {NAN, NAN, 1, 0}}, {}};
  return {{"x", ""}, {{"only", {}, {nothing, not_numbers}, {}}}};
}

// Words that are wider than the space next to a figure.
Sentence wide_sentence() {
  const Words source{"Donaudampfschifffahrtsgesellschaftskapitän", "."},
      target{std::string(300, 'w'), "<eos>"};
  return {source, {transformer_reading("only", source, target, 1)}};
}

}  // namespace

Matrix random_matrix(Index rows, Index columns, std::uint64_t seed) {
  Rng rng(seed);
  Matrix matrix{rows, columns, {}};
  for (Index i = 0; i < rows * columns; ++i) matrix.values.push_back(rng.normal());
  return matrix;
}

Matrix weights_of(const DotProductInside& inside) {
  return softmax_of(inside.q.rows, inside.k.rows, inside.mask, [&](Index i, Index j) {
    double sum = 0;
    for (Index c = 0; c < inside.q.columns; ++c) sum += inside.q(i, c) * inside.k(j, c);
    return sum * inside.scale;
  });
}

Matrix weights_of(const AdditiveInside& inside) {
  return softmax_of(inside.query.rows, inside.key.rows, inside.mask, [&](Index i, Index j) {
    double sum = 0;
    for (Index c = 0; c < inside.query.columns; ++c) {
      sum += inside.v[static_cast<std::size_t>(c)] * std::tanh(inside.query(i, c) + inside.key(j, c));
    }
    return sum;
  });
}

AttentionPage sample_page() {
  const Words source{"Die",       "Katze", "saß", "</script><b>&", "שלום", "漢字", "👩‍👩‍👧",
                     "\"quoted'", "<eos>"};
  const Words target{"the", "cat", "sat", "<img src=x onerror=alert(1)>", "peace", "\u202Eevil", "<eos>"};
  Sentence transformer{source, {}};
  for (int epoch = 1; epoch <= 3; ++epoch) {
    transformer.readings.push_back(
        transformer_reading("epoch " + std::to_string(epoch), source, target, epoch));
  }
  return {"Attention <of> a \"sample\" & its heads",
          {transformer, recurrent_sentence(), long_sentence(), failed_sentence(), wide_sentence()},
          "<bos>"};
}

}  // namespace heed::show
