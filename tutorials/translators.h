// Shared by the lessons that train translators and look at them: 13 and 15.
#pragma once

#include "nn/text/alignment.h"
#include "nn/translate/translation_model.h"
#include "tutorials/texts.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace heed {

// A translator: a GRU with "none", "additive", "dot", "scaled", "general", "cosine" or "multi-head" attention (four heads), or a
// "transformer" (two layers, four heads).
std::unique_ptr<TranslationModel> make_translator(const std::string& attention, const Texts& texts, Rng& rng);

struct Training {
  Index epochs;
  Index pairs = 7270;          // only so many of the training pairs
  double label_smoothing = 0;  // the share of each target that is spread over all words
  Index warmup = 100;          // steps in which the learning rate rises
  // How a batch is made of pairs; a lesson may do it wrongly.
  std::function<Batch(const EncodedPairs&, const std::vector<Index>&)> prepare = make_batch;
  std::function<void(Index epoch)> after_epoch = nullptr;
  std::function<void(Index step, Index all)> progress = nullptr;
};
void train(TranslationModel& model, const Texts& texts, const Training& how);

// The weights of one sentence pair, when the decoder gets the correct previous words: for each head of each attention to the
// source (target words, source words), without <bos> and <eos>.
struct Head {
  std::string name;  // "layer 1, head 2"
  Tensor weights;
};
std::vector<Head> heads_of(const TranslationModel& model, const Texts& texts, const SentencePair& pair);
Tensor mean_of(const std::vector<Head>& heads);

// The words that the model writes for the test sentences.
std::vector<Words> translations(TranslationModel& model, const Texts& texts, Index beam = 1,
                                double length_penalty = 1);
std::vector<Words> references(const Texts& texts);
// The words of each sentence with spaces between them, as chrF takes them.
std::vector<std::string> lines_of(const std::vector<Words>& sentences);
// The share of test sentences that are translated exactly.
double exact(TranslationModel& model, const Texts& texts);

// The true alignments of the test sentences.
std::vector<Alignment> true_alignments();
// The alignment error rate over the test sentences: of each head, and last of the mean over all heads.
// Empty without attention.
std::vector<double> alignment_errors(const TranslationModel& model, const Texts& texts,
                                     const std::vector<Alignment>& truth);

// The mean entropy of the rows, as a share of that of even weights: 0 chooses one word, 1 does not choose.
double evenness(const Tensor& weights);

}  // namespace heed
