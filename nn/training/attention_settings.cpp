#include "nn/training/attention_settings.h"

namespace heed {
namespace {

constexpr Index max_size = 100'000;

std::string name_of(AttentionKind kind) {
  switch (kind) {
    case AttentionKind::full:
      return "full";
    case AttentionKind::local:
      return "local";
    case AttentionKind::strided:
      return "strided";
    case AttentionKind::linear:
      return "linear";
    case AttentionKind::low_rank:
      return "low-rank";
  }
  fail("attention_settings: there is no such kind of attention");
}

}  // namespace

ModelSetting position_setting(PositionKind& field) {
  return {"positions",
          setting::choice<PositionKind>(field, {{PositionKind::sinusoidal, "sinusoidal"},
                                                {PositionKind::learned, "learned"},
                                                {PositionKind::rotary, "rotary"},
                                                {PositionKind::alibi, "alibi"}}),
          "--positions", "encoding of positions: sinusoidal, learned, rotary or alibi", "KIND"};
}

std::vector<ModelSetting> attention_settings(SelfAttentionOptions& options,
                                             const std::vector<AttentionKind>& kinds) {
  std::vector<ChoiceSetting<AttentionKind>::Choice> choices;
  std::vector<std::string> names;
  bool low_rank = false;
  for (const AttentionKind kind : kinds) {
    low_rank = low_rank || kind == AttentionKind::low_rank;
    choices.push_back({kind, name_of(kind)});
    names.push_back(name_of(kind));
  }
  return {{.name = "self_attention",
           .value = setting::choice(options.kind, std::move(choices)),
           .option = "--self-attention",
           .meaning = text("which keys a query reads: ", joined(names, ", "),
                           low_rank ? " (this one in the encoder only)" : ""),
           .argument = "KIND",
           .if_missing = "full"},
          {.name = "reach",
           .value = setting::whole(options.reach, max_size),
           .option = "--reach",
           .meaning = text("window of local, stride of strided attention",
                           low_rank ? ", mixtures of low-rank attention" : ""),
           .argument = "N",
           .if_missing = "32"},
          {.name = "key_heads",
           .value = setting::whole(options.key_heads, max_size, 0),
           .option = "--key-heads",
           .meaning = "heads of keys and values, which the heads share; 0: each has its own",
           .argument = "N",
           .if_missing = "0"}};
}

void require_possible_attention(const Options& options, const TransformerOptions& transformer,
                                PositionKind positions) {
  const auto refuse = [](const auto&... parts) { throw UsageError(text(parts...)); };
  const Index size = transformer.size, heads = transformer.heads;
  const Index key_heads = transformer.self_attention.key_heads;
  const AttentionKind kind = transformer.self_attention.kind;
  const bool has_reach = kind != AttentionKind::full && kind != AttentionKind::linear;
  const bool turns = kind != AttentionKind::linear && kind != AttentionKind::low_rank;
  if (size % heads != 0)
    refuse("--size ", size, " does not divide into --heads ", heads, ": give a multiple of the heads");
  if (key_heads > 0 && heads % key_heads != 0)
    refuse("--heads ", heads, " cannot share --key-heads ", key_heads,
           " equally: give a divisor of the heads");
  if (options.given("--reach") && !has_reach)
    refuse("--reach does not apply to --self-attention ", name_of(kind));
  if (positions == PositionKind::alibi && kind != AttentionKind::full)
    refuse("--positions alibi needs --self-attention full, not ", name_of(kind));
  if (positions == PositionKind::rotary && !turns)
    refuse("--positions rotary needs --self-attention full, local or strided, not ", name_of(kind));
  if (positions == PositionKind::rotary && size / heads % 2 != 0)
    refuse("--positions rotary needs an even size of each head, but --size ", size, " / --heads ", heads,
           " is ", size / heads);
}

}  // namespace heed
