// build/translate: trains a translator on pairs of sentences, measures it, and translates with it.
#include "nn/translate/program/commands.h"
#include "tensor/ground/options.h"

#include <csignal>
#include <cstdio>
#include <exception>

int main(int argc, char** argv) {
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may grow no further is an error like a full disk, not a death
  try {
    const int code = heed::run_command(std::vector<std::string>(argv + 1, argv + argc));
    if (std::fflush(stdout) != 0 || std::ferror(stdout)) heed::fail("cannot write all of the output");
    return code;
  } catch (const heed::UsageError& error) {
    std::fprintf(stderr, "translate: %s\nTry: translate --help\n", error.what());
    return 2;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "translate: %s\n", error.what());
    return 1;
  }
}
