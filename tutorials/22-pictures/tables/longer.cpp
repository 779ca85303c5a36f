// The study of lesson 22: is the GRU only too small, too slow or too short? The same pictures, other settings.
#include "tutorials/22-pictures/model.h"
#include "tutorials/study.h"

using namespace heed;

namespace {

struct Data {
  Data() {
    Rng rng(22);
    train = draw_pictures(1500, rng);
    test = draw_pictures(500, rng);
  }
  std::vector<Bits> train, test;
};

std::vector<double> run(const Data& data, const std::string& name, Index seed) {
  Rng rng(static_cast<std::uint64_t>(seed));
  PainterTraining training{.epochs = 6, .batch_size = 16, .rate = 6e-3};
  Index size = 64;
  if (name == "GRU, rate 0.003") training.rate = 3e-3;
  if (name == "GRU, rate 0.012") training.rate = 1.2e-2;
  if (name == "GRU, 24 epochs") training.epochs = 24;
  if (name == "GRU of 128, 24 epochs") training.epochs = 24, size = 128;
  const auto painter = name == "Transformer" ? transformer_painter({}, rng) : gru_painter(size, rng);
  train(*painter, data.train, training, rng);
  return {static_cast<double>(painter->parameter_count()), bits_per_pixel(*painter, data.test)};
}

}  // namespace

int main(int count, char** arguments) {
  const Data data;
  const Study study{.what = "bits per pixel of wallpaper, one Transformer and five GRUs",
                    .rows_are = "model",
                    .rows = {"Transformer", "GRU", "GRU, rate 0.003", "GRU, rate 0.012", "GRU, 24 epochs",
                             "GRU of 128, 24 epochs"},
                    .seeds = {1, 2, 3},
                    .columns = {{"parameters", 0}, {"bits per pixel", 3}},
                    .checked = {{"GRU", 1}},
                    .relative = 0.15};
  return run_study(
      study, [&](const std::string& name, Index seed) { return run(data, name, seed); }, count, arguments);
}
