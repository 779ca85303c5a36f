// The summarisers of lesson 19: without attention, with attention, with a pointer head, and with coverage.
#pragma once

#include "nn/attention/pointer.h"
#include "nn/recurrent/cells.h"
#include "nn/recurrent/gru.h"
#include "tutorials/19-summarisation/reports.h"

#include <functional>
#include <memory>

namespace heed {

// [kind]
struct Kind {
  std::string name;
  bool attention = true, pointer = true, coverage = false;
};
// [/kind]
const std::vector<Kind>& kinds();

// What a summariser makes of a batch, for all steps together.
struct Written {
  Variable probabilities;  // (batch, steps, words + extra); without a pointer (batch, steps, words)
  Variable weights;        // (batch, steps, source time), with attention only
  Variable gate;           // (batch, steps, 1), with a pointer only
  Variable repetition;     // the coverage loss of each row and step (batch, steps), with attention only
};

class Summariser : public Module {
 public:
  Summariser(Index words, const Kind& kind, Rng& rng);
  // Reads the source, and predicts each word of target_out from the correct words before it.
  Written operator()(const ReportBatch& reports) const;
  // Writes summaries word by word, at most `steps` words: token ids up to <eos>, and the weights of each step.
  struct Summary {
    Tokens tokens;
    std::vector<std::vector<double>> weights;  // with attention only
    std::vector<double> gates;                 // with a pointer only
  };
  std::vector<Summary> write(const ReportBatch& reports, Index steps = 40) const;

  const Kind kind;

 private:
  struct Source;  // the encoded source, which stays the same in all steps
  struct State;   // of the decoder
  Source encode(const Batch& batch) const;
  State start(const Source& source) const;
  void step(State& state, const Source& source, const std::vector<Token>& previous) const;
  Written predict(const std::vector<State>& states, const ReportBatch& reports) const;
  TokenMatrix known(const TokenMatrix& tokens) const;  // with <unk> in place of extra words

  Index words_;
  Child<Embedding> embedding_;
  Child<GRU> encoder_;
  Child<Linear> bridge_;
  Child<GRUCell> decoder_;
  Child<Linear> query_, key_, score_, covered_;
  Child<PointerHead> head_;
};

// [training]
struct ReportTraining {
  Index epochs = 8, batch_size = 32;
  double rate = 0.005;
  bool targets_unknown = false;  // the mistake of the lesson: new names in the summaries become <unk>
};
// [/training]

void train(Summariser& model, const EncodedReports& reports, const ReportTraining& training, Rng& rng,
           const std::function<void(Index, Index)>& progress = {});

// All summaries, as the model writes them without a teacher.
std::vector<Summariser::Summary> write_all(Summariser& model, const EncodedReports& reports);
// A summary as words. With `replace`, each <unk> becomes the source word with the largest weight.
Words words_of(const Summariser::Summary& summary, const Report& report, const Vocabulary& vocabulary,
               const Words& extra, bool replace);

// How good summaries are, as shares between 0 and 1.
struct Marks {
  double exact = 0;             // the whole summary is right
  double known = 0, fresh = 0;  // names at the right place: of the known names, and of the new ones
  double facts = 0;             // right apart from the names, which are left out of the comparison
  double repeated = 0;          // some name is there twice, which no right summary has
  double missing = 0;           // there are fewer sentences than in the right summary
  void add(const Marks& other, double factor);  // adds `factor` times the other marks
};
Marks evaluate(const std::vector<Words>& summaries, const std::vector<Report>& reports,
               const Vocabulary& vocabulary);

// The reports of the lesson: `count` to learn from, and 200 others to test.
struct News {
  explicit News(Index count);
  std::vector<Report> train, test;
  Vocabulary vocabulary;
  EncodedReports encoded_train, encoded_test;
};
std::unique_ptr<Summariser> train_one(const News& news, const Kind& kind, Index seed);
Marks evaluate_model(Summariser& model, const News& news, bool replace);

// Where the largest weight is when a model writes in the place of a new name, as shares between 0 and 1; 0 without attention.
struct Looks {
  double at = 0, after = 0;  // on the name itself; on one of the two words after it
};
Looks looks_at_new_names(Summariser& model, const News& news);

}  // namespace heed
