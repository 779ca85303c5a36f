// Lesson 23: from sounds to letters. A listener with additive attention against one without, on words that a small
// synthesizer speaks; and the same on recordings of spoken digits. The lesson's page is README.md.
#include "nn/audio/fft.h"
#include "nn/show/chart.h"
#include "nn/show/heat_map.h"
#include "tensor/creation.h"
#include "tensor/ground/edit_distance.h"
#include "tutorials/23-speech/listener.h"
#include "tutorials/23-speech/real.h"
#include "tutorials/23-speech/sounds.h"
#include "tutorials/lesson.h"

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace heed;

namespace {

constexpr Index seeds = 3, syllables = 4;
const Ear ear;

struct Language {
  Language() {
    Rng rng(23);
    train = speak_words(1500, syllables, rng);
    test = speak_words(400, syllables, rng);
  }
  std::vector<Spoken> train, test;
};

std::vector<Recording> hear_all(const std::vector<Spoken>& words) {
  std::vector<Recording> recordings;
  for (const Spoken& spoken : words) recordings.push_back({hear(spoken.sound, ear), tokens_of(spoken.word)});
  return recordings;
}

// The word that is drawn, and which letter is spoken in the middle of each column.
const Spoken& drawn_word(const Language& language) {
  const auto is_long = [](const Spoken& spoken) { return spoken.word.size() == 7; };
  return *std::find_if(language.test.begin(), language.test.end(), is_long);
}

std::string letter_at(const Spoken& spoken, double second) {
  for (std::size_t i = 0; i < spoken.word.size(); ++i)
    if (second >= spoken.begins[i] && second < spoken.begins[i + 1]) return spoken.word.substr(i, 1);
  return "";
}

void language(Lesson& lesson, const Language& language) {
  lesson.step("Words that a small mouth speaks");
  double seconds = 0, letters = 0;
  for (const Spoken& spoken : language.train) {
    seconds += spoken.sound.seconds();
    letters += static_cast<double>(spoken.word.size());
  }
  const double count = static_cast<double>(language.train.size());
  lesson.say(language.train.size(), " words to learn from, ", language.test.size(), " to test, ",
             alphabet().size(), " letters");
  lesson.say("a word has ", rounded(letters / count, 1), " letters and takes ", rounded(seconds / count, 2),
             " s, or ", rounded(8000 * seconds / count, 0), " samples");
  std::string some;
  for (std::size_t i = 0; i < 8; ++i) some += (i == 0 ? "" : ", ") + language.test[i].word;
  lesson.say("some of them: ", some);
  const Spoken& spoken = drawn_word(language);
  lesson.table({"letter of \"" + spoken.word + "\"", "from second", "to second"}, [&] {
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < spoken.word.size(); ++i)
      rows.push_back(
          {spoken.word.substr(i, 1), rounded(spoken.begins[i], 3), rounded(spoken.begins[i + 1], 3)});
    return rows;
  }());
}

void frequencies(Lesson& lesson) {
  lesson.step("From samples to frequencies");
  // [wave]
  std::vector<double> wave;  // two waves: 3 and 10 periods in 64 samples, the second with half the amplitude
  for (int n = 0; n < 64; ++n) {
    const double turn = 2 * std::numbers::pi * n / 64;
    wave.push_back(std::cos(3 * turn) + 0.5 * std::sin(10 * turn));
  }
  const std::vector<double> power = power_spectrum(wave);
  for (std::size_t k = 0; k < power.size(); ++k)
    if (power[k] > 1e-6) lesson.say("k = ", k, ": power ", rounded(power[k], 1));
  // [/wave]
  std::vector<std::vector<std::string>> rows;
  for (const Index count : {64, 256, 1024}) {
    const double n = static_cast<double>(count);
    rows.push_back({text(count), text(count * count), rounded(n / 2 * std::log2(n), 0)});
  }
  lesson.say("");
  lesson.table({"samples N", "products by definition", "products of the fast transform"}, rows);
  lesson.watch("wave", wave, "power", power);
}

void features(Lesson& lesson, const Language& language) {
  lesson.step("Log-mel features");
  const Spoken& spoken = drawn_word(language);
  // [features]
  const Tensor frames = log_mel(spoken.sound.samples, ear.mel);
  lesson.say(spoken.sound.samples.size(), " samples become ", frames.size(0), " frames of ", frames.size(1),
             " bands");
  const Tensor heard = hear(spoken.sound, ear);
  lesson.say("and ", heard.size(0), " steps of ", heard.size(1), " numbers");
  // [/features]
  lesson.watch("frames", frames, "heard", heard);
  show::HeatMap map;
  map.title = "Log-mel features of \"" + spoken.word + "\"";
  map.row_axis = "band, high frequencies at the top";
  map.column_axis = "frame, and the letter that is spoken there";
  map.value = "log power";
  map.matrix = {frames.size(1), frames.size(0), {}};
  for (Index band = frames.size(1) - 1; band >= 0; --band)
    for (Index t = 0; t < frames.size(0); ++t)
      map.matrix.values.push_back(static_cast<double>(frames(t, band)));
  for (Index t = 0; t < frames.size(0); ++t) {
    const double middle =
        static_cast<double>(t * ear.mel.hop + ear.mel.window / 2) / static_cast<double>(ear.mel.rate);
    map.column_labels.push_back(letter_at(spoken, middle));
  }
  lesson.figure("features.svg", show::heat_map(map));
}

// [score]
// Letter errors as a share of all letters, and the share of words that are written without any.
struct Score {
  double letter_errors = 0, words = 0;
};

Score score(
    const std::vector<std::string>& written, const std::vector<Spoken>& spoken,
    const std::function<bool(const Spoken&)>& chosen = [](const Spoken&) { return true; }) {
  double errors = 0, letters = 0, right = 0, words = 0;
  for (std::size_t i = 0; i < spoken.size(); ++i) {
    if (!chosen(spoken[i])) continue;
    errors += static_cast<double>(edit_distance(written[i], spoken[i].word));
    letters += static_cast<double>(spoken[i].word.size());
    right += written[i] == spoken[i].word;
    ++words;
  }
  return {errors / letters, right / words};
}
// [/score]

// [alignment]
// Where the weights are, over some words: the mean share on the time in which the letter is spoken, this share if all steps
// had equal weights, and how often the mean position moves forward from letter to letter.
struct Alignment {
  double on_letter = 0, by_chance = 0, forward = 0;
};

Alignment align(Listener& listener, const std::vector<Spoken>& words,
                const std::vector<Recording>& recordings) {
  Alignment result;
  double letters = 0, moves = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    double before = -1;
    const std::vector<std::vector<double>> weights = weights_for(listener, recordings[i]);
    for (std::size_t letter = 0; letter < weights.size(); ++letter) {
      double position = 0;
      for (std::size_t step = 0; step < weights[letter].size(); ++step) {
        const double second = ear.second_of(static_cast<Index>(step)), weight = weights[letter][step];
        const bool here = second >= words[i].begins[letter] && second < words[i].begins[letter + 1];
        result.on_letter += here ? weight : 0;
        result.by_chance += here ? 1 / static_cast<double>(weights[letter].size()) : 0;
        position += weight * second;
      }
      result.forward += letter > 0 && position > before;
      moves += letter > 0;
      before = position;
      ++letters;
    }
  }
  return {result.on_letter / letters, result.by_chance / letters, result.forward / moves};
}
// [/alignment]

// What is kept of the listener with attention and seed 1 after each epoch.
struct History {
  std::vector<double> epochs, on_letter, letter_errors;
  std::vector<std::vector<std::vector<double>>> drawn;  // the weights of the drawn word
  Alignment last;
};

struct Compared {
  std::unique_ptr<Listener> listener;  // with attention, seed 1
  History history;
};

// [one]
const ListenerTraining budget{.epochs = 15, .batch_size = 32, .rate = 6e-3};

std::unique_ptr<Listener> make(const std::string& attention, Rng& rng) {
  return std::make_unique<Listener>(
      ListenerOptions{.step_size = ear.step_size(), .hidden = 48, .attention = attention}, rng);
}
// [/one]

void remember(History& history, Listener& listener, const Language& language,
              const std::vector<Recording>& test) {
  const std::vector<Spoken> some(language.test.begin(), language.test.begin() + 100);
  const Spoken& spoken = drawn_word(language);
  history.last = align(listener, some, test);
  history.epochs.push_back(static_cast<double>(history.epochs.size()) + 1);
  history.on_letter.push_back(100 * history.last.on_letter);
  history.letter_errors.push_back(100 * score(write_down(listener, test), language.test).letter_errors);
  history.drawn.push_back(weights_for(listener, {hear(spoken.sound, ear), tokens_of(spoken.word)}));
}

// Trains all listeners.
Compared compare(Lesson& lesson, const Language& language, const std::vector<Recording>& test) {
  lesson.step("A listener, a speller, and attention between them");
  const std::vector<Recording> train_on = hear_all(language.train);
  Compared result;
  std::vector<std::vector<std::string>> rows;
  show::LineChart chart;
  Index done = 0;
  for (const std::string attention : {"none", "additive"}) {
    const std::string name = attention == "none" ? "without attention" : "additive attention";
    Score mean;
    std::vector<double> by_syllables(syllables, 0);
    for (Index seed = 1; seed <= seeds; ++seed) {
      Rng rng(static_cast<std::uint64_t>(seed));
      auto listener = make(attention, rng);
      const bool kept = attention != "none" && seed == 1;
      train(*listener, train_on, budget, rng, [&](Index) {
        if (kept) remember(result.history, *listener, language, test);
        lesson.progress("epochs", ++done, 2 * seeds * budget.epochs);
      });
      const std::vector<std::string> written = write_down(*listener, test);
      const Score all = score(written, language.test);
      rows.push_back({name, text(seed), text(listener->parameter_count()), percent(all.letter_errors, 1),
                      percent(all.words, 1)});
      mean.letter_errors += all.letter_errors / seeds;
      mean.words += all.words / seeds;
      for (std::size_t n = 0; n < by_syllables.size(); ++n) {
        const auto long_as = [&](const Spoken& spoken) {
          return spoken.syllables == static_cast<Index>(n) + 1;
        };
        by_syllables[n] += 100 * score(written, language.test, long_as).letter_errors / seeds;
      }
      if (kept) result.listener = std::move(listener);
    }
    lesson.value(name, percent(mean.letter_errors, 1));
    lesson.value(name + ", words", percent(mean.words));
    chart.series.push_back({name, {1, 2, 3, 4}, by_syllables});
  }
  lesson.table({"listener", "seed", "parameters", "letter errors", "words right"}, rows);
  chart.title = "Letter errors by the length of the word, mean of three seeds";
  chart.x = {"syllables of the word"};
  chart.y = {"letter errors", "%", false, {0, 60}};
  lesson.figure("lengths.svg", show::line_chart(chart));
  return result;
}

void diagonal(Lesson& lesson, const Language& language, const History& history) {
  lesson.step("The alignment becomes a diagonal");
  std::vector<std::vector<std::string>> rows;
  for (const std::size_t epoch : {1u, 2u, 3u, 5u, 10u, 15u}) {
    rows.push_back({text(epoch), percent(history.on_letter[epoch - 1] / 100),
                    percent(history.letter_errors[epoch - 1] / 100)});
  }
  lesson.table({"epoch", "weight on the letter's own time", "letter errors"}, rows);
  lesson.say("equal weights: ", percent(history.last.by_chance), " on the letter's own time");
  lesson.say("after the last epoch, ", percent(history.last.forward, 1),
             " of the moves from letter to letter are forward");
  lesson.value("on letter", percent(history.last.on_letter));
  lesson.value("by chance", percent(history.last.by_chance));
  lesson.value("forward", percent(history.last.forward));

  const Spoken& spoken = drawn_word(language);
  for (const std::size_t epoch : {1u, 3u, 15u}) {
    const std::vector<std::vector<double>>& weights = history.drawn[epoch - 1];
    show::HeatMap map;
    map.title = text("After epoch ", epoch, ": what the speller hears at each letter");
    map.row_axis = "letter to be written";
    map.column_axis = "step, and the letter that is spoken there";
    map.value = "weight";
    map.low = 0;
    map.high = 1;
    map.matrix = {static_cast<Index>(weights.size()), static_cast<Index>(weights[0].size()), {}};
    for (std::size_t letter = 0; letter < weights.size(); ++letter) {
      map.row_labels.push_back(spoken.word.substr(letter, 1));
      map.matrix.values.insert(map.matrix.values.end(), weights[letter].begin(), weights[letter].end());
    }
    for (std::size_t step = 0; step < weights[0].size(); ++step)
      map.column_labels.push_back(letter_at(spoken, ear.second_of(static_cast<Index>(step))));
    lesson.figure(text("epoch", epoch, ".svg"), show::heat_map(map));
  }
}

void longer(Lesson& lesson, Listener& listener) {
  lesson.step("Words longer than any in training");
  std::vector<std::vector<std::string>> rows;
  // [longer]
  for (const Index length : {4, 5, 6, 8}) {
    Rng rng(100 + static_cast<std::uint64_t>(length));
    std::vector<Spoken> words;
    while (words.size() < 100) words.push_back(speak(random_word(length, rng), random_voice(rng), rng));
    const std::vector<Recording> recordings = hear_all(words);
    const Score all = score(write_down(listener, recordings, 40), words);
    rows.push_back({text(length), percent(all.letter_errors, 1), percent(all.words),
                    percent(align(listener, words, recordings).on_letter)});
  }
  // [/longer]
  lesson.table({"syllables", "letter errors", "words right", "weight on the letter's own time"}, rows);
  lesson.value("eight", rows.back()[1]);
}

// [double]
// The same sound with twice the samples per second, as another recorder would have made it.
Sound at_double_rate(const Sound& sound) {
  Sound result{2 * sound.rate, {}};
  for (std::size_t i = 0; i < sound.samples.size(); ++i) {
    const double next = sound.samples[std::min(i + 1, sound.samples.size() - 1)];
    result.samples.push_back(sound.samples[i]);
    result.samples.push_back((sound.samples[i] + next) / 2);
  }
  return result;
}
// [/double]

void broken(Lesson& lesson, const Language& language, Listener& listener) {
  lesson.step("Broken on purpose: the wrong clock");
  // [broken]
  std::vector<Recording> recordings;
  for (const Spoken& spoken : language.test) {
    Sound sound = at_double_rate(spoken.sound);
    sound.rate = 8000;  // "hear" threw an error about the rate; now it does not
    recordings.push_back({hear(sound, ear), tokens_of(spoken.word)});
  }
  const std::vector<std::string> written = write_down(listener, recordings);
  // [/broken]
  for (std::size_t i = 0; i < 4; ++i) lesson.say(language.test[i].word, " is written as ", written[i]);
  const std::string errors = percent(score(written, language.test).letter_errors);
  lesson.say("letter errors: ", errors);
  lesson.value("wrong clock", errors);

  lesson.step("Fixed: convert the sound, not its label");
  // [fixed]
  recordings.clear();
  for (const Spoken& spoken : language.test) {
    const Sound sound = at_double_rate(spoken.sound);
    Sound converted{8000, {}};
    for (std::size_t i = 0; i < sound.samples.size(); i += 2) converted.samples.push_back(sound.samples[i]);
    recordings.push_back({hear(converted, ear), tokens_of(spoken.word)});
  }
  // [/fixed]
  lesson.say("letter errors: ",
             percent(score(write_down(listener, recordings), language.test).letter_errors, 1));
}

}  // namespace

int main(int count, char** arguments) {
  const auto steps = [](Lesson& lesson) {
    const Language words;
    language(lesson, words);
    frequencies(lesson);
    features(lesson, words);
    const std::vector<Recording> test = hear_all(words.test);
    const Compared compared = compare(lesson, words, test);
    diagonal(lesson, words, compared.history);
    longer(lesson, *compared.listener);
    broken(lesson, words, *compared.listener);
  };
  return run_lesson({"23", "Speech", "about 20 s on two cores"}, count, arguments, steps, real_digits);
}
