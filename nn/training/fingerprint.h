// A fingerprint of data: a number that is different, except by a rare chance, for other data and for the same
// data in another order.
#pragma once

#include "nn/text/batches.h"

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

namespace heed {

class Fingerprint {  // FNV-1a
 public:
  void add(std::uint64_t number) { hash_ = (hash_ ^ number) * 0x100000001b3; }
  void add(const std::vector<Tokens>& sentences) {
    for (const Tokens& sentence : sentences) {
      add(sentence.size());
      for (const Token token : sentence) add(static_cast<std::uint64_t>(token));
    }
  }
  std::string to_string() const {
    char line[20];
    std::snprintf(line, sizeof line, "%016llx", static_cast<unsigned long long>(hash_));
    return line;
  }

 private:
  std::uint64_t hash_ = 0xcbf29ce484222325;
};

}  // namespace heed
