// build/translate: trains a translator on pairs of sentences, measures it, and translates with it.
#include "nn/translate/commands.h"
#include "nn/translate/options.h"

#include <cstdio>
#include <exception>

int main(int argc, char** argv) {
  try {
    return heed::run_command(std::vector<std::string>(argv + 1, argv + argc));
  } catch (const heed::UsageError& error) {
    std::fprintf(stderr, "translate: %s\nTry: translate --help\n", error.what());
    return 2;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "translate: %s\n", error.what());
    return 1;
  }
}
