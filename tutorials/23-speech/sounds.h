// The sounds of lesson 23: words of an invented language, spoken by a small synthesizer. It knows when each letter is spoken.
#pragma once

#include "tensor/files/wav.h"
#include "tensor/random.h"

#include <string>
#include <vector>

namespace heed {

// [letter]
// How a letter sounds. A voice is a row of pulses, a hiss is noise; both go through two resonances, the formants.
struct LetterSound {
  char letter;
  double voice, hiss;    // how loud
  double first, second;  // the formants, in hertz
  double seconds;        // how long, on average
  double silence = 0;    // p, t and k: the share of the time before they burst
};
// [/letter]
const std::vector<LetterSound>& alphabet();

struct Voice {
  double pitch = 120;  // pulses per second
  double tract = 1;    // the formants of a short throat are higher
  double pace = 1;     // the time that each letter takes
};
Voice random_voice(Rng& rng);

// [spoken]
struct Spoken {
  std::string word;
  Sound sound;
  std::vector<double> begins;  // of each letter, in seconds; and when the last one ends
  Index syllables = 0;
};
// [/spoken]

// Syllables of a consonant and a vowel, some with an n, s or l at the end.
std::string random_word(Index syllables, Rng& rng);
// The word with random pauses before and after it, durations and noise.
Spoken speak(const std::string& word, const Voice& voice, Rng& rng);
// Words of 1 to `syllables` syllables, each by a voice of its own.
std::vector<Spoken> speak_words(Index count, Index syllables, Rng& rng);

}  // namespace heed
