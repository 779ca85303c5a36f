#include "nn/translate/doctor/doctor.h"
#include "nn/translate/program/commands.h"
#include "nn/translate/program/pairs_of_options.h"

#include <cstdio>

namespace heed {
namespace {

std::vector<Option> doctor_options() {
  std::vector<Option> known{{"--model", "DIR", "", "directory of the model, made by train --out"}};
  for (const Option& option : pair_options()) known.push_back(option);
  known.insert(known.end(),
               {{"--training-pairs", "FILE.tsv", "", "the pairs of training, to find those in both sets"},
                {"--training-source", "FILE", "", "the same as two files, ..."},
                {"--training-target", "FILE", "", "... line by line"},
                threads_option});
  return known;
}

void print(const Finding& finding) {
  const char* const words[] = {"ok", "look", "WRONG", "-"};
  std::printf("%-5s  %-10s  %s\n", words[static_cast<int>(finding.verdict)], finding.probe.c_str(),
              finding.measured.c_str());
  if (!finding.advice.empty()) std::printf("                   -> %s\n", finding.advice.c_str());
  std::fflush(stdout);
}

}  // namespace

int doctor_command(const std::vector<std::string>& words) {
  const std::vector<Option> known = doctor_options();
  if (asks_for_help(words)) {
    std::printf(
        "translate doctor: probes a model and pairs that it should translate, and says what to change\n"
        "The exit code is 1 if a probe finds something wrong\n\n%s",
        help_text(known).c_str());
    return 0;
  }
  const Options options(known, words);
  require_pair_options(options);
  const std::string model = required(options, "--model");
  use_threads(options);
  const Translator translator = Translator::load(model);
  BadLines bad_lines("translate", "examined");
  const Corpus corpus = load_pairs_of(options, translator.tokenizer, bad_lines);
  const bool trained = options.given("--training-pairs") || options.given("--training-source");
  const std::vector<SentencePair> training =
      trained ? load_given_pairs(options, "--training-", {.tokenizer = translator.tokenizer}).pairs
              : std::vector<SentencePair>();
  const Patient patient = make_patient(translator, corpus.pairs, trained ? &training : nullptr);
  Index wrong = 0, look = 0;
  examine(patient, [&](const Finding& finding) {
    print(finding);
    wrong += finding.verdict == Verdict::wrong;
    look += finding.verdict == Verdict::look;
  });
  std::printf("\n%zu pairs examined; found wrong: %lld, to look at: %lld\n", patient.pairs.size(),
              static_cast<long long>(wrong), static_cast<long long>(look));
  return wrong > 0 ? 1 : bad_lines.exit_code();
}

}  // namespace heed
