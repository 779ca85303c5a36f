#include "tutorials/23-speech/sounds.h"

#include "tensor/ground/error.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace heed {

namespace {

constexpr Index rate = 8000;

// [resonance]
// A resonance: the sound rings at one frequency, as the air in a bottle does.
struct Resonance {
  double last = 0, before = 0;
  double operator()(double x, double hertz, double width) {
    const double damping = std::exp(-std::numbers::pi * width / rate);
    const double turn = 2 * std::numbers::pi * hertz / rate;
    const double y = (1 - damping) * x + 2 * damping * std::cos(turn) * last - damping * damping * before;
    before = last;
    last = y;
    return y;
  }
};
// [/resonance]

const LetterSound& sound_of(char letter) {
  for (const LetterSound& sound : alphabet())
    if (sound.letter == letter) return sound;
  fail("lesson 23: there is no sound for the letter '", std::string(1, letter), "'");
}

// [mouth]
// The mouth moves from letter to letter, and needs some milliseconds for it.
struct Mouth {
  double voice = 0, hiss = 0, first = 500, second = 1500;
  double pulse = 0;  // the part of a pulse's period that is over
  Resonance lower, upper;

  double next(const LetterSound& target, bool silent, const Voice& speaker, Rng& rng) {
    constexpr double speed = 1.0 / (0.008 * rate);
    voice += speed * ((silent ? 0 : target.voice) - voice);
    hiss += 2 * speed * ((silent ? 0 : target.hiss) - hiss);
    first += speed * (target.first * speaker.tract - first);
    second += speed * (target.second * speaker.tract - second);
    pulse += speaker.pitch / rate;
    double source = hiss * rng.normal();
    if (pulse >= 1) {
      pulse -= 1;
      source += 12 * voice;
    }
    return lower(source, first, 90) + 0.7 * upper(source, second, 140);
  }
};
// [/mouth]

}  // namespace

// [alphabet]
const std::vector<LetterSound>& alphabet() {
  static const std::vector<LetterSound> all = {
      {'a', 1, 0, 750, 1250, 0.10},         {'e', 1, 0, 450, 1950, 0.09},
      {'i', 1, 0, 290, 2350, 0.09},         {'o', 1, 0, 480, 900, 0.10},
      {'u', 1, 0, 320, 700, 0.09},          {'m', 0.4, 0, 250, 1050, 0.07},
      {'n', 0.4, 0, 260, 1600, 0.07},       {'l', 0.6, 0, 360, 1200, 0.06},
      {'r', 0.6, 0.1, 420, 1500, 0.06},     {'s', 0, 0.8, 3300, 3600, 0.09},
      {'f', 0, 0.4, 1400, 3000, 0.08},      {'p', 0, 1.2, 500, 900, 0.07, 0.7},
      {'t', 0, 1.2, 2600, 3300, 0.07, 0.7}, {'k', 0, 1.2, 1300, 2000, 0.08, 0.7},
  };
  return all;
}
// [/alphabet]

Voice random_voice(Rng& rng) {
  const double size = rng.uniform();  // small people have high voices and short throats
  return {.pitch = 90 + 130 * size + 20 * rng.normal(),
          .tract = 0.9 + 0.2 * size + 0.03 * rng.normal(),
          .pace = rng.uniform(0.75, 1.4)};
}

std::string random_word(Index syllables, Rng& rng) {
  const std::string consonants = "mnlrsfptk", vowels = "aeiou", ends = "nsl";
  const auto one_of = [&](const std::string& letters) {
    return letters[static_cast<std::size_t>(rng.integer(static_cast<Index>(letters.size())))];
  };
  std::string word;
  for (Index i = 0; i < syllables; ++i) {
    word += one_of(consonants);
    word += one_of(vowels);
    if (rng.uniform() < 0.25) word += one_of(ends);
  }
  return word;
}

// [speak]
Spoken speak(const std::string& word, const Voice& voice, Rng& rng) {
  Spoken result{word, {rate, {}}, {}, 0};
  for (const char letter : word) result.syllables += std::string("aeiou").find(letter) != std::string::npos;
  std::vector<double>& samples = result.sound.samples;
  Mouth mouth;
  const auto now = [&] { return static_cast<double>(samples.size()) / rate; };
  const auto hold = [&](const LetterSound& target, double seconds) {
    const double end = now() + seconds, burst = now() + target.silence * seconds;
    while (now() < end) samples.push_back(mouth.next(target, now() < burst, voice, rng));
  };
  const LetterSound pause{' ', 0, 0, 500, 1500, 0};
  hold(pause, rng.uniform(0.02, 0.15));
  for (const char letter : word) {
    result.begins.push_back(now());
    const LetterSound& sound = sound_of(letter);
    hold(sound, sound.seconds * voice.pace * rng.uniform(0.7, 1.4));
  }
  result.begins.push_back(now());
  hold(pause, rng.uniform(0.02, 0.15));
  const double noise = rng.uniform(0.002, 0.02), loudness = rng.uniform(0.3, 1);
  for (double& sample : samples) sample = std::clamp(loudness * (sample + noise * rng.normal()), -1.0, 1.0);
  return result;
}
// [/speak]

std::vector<Spoken> speak_words(Index count, Index syllables, Rng& rng) {
  std::vector<Spoken> words;
  for (Index i = 0; i < count; ++i) {
    const std::string word = random_word(1 + rng.integer(syllables), rng);
    words.push_back(speak(word, random_voice(rng), rng));
  }
  return words;
}

}  // namespace heed
