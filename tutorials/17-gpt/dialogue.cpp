#include "tutorials/17-gpt/dialogue.h"

namespace heed {
namespace {

const std::vector<std::string> persons = {"mia", "leo", "tom", "ann", "ben", "eva", "max", "zoe"},
                               things = {"ball", "cup", "hat", "book", "key", "lamp", "coat", "drum"};
constexpr std::size_t facts = 3, turns = 6;
constexpr Index facts_end = 3 * facts;  // the position of the last word of the facts, after <bos>

}  // namespace

std::string Dialogue::until(std::size_t turn) const {
  std::string text = facts;
  for (std::size_t i = 0; i < turn; ++i) text += questions[i] + " " + answers[i] + " . ";
  return text + questions[turn];
}

std::string Dialogue::whole() const { return until(turns - 1) + " " + answers.back() + " ."; }

// [dialogue]
Dialogue make_dialogue(Rng& rng) {
  const std::vector<Index> who = rng.permutation(std::ssize(persons)),
                           what = rng.permutation(std::ssize(things));
  const auto person = [&](std::size_t fact) { return persons[static_cast<std::size_t>(who[fact])]; };
  const auto thing = [&](std::size_t fact) { return things[static_cast<std::size_t>(what[fact])]; };
  Dialogue dialogue;
  for (std::size_t fact = 0; fact < facts; ++fact) dialogue.facts += person(fact) + " " + thing(fact) + " . ";
  for (std::size_t turn = 0; turn < turns; ++turn) {
    const auto fact = static_cast<std::size_t>(rng.integer(facts));
    dialogue.questions.push_back(person(fact));
    dialogue.answers.push_back(thing(fact));
  }
  return dialogue;
}
// [/dialogue]

Vocabulary dialogue_words() {
  WordCounts counts{{".", 1}};
  for (const auto* list : {&persons, &things}) {
    for (const std::string& word : *list) counts[word] = 1;
  }
  return Vocabulary::build(counts);
}

Tokens dialogue_tokens(const std::string& text, const Vocabulary& words) {
  Tokens tokens = words.encode(tokenize(text, Tokenizer::split));
  tokens.pop_back();
  return tokens;
}

// [choose answers]
void choose_answers(Shifted& batch) {
  for (Index row = 0; row < batch.target.rows; ++row) {
    for (Index t = 0; t < batch.target.columns; ++t) {
      const bool answer = t > facts_end && t % 3 == 1;  // a turn has three words: name, answer, full stop
      if (!answer) batch.target(row, t) = nothing;
    }
  }
}
// [/choose answers]

GPTOptions dialogue_gpt(const Vocabulary& words, Index heads) {
  GPTOptions options = small_gpt(words.size(), 32);
  options.transformer.heads = heads;
  options.transformer.feed_forward = 128;
  options.positions = PositionKind::sinusoidal;
  return options;
}

Index train_dialogues(const GPT& model, const Vocabulary& words, Rng& rng, Index least,
                      const std::function<void(Index step, double loss)>& watch) {
  std::vector<Tokens> dialogues;
  for (int i = 0; i < 20000; ++i) dialogues.push_back(dialogue_tokens(make_dialogue(rng).whole(), words));
  double recent = 2;
  Index steps = 0;
  train(model, dialogues,
        {.steps = 3000,
         .batch = 32,
         .learning_rate = 0.0015,
         .choose = choose_answers,
         .watch =
             [&](Index step, double loss) {
               recent += (loss - recent) / 50;
               steps = step;
               watch(step, loss);
             },
         .stop = [&] { return steps >= least && recent < 0.05; }},
        rng);
  return steps;
}

double answered(const GPT& model, const Vocabulary& words, Index count) {
  Rng rng(1000);
  Index right = 0;
  for (Index i = 0; i < count; ++i) {
    const Dialogue dialogue = make_dialogue(rng);
    for (std::size_t turn = 0; turn < turns; ++turn) {
      const Tokens answer =
          write(model, dialogue_tokens(dialogue.until(turn), words), words.token("."), {.top_k = 1}, rng, 1);
      right += words.decode(answer) == Words{dialogue.answers[turn]};
    }
  }
  return static_cast<double>(right) / static_cast<double>(count * static_cast<Index>(turns));
}

}  // namespace heed
