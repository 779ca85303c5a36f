// The settings of a Transformer's self-attention: rows that the tables of the writer and of the translator share.
#pragma once

#include "nn/training/settings.h"
#include "nn/transformer/transformer.h"

namespace heed {

// "positions", bound to the field.
ModelSetting position_setting(PositionKind& field);
// "self_attention", "reach" and "key_heads", bound to the options. `kinds` are those that the model can have. A file without them
// has full attention.
std::vector<ModelSetting> attention_settings(SelfAttentionOptions& options,
                                             const std::vector<AttentionKind>& kinds);
// Throws a UsageError that names the options, unless their values, which the other two have, fit together. So a program can
// refuse them before it reads its data.
void require_possible_attention(const Options& options, const TransformerOptions& transformer,
                                PositionKind positions);

}  // namespace heed
