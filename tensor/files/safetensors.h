// .safetensors: the common format for named tensors (Hugging Face). Our checkpoints are such files, so Python
// can read them: safetensors.torch.load_file(path). A file has three parts: the length of the header (8 bytes),
// the header (JSON, padded with spaces), and the values of all tensors. A header:
//
//     {"__metadata__": {"epoch": "3"},
//      "encoder.weight": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}
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

// Writes F32, or F64 in the double build. All or nothing, as write_file does.
// Throws if a name occurs twice, is "__metadata__" or is not UTF-8, and if a tensor is undefined.
void save_safetensors(const std::string& path, const NamedTensors& content);

// Reads F32 and F64 into either build. The file is not trusted: throws "cannot load 'PATH': REASON" unless each
// byte belongs to the header or to exactly one tensor.
NamedTensors load_safetensors(const std::string& path);

}  // namespace heed
