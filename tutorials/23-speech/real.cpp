#include "tutorials/23-speech/real.h"

#include "tutorials/23-speech/listener.h"

#include <algorithm>
#include <filesystem>
#include <set>

namespace heed {

namespace {

const std::vector<std::string> names = {"zero", "one", "two",   "three", "four",
                                        "five", "six", "seven", "eight", "nine"};

struct Digit {
  Index digit = 0, take = 0;
  std::string speaker;
  Recording recording;
};

// "7_theo_12" as a digit, a speaker and a take. Throws, naming the file, if that is not its form.
Digit digit_of(const std::filesystem::path& file) {
  const std::string name = file.stem().string();
  const std::size_t first = name.find('_'), last = name.rfind('_');
  const auto is_number = [](const std::string& part) {
    return !part.empty() && part.size() < 9 &&
           std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  if (first != 1 || last <= first + 1 || !is_number(name.substr(0, 1)) || !is_number(name.substr(last + 1)))
    fail("lesson 23: the name of '", file.string(), "' is not of the form digit_speaker_take.wav");
  return {name[0] - '0', std::stol(name.substr(last + 1)), name.substr(first + 1, last - first - 1), {}};
}

std::vector<Digit> read_folder(const Lesson& lesson, const Ear& ear) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(lesson.data()))
    if (entry.path().extension() == ".wav") files.push_back(entry.path());
  std::sort(files.begin(), files.end());  // a folder has no order of its own
  std::vector<Digit> digits;
  for (const std::filesystem::path& file : files) {
    digits.push_back(digit_of(file));
    const Sound sound = load_wav(file.string());
    if (sound.samples.empty()) fail("lesson 23: '", file.string(), "' has no samples");
    digits.back().recording = {hear(sound, ear),
                               tokens_of(names[static_cast<std::size_t>(digits.back().digit)])};
  }
  return digits;
}

std::vector<Recording> recordings_of(const std::vector<Digit>& digits) {
  std::vector<Recording> recordings;
  for (const Digit& digit : digits) recordings.push_back(digit.recording);
  return recordings;
}

// [digits]
// How many digits are recognised: the digit whose name, of the ten, fits the recording best.
Index count_right(Listener& listener, const std::vector<Digit>& digits) {
  const std::vector<Recording> recordings = recordings_of(digits);
  std::vector<std::vector<double>> fits;  // (ten names, recordings)
  for (const std::string& name : names) fits.push_back(log_probabilities(listener, recordings, name));
  Index right = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const auto better = [&](const auto& a, const auto& b) { return a[i] < b[i]; };
    right += std::max_element(fits.begin(), fits.end(), better) - fits.begin() == digits[i].digit;
  }
  return right;
}
// [/digits]

double share_right(Listener& listener, const std::vector<Digit>& digits) {
  return static_cast<double>(count_right(listener, digits)) / static_cast<double>(digits.size());
}

std::unique_ptr<Listener> train_on(Lesson& lesson, const std::string& what, const std::string& attention,
                                   const std::vector<Digit>& digits, const Ear& ear) {
  Rng rng(1);
  auto listener = std::make_unique<Listener>(
      ListenerOptions{.step_size = ear.step_size(), .hidden = 64, .attention = attention, .dropout = 0.2},
      rng);
  // As many recordings in all, however many different ones there are: this bounds the time.
  const Index epochs = std::max<Index>(1, 50000 / static_cast<Index>(digits.size()));
  train(*listener, recordings_of(digits), {.epochs = epochs, .batch_size = 32, .rate = 4e-3}, rng,
        [&](Index done) { lesson.progress(what, done, epochs); });
  return listener;
}

const std::vector<std::pair<std::string, std::string>> kinds = {{"none", "without attention"},
                                                                {"additive", "additive attention"}};

// For each speaker, listeners that have never heard this speaker.
void leave_speakers_out(Lesson& lesson, const std::vector<Digit>& digits, const Ear& ear) {
  std::set<std::string> speakers;
  for (const Digit& digit : digits) speakers.insert(digit.speaker);
  if (speakers.size() < 2) return;
  std::vector<std::vector<std::string>> rows;
  std::vector<double> means(kinds.size(), 0);
  for (const std::string& speaker : speakers) {
    std::vector<Digit> others, own;
    for (const Digit& digit : digits) (digit.speaker == speaker ? own : others).push_back(digit);
    rows.push_back({speaker});
    for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
      const auto listener = train_on(lesson, "without " + speaker, kinds[kind].first, others, ear);
      const double right = share_right(*listener, own);
      rows.back().push_back(percent(right, 1));
      means[kind] += right / static_cast<double>(speakers.size());
    }
  }
  rows.push_back({"mean", percent(means[0], 1), percent(means[1], 1)});
  lesson.table({"speaker left out", kinds[0].second, kinds[1].second}, rows);
}

}  // namespace

void real_digits(Lesson& lesson) {
  const Ear ear;
  std::vector<Digit> seen, train, validation, test;
  for (Digit& digit : read_folder(lesson, ear)) (digit.take < 5 ? test : seen).push_back(std::move(digit));
  if (seen.size() < 20)
    fail("lesson 23: '", lesson.data(), "' has ", seen.size(),
         " recordings of takes from 5 on; 20 are needed");
  for (std::size_t i = 0; i < seen.size(); ++i) (i % 10 == 0 ? validation : train).push_back(seen[i]);
  lesson.say(train.size(), " recordings to train, ", validation.size(), " to validate, ", test.size(),
             " for testing");
  std::vector<std::vector<std::string>> rows;
  std::vector<Index> tested;
  for (const auto& [attention, name] : kinds) {
    const auto listener = train_on(lesson, name, attention, train, ear);
    rows.push_back({name, text(listener->parameter_count()), percent(share_right(*listener, validation), 1)});
    if (!test.empty()) tested.push_back(count_right(*listener, test));
  }
  lesson.table({"listener", "parameters", "validation"}, rows);
  leave_speakers_out(lesson, seen, ear);
  if (test.empty()) return;
  const Index total = static_cast<Index>(test.size());
  lesson.say(accuracy_line("test accuracy without attention", tested[0], total));
  lesson.say(accuracy_line("test accuracy", tested[1], total));
}

}  // namespace heed
