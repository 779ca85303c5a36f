// What lesson 13 does with the library's translators: trains them, one with a hidden fault, and looks at their attention.
#pragma once

#include "nn/text/alignment.h"
#include "nn/translate/translation_model.h"
#include "tutorials/texts.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace heed {

// How a batch is prepared. All but the first are mistakes that give no error.
enum class Fault { none, mask_off_by_one, padding_read, target_not_shifted };
Batch prepare(const EncodedPairs& pairs, const std::vector<Index>& indices, Fault fault);

// A translator: "additive", "dot", "general" ... with a GRU, or "transformer".
std::unique_ptr<TranslationModel> make_translator(const std::string& attention, const Texts& texts, Rng& rng);

struct Training {
  Index epochs;
  Index pairs = 7270;  // only so many of the training pairs
  Fault fault = Fault::none;
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

// The share of test sentences that are translated exactly.
double exact(TranslationModel& model, const Texts& texts);

// The alignment error rate over the test sentences: of each head, and last of the mean over all heads.
std::vector<double> alignment_errors(const TranslationModel& model, const Texts& texts,
                                     const std::vector<Alignment>& truth);

// The mean entropy of the rows, as a share of that of even weights: 0 chooses one word, 1 does not choose.
double evenness(const Tensor& weights);

}  // namespace heed
