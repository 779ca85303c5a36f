// build/translate: trains a translator on pairs of sentences, evaluates it, and translates with it.
#include "nn/translate/program/commands.h"

int main(int argc, char** argv) {
  return heed::run_program(
      {"translate",
       "trains a translator on pairs of sentences, and translates with it",
       {{"train", "learn from pairs of sentences", heed::train_command},
        {"eval", "measure a trained model on sentences with references", heed::eval_command},
        {"score", "say how likely a model finds given translations", heed::score_command},
        {"compare", "say which of two models is better, and whether that is chance", heed::compare_command},
        {"info", "say what a model is and how it was trained", heed::info_command},
        {"doctor", "probe a model and its data, and say what to change", heed::doctor_command},
        {"run", "translate standard input", heed::run_translations}}},
      argc, argv);
}
