#include "tutorials/19-summarisation/model.h"

#include "autograd/operations/embedding.h"
#include "autograd/operations/functions.h"
#include "autograd/operations/reductions.h"
#include "autograd/operations/shape_functions.h"
#include "autograd/operations/softmax.h"
#include "nn/attention/masks.h"
#include "nn/optim/optimizer.h"
#include "nn/optim/schedule.h"
#include "tensor/creation.h"
#include "tensor/reduce.h"

#include <algorithm>
#include <set>

namespace heed {

namespace {
constexpr Index size = 24, hidden = 48;
}

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all = {{"no attention", false, false, false},
                                        {"attention", true, false, false},
                                        {"pointer", true, true, false},
                                        {"pointer, coverage", true, true, true}};
  return all;
}

struct Summariser::Source {
  Variable values, keys;  // (batch, time, 2 hidden), (batch, time, hidden)
  Tensor mask;            // (batch, time): 0 at padding
  Variable last;          // (batch, 2 hidden)
};

struct Summariser::State {
  Variable hidden;      // s (batch, hidden)
  Variable context;     // (batch, 2 hidden)
  Variable weights;     // (batch, time)
  Variable coverage;    // the sum of the weights of all steps so far (batch, time)
  Variable repetition;  // (batch)
};

Summariser::Summariser(Index words, const Kind& kind_, Rng& rng)
    : kind(kind_),
      words_(words),
      embedding_(*this, "embedding", words, size, rng, Vocabulary::pad, 1.0),
      encoder_(*this, "encoder", size, hidden, rng, 1, true),
      bridge_(*this, "bridge", 2 * hidden, hidden, rng),
      decoder_(*this, "decoder", size + 2 * hidden, hidden, rng),
      query_(*this, "query", hidden, hidden, rng),
      key_(*this, "key", 2 * hidden, hidden, rng, false),
      score_(*this, "score", hidden, 1, rng, false),
      covered_(*this, "covered", 1, hidden, rng, false),
      head_(*this, "head", 3 * hidden, words, rng) {}

TokenMatrix Summariser::known(const TokenMatrix& tokens) const {
  TokenMatrix result = tokens;
  for (Token& token : result.ids)
    if (token >= words_) token = Vocabulary::unknown;
  return result;
}

Summariser::Source Summariser::encode(const Batch& batch) const {
  const GRU::Result read = encoder_(embedding_(known(batch.source)), batch.source_lengths);
  return {read.output, key_(read.output), squeeze(length_mask(batch.source_lengths, batch.source.columns), 1),
          read.final.back()};
}

Summariser::State Summariser::start(const Source& source) const {
  const Tensor nothing = zeros({source.values.size(0), source.values.size(1)});
  return {tanh(bridge_(source.last)),
          kind.attention ? Variable(zeros(source.last.shape())) : source.last,
          nothing,
          nothing,
          {}};
}

// [step]
void Summariser::step(State& state, const Source& source, const std::vector<Token>& previous) const {
  TokenMatrix words(static_cast<Index>(previous.size()), 1);
  words.ids = previous;
  const Variable word = squeeze(embedding_(known(words)), 1);                    // (batch, size)
  state.hidden = decoder_(concatenate({word, state.context}, 1), state.hidden);  // (batch, hidden)
  if (!kind.attention) return;
  Variable u = source.keys + unsqueeze(query_(state.hidden), 1);  // (batch, time, hidden)
  if (kind.coverage) u = u + covered_(unsqueeze(state.coverage, 2));
  state.weights = softmax(squeeze(score_(tanh(u)), 2), source.mask);  // (batch, time)
  state.context = squeeze(matmul(unsqueeze(state.weights, 1), source.values), 1);
  state.repetition = sum(minimum(state.weights, state.coverage), 1);
  state.coverage = state.coverage + state.weights;
}
// [/step]

// [predict]
Written Summariser::predict(const std::vector<State>& states, const ReportBatch& reports) const {
  std::vector<Variable> features, weights, repetition;
  for (const State& state : states) {
    features.push_back(concatenate({state.hidden, state.context}, 1));
    weights.push_back(state.weights);
    if (kind.attention) repetition.push_back(state.repetition);
  }
  const Variable all = stack(features, 1);  // (batch, steps, 3 hidden)
  Written written;
  if (kind.attention) written.weights = stack(weights, 1), written.repetition = stack(repetition, 1);
  if (kind.pointer) {
    const Pointed pointed = head_(all, written.weights, reports.batch.source, reports.extra);
    written.probabilities = pointed.probabilities;
    written.gate = pointed.gate;
  } else {
    written.probabilities = softmax(head_->output(all));
  }
  return written;
}
// [/predict]

Written Summariser::operator()(const ReportBatch& reports) const {
  const Batch& batch = reports.batch;
  const Source source = encode(batch);
  State state = start(source);
  std::vector<State> states;
  for (Index t = 0; t < batch.target_in.columns; ++t) {
    std::vector<Token> previous;
    for (Index row = 0; row < batch.target_in.rows; ++row) previous.push_back(batch.target_in(row, t));
    step(state, source, previous);
    states.push_back(state);
  }
  return predict(states, reports);
}

std::vector<Summariser::Summary> Summariser::write(const ReportBatch& reports, Index steps) const {
  const auto rows = static_cast<std::size_t>(reports.batch.source.rows);
  const Source source = encode(reports.batch);
  State state = start(source);
  std::vector<Summary> result(rows);
  std::vector<Token> previous(rows, Vocabulary::bos);
  std::size_t ended = 0;
  for (Index t = 0; t < steps && ended < rows; ++t) {
    step(state, source, previous);
    const Written written = predict({state}, reports);
    const std::vector<Index> best = argmax(written.probabilities.value());
    for (std::size_t row = 0; row < rows; ++row) {
      Summary& summary = result[row];
      previous[row] = static_cast<Token>(best[row]);
      if (!summary.tokens.empty() && summary.tokens.back() == Vocabulary::eos) continue;
      summary.tokens.push_back(previous[row]);
      ended += previous[row] == Vocabulary::eos;
      const auto r = static_cast<Index>(row);
      if (kind.attention) summary.weights.push_back(written.weights.value()[r][0].to_doubles());
      if (kind.pointer) summary.gates.push_back(static_cast<double>(written.gate.value()(r, 0, 0)));
    }
  }
  return result;
}

// [loss]
// The mean over the words of -log p(word), and with coverage the mean repetition of a step as well.
Variable loss_of(const Summariser& model, const ReportBatch& reports, bool targets_unknown) {
  const Written written = model(reports);
  const Index words = written.probabilities.size(2);
  TokenMatrix targets = reports.batch.target_out;
  Tensor counts = zeros({targets.rows * targets.columns, 1});
  for (std::size_t i = 0; i < targets.ids.size(); ++i) {
    counts.at(static_cast<Index>(i), 0) = targets.ids[i] == Vocabulary::pad ? 0 : 1;
    const bool extra = targets.ids[i] >= words - (model.kind.pointer ? reports.extra : 0);
    if (extra && (targets_unknown || !model.kind.pointer)) targets.ids[i] = Vocabulary::unknown;
  }
  const TokenMatrix column = [&] {
    TokenMatrix one(targets.rows * targets.columns, 1);
    one.ids = targets.ids;
    return one;
  }();
  const Variable p = gather(reshape(written.probabilities, {-1, words}), 1, column);
  const double total = static_cast<double>(reports.batch.tokens);
  Variable loss = sum(log(p + 1e-9) * counts) * (-1 / total);
  if (model.kind.coverage) loss = loss + sum(reshape(written.repetition, {-1, 1}) * counts) * (1 / total);
  return loss;
}
// [/loss]

// [train]
void train(Summariser& model, const EncodedReports& reports, const ReportTraining& training, Rng& rng,
           const std::function<void(Index, Index)>& progress) {
  Adam adam(model.parameters(), training.rate);
  model.train();
  for (Index epoch = 0; epoch < training.epochs; ++epoch) {
    const double left = 1 - static_cast<double>(epoch) / static_cast<double>(training.epochs);
    adam.set_learning_rate(training.rate * left);
    for (const auto& indices : shuffled_plan(reports.pairs, training.batch_size, rng)) {
      adam.zero_grad();
      loss_of(model, batch_of(reports, indices), training.targets_unknown).backward();
      clip_gradient_norm(model.parameters(), 1);
      adam.step();
    }
    if (progress) progress(epoch + 1, training.epochs);
  }
}
// [/train]

std::vector<Summariser::Summary> write_all(Summariser& model, const EncodedReports& reports) {
  const NoGrad guard;
  model.eval();
  std::vector<Summariser::Summary> result(reports.extra.size());
  for (const auto& indices : sorted_plan(reports.pairs.source, 100)) {
    const std::vector<Summariser::Summary> written = model.write(batch_of(reports, indices));
    for (std::size_t i = 0; i < indices.size(); ++i)
      result[static_cast<std::size_t>(indices[i])] = written[i];
  }
  return result;
}

// [replace]
Words words_of(const Summariser::Summary& summary, const Report& report, const Vocabulary& vocabulary,
               const Words& extra, bool replace) {
  Words words = decode_report(summary.tokens, vocabulary, extra);
  for (std::size_t i = 0; replace && i < words.size(); ++i) {
    if (summary.tokens[i] != Vocabulary::unknown) continue;
    const std::vector<double>& weights = summary.weights[i];
    const auto largest = std::max_element(weights.begin(), weights.end()) - weights.begin();
    words[i] = report.words[std::min(static_cast<std::size_t>(largest), report.words.size() - 1)];
  }
  return words;
}
// [/replace]

// [marks]
Marks evaluate(const std::vector<Words>& summaries, const std::vector<Report>& reports,
               const Vocabulary& vocabulary) {
  Marks marks;
  double known = 0, fresh = 0;
  const double all = static_cast<double>(reports.size());
  for (std::size_t r = 0; r < reports.size(); ++r) {
    const Report& report = reports[r];
    Words facts = summaries[r], right_facts = report.summary;
    std::set<std::string> names;
    bool repeated = false;
    for (std::size_t i = 0; i < facts.size(); ++i) {
      if (i > 0 && facts[i - 1] != ".") continue;  // a name begins each sentence of a summary
      repeated = repeated || (facts[i] != "<unk>" && !names.insert(facts[i]).second);
      facts[i] = "";
    }
    for (std::size_t i = 0; i < report.summary.size(); ++i) {
      if (report.origin[i] < 0) continue;
      const bool right = i < facts.size() && summaries[r][i] == report.summary[i];
      const bool is_known = vocabulary.token(report.summary[i]) != Vocabulary::unknown;
      (is_known ? known : fresh) += 1;
      (is_known ? marks.known : marks.fresh) += right;
      right_facts[i] = "";
    }
    marks.exact += (summaries[r] == report.summary) / all;
    marks.facts += (facts == right_facts) / all;
    marks.repeated += repeated / all;
    const auto sentences = [](const Words& words) { return std::count(words.begin(), words.end(), "."); };
    marks.missing += (sentences(summaries[r]) < sentences(report.summary)) / all;
  }
  marks.known /= known;
  marks.fresh /= fresh;
  return marks;
}
// [/marks]

void Marks::add(const Marks& other, double factor) {
  exact += factor * other.exact;
  known += factor * other.known;
  fresh += factor * other.fresh;
  facts += factor * other.facts;
  repeated += factor * other.repeated;
  missing += factor * other.missing;
}

News::News(Index count) {
  Rng for_test(19), for_training(20);
  test = make_reports(200, for_test);
  train = make_reports(count, for_training);
  vocabulary = vocabulary_of(train);
  encoded_train = encode_reports(train, vocabulary);
  encoded_test = encode_reports(test, vocabulary);
}

// [one]
std::unique_ptr<Summariser> train_one(const News& news, const Kind& kind, Index seed) {
  Rng rng(static_cast<std::uint64_t>(seed));
  auto model = std::make_unique<Summariser>(news.vocabulary.size(), kind, rng);
  train(*model, news.encoded_train, {}, rng);
  return model;
}

Marks evaluate_model(Summariser& model, const News& news, bool replace) {
  const std::vector<Summariser::Summary> written = write_all(model, news.encoded_test);
  std::vector<Words> summaries;
  for (std::size_t i = 0; i < written.size(); ++i)
    summaries.push_back(
        words_of(written[i], news.test[i], news.vocabulary, news.encoded_test.extra[i], replace));
  return evaluate(summaries, news.test, news.vocabulary);
}
// [/one]

// [looks]
Looks looks_at_new_names(Summariser& model, const News& news) {
  Looks looks;
  if (!model.kind.attention) return looks;
  double names = 0;
  const std::vector<Summariser::Summary> written = write_all(model, news.encoded_test);
  for (std::size_t r = 0; r < written.size(); ++r) {
    const Report& report = news.test[r];
    const std::size_t steps = std::min(report.summary.size(), written[r].tokens.size());
    for (std::size_t t = 0; t < steps; ++t) {
      const bool known = news.vocabulary.token(report.summary[t]) != Vocabulary::unknown;
      if (report.origin[t] < 0 || known) continue;
      const std::vector<double>& weights = written[r].weights[t];
      const Index largest = std::max_element(weights.begin(), weights.end()) - weights.begin();
      const Index distance = largest - report.origin[t];
      looks.at += distance == 0;
      looks.after += distance == 1 || distance == 2;
      ++names;
    }
  }
  looks.at /= std::max(names, 1.0), looks.after /= std::max(names, 1.0);
  return looks;
}
// [/looks]

}  // namespace heed
