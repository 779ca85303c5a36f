#include "tensor/ground/memory.h"

#include "tensor/ground/error.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace heed {
namespace {

constexpr std::size_t alignment = 64;

// Size classes: four to each doubling, 64, 80, 96, 112, 128, 160 ... so at most a fifth of a block is waste.
// Class c = 4 e + q stands for (4 + q) 2^(e + 4) bytes.
struct SizeClass {
  std::size_t index, bytes;
};

SizeClass class_of(std::size_t bytes) {
  const std::size_t wanted = std::max(bytes, alignment);
  const auto exponent = static_cast<std::size_t>(std::bit_width(wanted - 1)) - 3;  // wanted <= 8 * 2^exponent
  const std::size_t quarter = std::size_t{1} << exponent;
  const std::size_t quarters = (wanted + quarter - 1) / quarter;  // 5 ... 8, or 4 for the smallest
  return {4 * exponent + quarters, quarters * quarter};
}

// The size of class c, and the reverse of the above.
constexpr std::size_t bytes_of(std::size_t index) {
  const std::size_t exponent = (index - 5) / 4;
  return (index - 4 * exponent) << exponent;
}

struct FreeBlock {
  FreeBlock* next;
};

constexpr std::size_t class_count = 4 * 64;
constexpr std::size_t generous = std::size_t{64} << 20;
constexpr std::size_t worth_sharing = std::size_t{64} << 10;  // smaller blocks stay in their class
constexpr std::size_t absurd = std::size_t{1}
                               << 39;  // so much in one piece is a mistake; the system is not asked

// Plain data, so that it is still there when the last static tensors of a program are destroyed.
struct Lists {
  FreeBlock* first[class_count];
  MemoryUse use;
};
thread_local Lists lists;
thread_local bool thread_is_ending;

// Gives the lists back to the system when their thread ends.
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
  // Sizes that change from step to step (sentences do) must not pile up one set of waiting blocks for each
  // size: all that was ever needed at once, and a little more, is enough.
  if (use.in_use + use.kept + size.bytes > use.peak + generous) release_kept_memory();
  (void)&at_thread_end;  // the first use in a thread arms its destructor
  ++use.requests;
  const std::size_t whole_lines = (size.bytes + alignment - 1) / alignment * alignment;
  void* block = whole_lines < absurd ? std::aligned_alloc(alignment, whole_lines) : nullptr;
  if (!block) fail("out of memory: there are no ", bytes, " bytes more");
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
