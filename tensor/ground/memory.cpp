#include "tensor/ground/memory.h"

#include "tensor/ground/memory_limit.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace heed {
namespace {

constexpr std::size_t alignment = 64;

// Size classes: four in each doubling, 64, 80, 96, 112, 128, 160 ... bytes, so at most a fifth of a block is
// unused. Class 4 e + q, where q is 5 ... 8, has q 2^e bytes; 64 bytes are 8 * 2^3, class 20.
struct SizeClass {
  std::size_t index, bytes;
};

SizeClass class_of(std::size_t bytes) {
  const std::size_t wanted = std::max(bytes, alignment);
  const auto exponent = static_cast<std::size_t>(std::bit_width(wanted - 1)) - 3;  // wanted <= 8 * 2^exponent
  const std::size_t quarter = std::size_t{1} << exponent;
  const std::size_t quarters = (wanted + quarter - 1) / quarter;  // 5 ... 8
  return {4 * exponent + quarters, quarters * quarter};
}

// The size in bytes of the class with this index: the inverse of class_of.
constexpr std::size_t bytes_of(std::size_t index) {
  const std::size_t exponent = (index - 5) / 4;
  return (index - 4 * exponent) << exponent;
}

struct FreeBlock {
  FreeBlock* next;
};

constexpr std::size_t class_count = 4 * 64;
// Free blocks may exceed the peak use by this much before they return to the system.
constexpr std::size_t generous = std::size_t{64} << 20;
// Blocks below this size serve requests of their own class only.
constexpr std::size_t worth_sharing = std::size_t{64} << 10;
// A request of this size or more is a mistake; it fails without a call to the system.
constexpr std::size_t absurd = std::size_t{1} << 39;

// Plain data, so that it still exists when the last static tensors of a program are destroyed.
struct Lists {
  FreeBlock* first[class_count];
  MemoryUse use;
};
thread_local Lists lists;
thread_local bool thread_is_ending;
thread_local std::size_t allowance = SIZE_MAX;  // what the thread may still take from the system

// Returns a thread's free blocks to the system when the thread ends.
struct AtThreadEnd {
  ~AtThreadEnd() {
    thread_is_ending = true;
    release_kept_memory();
  }
};
thread_local AtThreadEnd at_thread_end;

}  // namespace

void* allocate_block(std::size_t bytes, std::size_t* got) {
  SizeClass size = class_of(bytes);
  MemoryUse& use = lists.use;
  const auto hand_out = [&](void* block) {
    use.in_use += size.bytes;
    use.peak = std::max(use.peak, use.in_use);
    if (got) *got = size.bytes;
    return block;
  };
  const std::size_t largest = size.index + (got && size.bytes >= worth_sharing ? 3 : 0);
  for (std::size_t index = size.index; index <= largest; ++index) {
    FreeBlock* const block = lists.first[index];
    if (!block) continue;
    if (index != size.index) size = {index, bytes_of(index)};
    lists.first[index] = block->next;
    use.kept -= size.bytes;
    return hand_out(block);
  }
  // Sizes that change from step to step, as sentence lengths do, must not pile up a set of free blocks for
  // each size. The peak use, and a little more, is enough.
  if (use.in_use + use.kept + size.bytes > use.peak + generous) release_kept_memory();
  if (size.bytes > allowance) {
    throw MemoryLimitExceeded(
        text("memory limit: a request of ", size.bytes, " bytes, but only ", allowance, " are left"));
  }
  (void)&at_thread_end;  // the first use in a thread constructs it, so its destructor will run
  ++use.requests;
  const std::size_t whole_lines = (size.bytes + alignment - 1) / alignment * alignment;
  void* block = whole_lines < absurd ? std::aligned_alloc(alignment, whole_lines) : nullptr;
  if (!block) fail("out of memory: cannot allocate ", bytes, " bytes");
  if (allowance != SIZE_MAX) allowance -= size.bytes;
  return hand_out(block);
}

void release_block(void* memory, std::size_t bytes) {
  const SizeClass size = class_of(bytes);
  lists.use.in_use -= size.bytes;
  if (thread_is_ending) {
    std::free(memory);
    return;
  }
  lists.first[size.index] = new (memory) FreeBlock{lists.first[size.index]};
  lists.use.kept += size.bytes;
}

MemoryLimit::MemoryLimit(std::size_t bytes) { allowance = bytes; }
MemoryLimit::~MemoryLimit() { allowance = SIZE_MAX; }

MemoryUse memory_use() { return lists.use; }

void release_kept_memory() {
  for (FreeBlock*& first : lists.first) {
    while (first) {
      FreeBlock* block = first;
      first = block->next;
      std::free(block);
    }
  }
  lists.use.kept = 0;
}

}  // namespace heed
