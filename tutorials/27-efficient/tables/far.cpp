// The second study of lesson 27: which layers find a token far away, three seeds.
#include "tutorials/27-efficient/variants.h"
#include "tutorials/study.h"

using namespace heed;

namespace {

std::vector<double> run(const std::string& name, Index seed) {
  const std::vector<std::string> layers = name == "local, then strided"
                                              ? std::vector<std::string>{"local", "strided"}
                                              : std::vector<std::string>{name};
  Rng rng(static_cast<std::uint64_t>(seed));
  Finder finder(layers, 256, rng);
  train(finder, 256, 400, rng);
  const Found found = find(finder, 256, rng);
  return {static_cast<double>(finder.parameter_count()), 100 * found.near, 100 * found.far};
}

}  // namespace

int main(int count, char** arguments) {
  const Study study{.what = "a marked token among 256, found at the end of the text",
                    .rows_are = "layers",
                    .rows = {"tiles", "local", "strided", "local, then strided", "low-rank", "linear"},
                    .seeds = {1, 2, 3},
                    .columns = {{"parameters", 0}, {"nearer than 32, %", 1}, {"farther, %", 1}},
                    .checked = {{"low-rank", 1}},
                    .absolute = 8};
  return run_study(study, run, count, arguments);
}
