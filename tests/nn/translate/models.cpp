#include "tests/nn/translate/models.h"

#include "nn/translate/gru_model.h"
#include "nn/translate/model_tables.h"
#include "nn/translate/transformer_model.h"
#include "tests/nn/helpers.h"

namespace heed::testing {
namespace {

Vocabulary five_words(const std::string& letters) {
  WordCounts counts;
  for (const char letter : letters) counts[std::string(1, letter)] = 1;
  return Vocabulary::build(counts);
}

}  // namespace

std::vector<NamedModel> small_models(Rng& rng, double dropout, Index size) {
  std::vector<NamedModel> all;
  std::vector<std::string> scores{"none"};
  for (const ScoreRow& row : score_table()) scores.push_back(row.name);
  for (const std::string& score : scores) {
    const bool attends = score != "none";
    // Two layers in one direction where there is no attention, one in both directions where there is.
    const GRUModelOptions options{.source_words = 9,
                                  .target_words = 9,
                                  .embedding = size - 1,
                                  .hidden = size,
                                  .layers = attends ? 1 : 2,
                                  .bidirectional = attends,
                                  .attention = score,
                                  .dropout = dropout};
    all.push_back({"gru " + score, std::make_unique<GRUModel>(options, rng)});
  }
  for (const bool pre : {false, true}) {
    TransformerModelOptions options{.source_words = 9, .target_words = 9, .transformer = {}};
    options.transformer = {.size = size,
                           .heads = 2,
                           .layers = 2,
                           .feed_forward = size + 1,
                           .dropout = dropout,
                           .pre_norm = pre,
                           .nonlinearity = pre ? Nonlinearity::gelu : Nonlinearity::relu};
    options.positions = pre ? PositionKind::learned : PositionKind::sinusoidal;
    options.max_length = 24;
    all.push_back(
        {pre ? "transformer pre" : "transformer post", std::make_unique<TransformerModel>(options, rng)});
  }
  for (const NamedModel& named : all) {
    shuffle_parameters(*named.model, rng);
    named.model->train(dropout > 0);
  }
  // After the parameters of the models above, which stay as they are.
  const GRUModelOptions tied_gru{.source_words = 9,
                                 .target_words = 9,
                                 .embedding = size - 1,
                                 .hidden = size,
                                 .dropout = dropout,
                                 .tied = Tied::all};
  all.push_back({"gru tied", std::make_unique<GRUModel>(tied_gru, rng)});
  TransformerModelOptions tied{.source_words = 9, .target_words = 9, .transformer = {}, .tied = Tied::output};
  tied.transformer = {.size = size, .heads = 2, .layers = 1, .feed_forward = size + 1, .dropout = dropout};
  all.push_back({"transformer tied", std::make_unique<TransformerModel>(tied, rng)});
  const auto add_variant = [&](const std::string& name, PositionKind positions,
                               const SelfAttentionOptions& attention) {
    TransformerModelOptions options{
        .source_words = 9, .target_words = 9, .transformer = {}, .positions = positions};
    options.transformer = {
        .size = size, .heads = 2, .layers = 1, .feed_forward = size + 1, .dropout = dropout};
    options.transformer.self_attention = attention;
    options.max_length = 24;
    all.push_back({"transformer " + name, std::make_unique<TransformerModel>(options, rng)});
  };
  add_variant("rotary, shared keys", PositionKind::rotary, {.key_heads = 1});
  add_variant("alibi", PositionKind::alibi, {});
  add_variant("local", PositionKind::rotary, {.kind = AttentionKind::local, .reach = 2});
  add_variant("strided", PositionKind::learned, {.kind = AttentionKind::strided, .reach = 2});
  add_variant("linear", PositionKind::sinusoidal, {.kind = AttentionKind::linear});
  add_variant("low-rank", PositionKind::sinusoidal, {.kind = AttentionKind::low_rank, .reach = 3});
  for (std::size_t i = all.size() - 8; i < all.size(); ++i) {
    shuffle_parameters(*all[i].model, rng);
    all[i].model->train(dropout > 0);
  }
  return all;
}

std::vector<Translator> small_translators(std::uint64_t seed) {
  Rng rng(seed);
  std::vector<Translator> all;
  for (NamedModel& named : small_models(rng)) {
    Translator translator;
    translator.source = five_words("abcde");
    translator.target = five_words("vwxyz");
    translator.tokenizer = all.size() % 2 ? Tokenizer::split : Tokenizer::plain;
    translator.model = std::move(named.model);
    all.push_back(std::move(translator));
  }
  return all;
}

EncodedPairs random_pairs(Index count, Rng& rng) {
  EncodedPairs pairs;
  for (std::vector<Tokens>* side : {&pairs.source, &pairs.target}) {
    for (Index i = 0; i < count; ++i) {
      Tokens sentence{Vocabulary::bos};
      for (Index words = rng.integer(7) + 1; words > 0; --words)
        sentence.push_back(static_cast<Token>(4 + rng.integer(5)));
      sentence.push_back(Vocabulary::eos);
      side->push_back(sentence);
    }
  }
  return pairs;
}

}  // namespace heed::testing
