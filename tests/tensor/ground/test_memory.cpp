#include "tensor/creation.h"
#include "tensor/elementwise.h"
#include "tensor/ground/memory.h"
#include "tensor/ground/memory_limit.h"
#include "tensor/kernels/softmax_kernel.h"
#include "tensor/matmul.h"
#include "tensor/reduce.h"
#include "tests/tensor/helpers.h"

#include <set>
#include <thread>

using namespace heed;
using namespace heed::testing;

TEST_CASE("a released block is the next one of its size class") {
  void* first = allocate_block(1000);
  release_block(first, 1000);
  void* second = allocate_block(1010);  // the same class: 897 to 1024 bytes
  CHECK(second == first);
  void* third = allocate_block(1000);
  CHECK(third != first);
  release_block(second, 1010);
  release_block(third, 1000);
}

TEST_CASE("under a memory limit, a request for more than is left is an error, and takes nothing") {
  release_kept_memory();
  const std::size_t before = memory_use().in_use;
  {
    const MemoryLimit limit(100'000);
    void* first = allocate_block(60'000);
    CHECK_THROWS_AS(allocate_block(60'000), MemoryLimitExceeded);
    CHECK_THROWS_AS(full({100'000'000'000}, 1), MemoryLimitExceeded);
    release_block(first, 60'000);
    first = allocate_block(60'000);  // again the same block: nothing new is taken
    release_block(first, 60'000);
    CHECK(memory_use().in_use == before);
  }
  release_block(allocate_block(200'000), 200'000);
}

TEST_CASE("blocks are aligned, large enough and apart") {
  std::vector<std::pair<char*, std::size_t>> blocks;
  for (int bytes : {0, 1, 63, 64, 65, 80, 81, 96, 100, 128, 129, 1000, 4097, 100000, 1048577}) {
    for (int copy = 0; copy < 2; ++copy) {
      const auto size = static_cast<std::size_t>(bytes);
      blocks.emplace_back(static_cast<char*>(allocate_block(size)), size);
    }
  }
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    CHECK(reinterpret_cast<std::uintptr_t>(blocks[i].first) % 64 == 0);
    std::fill_n(blocks[i].first, blocks[i].second, static_cast<char>(i));
  }
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const auto [block, bytes] = blocks[i];
    CHECK(std::all_of(block, block + bytes, [i](char c) { return c == static_cast<char>(i); }));
  }
  for (const auto& [block, bytes] : blocks) release_block(block, bytes);
}

TEST_CASE("a large block serves a request that is a little smaller") {
  release_kept_memory();
  const MemoryUse before = memory_use();
  for (const std::size_t first : {131072u, 163840u, 196608u, 229376u, 1000000u}) {
    std::size_t got, again;
    void* const large = allocate_block(first, &got);
    CHECK(got >= first);
    release_block(large, got);
    void* const second = allocate_block(first * 5 / 8, &again);
    CHECK(second == large);
    CHECK(again == got);
    release_block(second, again);
    release_kept_memory();
  }
  CHECK(memory_use().in_use == before.in_use);
  CHECK(memory_use().kept == 0);
}

TEST_CASE("memory is accounted for") {
  release_kept_memory();
  const MemoryUse before = memory_use();
  CHECK(before.kept == 0);
  {
    const Tensor x = empty({1000}), y = empty({1000});
    const MemoryUse during = memory_use();
    const std::size_t used = during.in_use - before.in_use, asked = 2 * 1000 * sizeof(Scalar);
    CHECK(used >= asked);
    CHECK(used <= (asked + 2 * 64) * 5 / 4);  // a fifth of a block may be unused
    CHECK(during.peak >= during.in_use);
    CHECK(during.requests == before.requests + 2);
    CHECK(during.kept == 0);
  }
  const MemoryUse after = memory_use();
  CHECK(after.in_use == before.in_use);
  CHECK(after.kept > 0);
  CHECK(after.requests == before.requests + 2);
  {
    const Tensor x = empty({1000}), y = empty({1000});
    CHECK(memory_use().kept == 0);  // both blocks are in use again
  }
  CHECK(memory_use().kept == after.kept);
  release_kept_memory();
  CHECK(memory_use().kept == 0);
}

TEST_CASE("a failed request to the system is not counted") {
  const std::size_t before = memory_use().in_use;
  CHECK_THROWS_WITH(allocate_block(std::size_t{1} << 60),
                    "out of memory: cannot allocate 1152921504606846976 bytes");
  CHECK(memory_use().in_use == before);
}

TEST_CASE("a repeated step needs no memory from the system") {
  Rng rng(1);
  Tensor weight = random_normal({40, 30}, rng);
  const Tensor input = random_normal({16, 7, 30}, rng), bias = random_normal({40}, rng);
  const auto step = [&] {
    const Tensor hidden = linear(input, weight, bias, Activation::relu);
    const Tensor weights = softmax(matmul(hidden, transpose(hidden)), {.scale = 0.1});
    const Tensor pooled = reshape(concatenate({matmul(weights, hidden), hidden}, -1), {16 * 7, 80});
    const Tensor loss = log_sum_exp(pooled - mean(pooled, 0, keep_axis), 1);
    weight += slice(sum_to(pooled, {1, 80}), 1, 0, 30) * 1e-6 *
              sum(where(greater(loss, scalar(0)), loss, scalar(0)));
  };
  step();
  const std::size_t requests = memory_use().requests;
  for (int i = 0; i < 20; ++i) step();
  CHECK(memory_use().requests == requests);
}

TEST_CASE("free blocks of sizes that are no longer requested return to the system") {
  release_kept_memory();
  for (Index size = 1 << 20; size < 3 << 20; size += 1 << 17)
    empty({size});  // over 100 MB, a class or so each
  CHECK(memory_use().kept < std::size_t{100} << 20);
  release_kept_memory();
}

TEST_CASE("each thread has its own free blocks, and returns them when it ends") {
  const MemoryUse before = memory_use();
  MemoryUse elsewhere{};
  std::thread([&] {
    { const Tensor x = ones({5000}), y = x + x; }
    elsewhere = memory_use();
  }).join();  // the address sanitizer's leak check finds a block that is not returned
  CHECK(elsewhere.in_use == 0);
  CHECK(elsewhere.requests == 2);
  CHECK(elsewhere.kept > 2 * 5000 * sizeof(Scalar));
  CHECK(memory_use().requests == before.requests);
  CHECK(memory_use().in_use == before.in_use);
}

TEST_CASE("views keep their storage after the tensor is destroyed") {
  Tensor row;
  {
    const Tensor matrix = tensor({{1, 2}, {3, 4}});
    row = select(matrix, 0, 1);
  }
  const Tensor other = full({4}, 9);  // would take the block if it were free
  CHECK(row.to_vector() == std::vector<Scalar>{3, 4});
}
