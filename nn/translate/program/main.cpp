// build/translate: trains a translator on pairs of sentences, evaluates it, and translates with it.
#include "nn/translate/program/commands.h"
#include "tensor/ground/options.h"

#include <csignal>
#include <cstdio>
#include <exception>

int main(int argc, char** argv) {
  // A file at its size limit becomes an error, as on a full disk, and does not end the program.
  std::signal(SIGXFSZ, SIG_IGN);
  try {
    const int code = heed::run_command(std::vector<std::string>(argv + 1, argv + argc));
    if (std::fflush(stdout) != 0 || std::ferror(stdout)) heed::fail("cannot write all of the output");
    return code;
  } catch (const heed::UsageError& error) {
    std::fprintf(stderr, "translate: %s\nTry: translate --help\n", error.what());
    return 2;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "translate: %s\n", heed::escaped(heed::shortened(error.what(), 5000)).c_str());
    return 1;
  }
}
