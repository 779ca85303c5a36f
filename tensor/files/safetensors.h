// .safetensors: the field's format for named tensors (Hugging Face). Our checkpoints are such files, so
// Python reads them: safetensors.torch.load_file(path).
//
//     8 bytes: length of the header   header: JSON, padded with spaces   the numbers of all tensors
//     {"__metadata__": {"epoch": "3"}, "encoder.weight": {"dtype": "F32", "shape": [2, 3], "data_offsets":
//     [0, 24]}}
#pragma once

#include "tensor/tensor.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace heed {

struct NamedTensors {
  std::vector<std::pair<std::string, Tensor>> tensors;  // in the order of the file's header
  std::map<std::string, std::string> metadata;
};

// Writes F32, or F64 in the double build. All or nothing: see write_file. Throws when a name stands
// twice or is "__metadata__".
void save_safetensors(const std::string& path, const NamedTensors& content);

// Reads F32 and F64 into either build. The file is not trusted: throws "cannot load 'PATH': REASON" unless
// every byte of it is accounted for.
NamedTensors load_safetensors(const std::string& path);

}  // namespace heed
