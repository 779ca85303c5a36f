// build/generate: trains a language model on a text, measures it, and continues text with it.
#include "nn/generate/program/generate_commands.h"

int main(int argc, char** argv) {
  return heed::run_program(
      {"generate",
       "trains a language model on a text, and writes text with it",
       {{"train", "learn to write from lines or running text", heed::train_generator},
        {"eval", "measure how well a trained model predicts a text", heed::eval_generator},
        {"run", "write text, or continue a prompt", heed::run_generator}}},
      argc, argv);
}
