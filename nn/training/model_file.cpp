#include "nn/training/model_file.h"

#include "tensor/ground/error.h"
#include "tensor/ground/memory_limit.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>

namespace heed {

std::string epoch_file_in(const std::string& directory, Index epoch) {
  char name[40];
  std::snprintf(name, sizeof name, "/epoch-%03lld.safetensors", static_cast<long long>(epoch));
  return directory + name;
}

std::vector<Index> epochs_in(const std::string& directory) {
  std::vector<Index> epochs;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(directory, none)) {
    long long epoch = 0;
    const std::string name = entry.path().filename().string();
    if (std::sscanf(name.c_str(), "epoch-%9lld", &epoch) == 1 && epoch > 0 &&
        directory + "/" + name == epoch_file_in(directory, epoch)) {
      epochs.push_back(epoch);
    }
  }
  std::sort(epochs.begin(), epochs.end());
  return epochs;
}

void save_model_file(const std::string& file, const NamedTensors& contents) {
  std::error_code ignored;  // if it fails, the write fails too, and says why
  std::filesystem::create_directories(std::filesystem::path(file).parent_path(), ignored);
  save_safetensors(file, contents);
}

NamedTensors load_model_file_in(const std::string& directory) {
  if (!std::filesystem::is_directory(directory)) {
    fail("there is no model directory '", directory, "'; train a model and save it there first");
  }
  return load_safetensors(model_file_in(directory));
}

void require_finite(const std::vector<std::pair<std::string, Tensor>>& tensors) {
  for (const auto& [name, tensor] : tensors) {
    const Tensor values = tensor.contiguous();
    for (Index i = 0; i < values.numel(); ++i) {
      if (!std::isfinite(values.data()[i]))
        fail("tensor '", name, "' contains ", values.data()[i], ", which is not a finite number");
    }
  }
}

void make_justified(const NamedTensors& contents, const SettingsTable& table,
                    const std::function<void()>& make) {
  constexpr std::size_t for_each_tensor = 1024, for_all = std::size_t{1} << 20;  // headers and rounding
  std::size_t values = 0;
  for (const auto& [name, tensor] : contents.tensors) values += static_cast<std::size_t>(tensor.numel());
  try {
    const MemoryLimit limit(2 * values * sizeof(Scalar) + contents.tensors.size() * for_each_tensor +
                            for_all);
    make();
  } catch (const MemoryLimitExceeded&) {
    std::vector<std::string> settings;
    for (const ModelSetting& row : table.rows) {
      if (const auto found = contents.metadata.find(row.name); found != contents.metadata.end())
        settings.push_back(row.name + " " + found->second);
    }
    fail("its settings describe a larger model than its tensors, which have ", values,
         " values: ", joined(settings, ", "));
  }
}

void add_shared_names(Settings& metadata, const Module& model) {
  for (const auto& [name, first] : model.shared_names()) metadata["shared." + name] = first;
}

}  // namespace heed
