#include "nn/training/kept_epochs.h"

#include "tensor/elementwise.h"
#include "tensor/ground/error.h"
#include "tensor/ground/format.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace heed {

std::vector<Index> KeptEpochs::keep(Index count, bool best) {
  const auto first = [&](const KeptEpoch& a, const KeptEpoch& b) {
    if (best && a.score != b.score) return a.score > b.score;
    if (best && a.loss != b.loss) return a.loss < b.loss;
    return a.epoch > b.epoch;
  };
  std::sort(epochs_.begin(), epochs_.end(), first);
  std::vector<Index> dropped;
  for (; std::ssize(epochs_) > count; epochs_.pop_back()) dropped.push_back(epochs_.back().epoch);
  return dropped;
}

std::vector<Index> KeptEpochs::epochs() const {
  std::vector<Index> epochs;
  for (const KeptEpoch& kept : epochs_) epochs.push_back(kept.epoch);
  std::sort(epochs.begin(), epochs.end());
  return epochs;
}

std::string KeptEpochs::to_string() const {
  std::string result;
  for (const auto& [epoch, loss, score] : epochs_)
    result += text(result.empty() ? "" : ";", epoch, " ", exact(loss), " ", exact(score));
  return result;
}

KeptEpochs KeptEpochs::from_string(const std::string& text, Index last) {
  KeptEpochs kept;
  std::istringstream parts(text);
  for (std::string part; std::getline(parts, part, ';');) {
    std::istringstream words(part);
    KeptEpoch epoch{};
    if (!(words >> epoch.epoch >> epoch.loss >> epoch.score) || !words.eof() || epoch.epoch < 1 ||
        epoch.epoch > last || !std::isfinite(epoch.loss) || !std::isfinite(epoch.score))
      fail("'", shortened(part), "' is not an epoch of the ", last,
           " that were trained, with its loss and its score");
    kept.add(epoch);
  }
  return kept;
}

NamedTensors mean_of_models(const std::vector<std::string>& files) {
  if (files.empty()) fail("average: there are no models to average");
  NamedTensors mean = load_safetensors(files.front());
  const double share = 1 / static_cast<double>(files.size());
  for (auto& [name, tensor] : mean.tensors) tensor = tensor * share;
  for (std::size_t file = 1; file < files.size(); ++file) {
    const NamedTensors other = load_safetensors(files[file]);
    if (other.tensors.size() != mean.tensors.size())
      fail("average: '", files[file], "' has other tensors than '", files.front(), "'");
    for (std::size_t i = 0; i < mean.tensors.size(); ++i) {
      auto& [name, sum] = mean.tensors[i];
      if (other.tensors[i].first != name || other.tensors[i].second.shape() != sum.shape())
        fail("average: '", files[file], "' has other tensors than '", files.front(),
             "': ", other.tensors[i].first);
      sum = sum + other.tensors[i].second * share;
    }
  }
  return mean;
}

}  // namespace heed
