// Memory that is recycled: a block given back waits in a list for the next request of its size class, so a
// training step, which asks for the same sizes as the step before, asks the system for nothing. Blocks are
// 64-byte aligned. Each thread has its own lists; tensors and graphs belong to one thread.
#pragma once

#include <cstddef>

namespace heed {

// A block of at least so many bytes. Who asks for its true size in `got` may be given one that is up to twice
// as large, if it waits: sizes that change from step to step, as sentences do, then share their blocks.
void* allocate_block(std::size_t bytes, std::size_t* got = nullptr);
void release_block(void* block, std::size_t bytes);  // `bytes` as it was asked for, or as it was got

struct MemoryUse {
  std::size_t in_use;    // bytes handed out now
  std::size_t peak;      // the most that was ever handed out at once
  std::size_t kept;      // bytes waiting to be used again
  std::size_t requests;  // how often the system was asked, ever
};
MemoryUse memory_use();      // of this thread
void release_kept_memory();  // gives all waiting blocks back to the system

}  // namespace heed
