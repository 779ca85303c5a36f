// The files of a trained model in its directory, and how they are written and read with distrust.
#pragma once

#include "nn/module.h"
#include "nn/training/settings.h"
#include "tensor/files/safetensors.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace heed {

// DIRECTORY/model.safetensors
inline std::string model_file_in(const std::string& directory) { return directory + "/model.safetensors"; }

// DIRECTORY/epoch-003.safetensors: the model after each epoch, if training keeps it. epochs_in() lists the
// numbers of the epochs that are in the directory, in ascending order.
std::string epoch_file_in(const std::string& directory, Index epoch);
std::vector<Index> epochs_in(const std::string& directory);

// Writes the file whole or not at all, and makes its directory if there is none.
void save_model_file(const std::string& file, const NamedTensors& contents);

// The contents of DIRECTORY/model.safetensors. Throws, naming the file, if it is missing or damaged.
NamedTensors load_model_file_in(const std::string& directory);

// Throws, naming the tensor, if a value is NaN or infinite: no model and no optimiser has such values.
void require_finite(const std::vector<std::pair<std::string, Tensor>>& tensors);

// Runs `make`, which makes the model of the contents' settings, if the tensors justify the memory for it: a
// small file with wrong settings must not fill the machine before load_state_dict() compares the shapes.
// Throws with the values of `table`'s settings if they do not.
void make_justified(const NamedTensors& contents, const SettingsTable& table,
                    const std::function<void()>& make);

// Adds a line "shared.output.weight" -> "words.weight" for each further name of a parameter. A shared
// parameter is stored once; its other names are written down for other readers of the file.
void add_shared_names(Settings& metadata, const Module& model);

}  // namespace heed
