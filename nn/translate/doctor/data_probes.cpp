#include "nn/translate/doctor/data_probes.h"

#include "nn/translate/scoring.h"
#include "tensor/ground/format.h"
#include "tensor/ground/options.h"

#include <algorithm>
#include <set>

namespace heed {
namespace {

// How badly a vocabulary fits words: unknown words, or pieces, for each word.
double misfit(const Words& words, const Vocabulary& vocabulary) {
  const Tokens tokens = vocabulary.encode(words);
  const double count = static_cast<double>(std::max(words.size(), std::size_t{1}));
  const Index bad = vocabulary.has_pieces() ? std::ssize(tokens) - 2
                                            : std::count(tokens.begin(), tokens.end(), Vocabulary::unknown);
  return static_cast<double>(bad) / count;
}

double nats_per_token(TranslationModel& model, const EncodedPairs& pairs) {
  double nats = 0, tokens = 0;
  for (const PairScore& score : score_pairs(model, pairs)) {
    nats -= score.log_probability;
    tokens += static_cast<double>(score.tokens);
  }
  return nats / tokens;
}

}  // namespace

Finding probe_unknown(const Patient& patient) {
  const double source = unknown_share({&patient.encoded.source}),
               target = unknown_share({&patient.encoded.target}), worse = std::max(source, target);
  return {worse > 0.2    ? Verdict::wrong
          : worse > 0.05 ? Verdict::look
                         : Verdict::ok,
          "unknown",
          text("the vocabularies lack ", decimals(100 * source, 1), " % of the source words and ",
               decimals(100 * target, 1), " % of the target words"),
          worse > 0.05 ? "--tokenizer bpe has no unknown words; or a smaller --min-frequency, or text that "
                         "is prepared as in training"
                       : ""};
}

Finding probe_both_sets(const Patient& patient) {
  if (!patient.training)
    return {Verdict::not_examined, "both sets", "the pairs of training are not given",
            "give them with --training-pairs"};
  std::set<std::pair<Words, Words>> trained;
  for (const SentencePair& pair : *patient.training) trained.insert({pair.source, pair.target});
  const Index both = std::count_if(patient.pairs.begin(), patient.pairs.end(), [&](const SentencePair& pair) {
    return trained.count({pair.source, pair.target}) > 0;
  });
  const double share = static_cast<double>(both) / static_cast<double>(patient.pairs.size());
  return {
      share > 0.05 ? Verdict::wrong
      : both > 0   ? Verdict::look
                   : Verdict::ok,
      "both sets", text(both, " of ", patient.pairs.size(), " pairs are training pairs, too"),
      both > 0 ? "what was learned by heart says nothing about new sentences: train with --drop leaks" : ""};
}

Finding probe_swapped(const Patient& patient) {
  const Translator& translator = patient.translator;
  EncodedPairs swapped;
  double straight_misfit = 0, swapped_misfit = 0;
  for (const SentencePair& pair : patient.pairs) {
    swapped.source.push_back(translator.source.encode(pair.target));
    swapped.target.push_back(translator.target.encode(pair.source));
    straight_misfit += misfit(pair.source, translator.source) + misfit(pair.target, translator.target);
    swapped_misfit += misfit(pair.target, translator.source) + misfit(pair.source, translator.target);
  }
  const double straight = nats_per_token(patient.model(), patient.encoded),
               turned = nats_per_token(patient.model(), swapped);
  // With one vocabulary for both languages, only the loss can tell.
  const bool by_words = translator.source != translator.target;
  const bool wrong = by_words ? swapped_misfit < 0.8 * straight_misfit : turned < straight - 0.5;
  return {wrong ? Verdict::wrong : Verdict::ok, "swapped",
          text("the loss is ", decimals(straight, 2), ", and with source and target exchanged ",
               decimals(turned, 2)),
          wrong ? "source and target are exchanged: exchange the files, or the columns" : ""};
}

Finding probe_language(const Patient& patient) {
  const Vocabulary &source = patient.translator.source, &target = patient.translator.target;
  std::vector<std::string> lines;
  Index found = 0;
  for (const SentencePair& pair : patient.pairs) {
    const bool copy = pair.source == pair.target;
    const auto other = [&](const Words& words, const Vocabulary& own, const Vocabulary& others) {
      return own != others && words.size() > 2 && misfit(words, others) + 0.3 < misfit(words, own);
    };
    if (!copy && !other(pair.source, source, target) && !other(pair.target, target, source)) continue;
    ++found;
    if (lines.size() < 5) lines.push_back(std::to_string(pair.line));
  }
  const double share = static_cast<double>(found) / static_cast<double>(patient.pairs.size());
  return {
      share > 0.3 ? Verdict::wrong
      : found > 0 ? Verdict::look
                  : Verdict::ok,
      "language",
      found > 0
          ? text(found, " of ", patient.pairs.size(),
                 " pairs have the language of one side on the other, such as line ", joined(lines, ", "))
          : text("no pair of ", patient.pairs.size(), " has the language of one side on the other"),
      found > 0 ? "leave such lines out: --drop copies removes pairs with the same text on both sides" : ""};
}

}  // namespace heed
