// Recycled memory: a released block waits in a list for the next request of its size class. A training step
// requests the same sizes as the previous step, so it needs no memory from the system. Blocks are 64-byte
// aligned. Each thread has its own lists, so no locks are needed; tensors and graphs belong to one thread.
#pragma once

#include <cstddef>

namespace heed {

// Returns a block of at least `bytes` bytes. A caller that passes `got` receives the true size there, and may
// get a free block of up to twice the requested size: sizes that change from step to step, as sentence
// lengths do, then share their blocks. Throws if the system has no memory left.
void* allocate_block(std::size_t bytes, std::size_t* got = nullptr);
// Takes a block back. `bytes` is the size that was requested, or the true size from `got`.
void release_block(void* block, std::size_t bytes);

struct MemoryUse {
  std::size_t in_use;    // bytes in allocated blocks
  std::size_t peak;      // maximum of in_use so far
  std::size_t kept;      // bytes in free blocks that wait to be used again
  std::size_t requests;  // number of blocks requested from the system so far
};
MemoryUse memory_use();      // of this thread
void release_kept_memory();  // returns all free blocks of this thread to the system

}  // namespace heed
