#include "tensor/ground/error.h"
#include "tensor/ground/threads.h"
#include "tests/tensor/helpers.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <numeric>
#include <string>
#include <thread>
#include <vector>

using namespace heed;
using heed::testing::Threads;

TEST_CASE("parallel_for visits every index once, in chunks that begin at multiples of 16") {
  for (int threads : {1, 2, 3, 8}) {
    const Threads set(threads);
    for (Index count : {0, 1, 15, 16, 17, 100, 1000, 4099}) {
      for (Index grain : {1, 16, 50, 5000}) {
        std::vector<int> visits(static_cast<std::size_t>(count), 0);
        std::atomic<bool> aligned = true;
        parallel_for(count, grain, [&](Index first, Index last) {
          if (first % 16 != 0 || first >= last) aligned = false;
          for (Index i = first; i < last; ++i) ++visits[static_cast<std::size_t>(i)];
        });
        CAPTURE(threads, count, grain);
        CHECK(aligned);
        CHECK(visits == std::vector<int>(static_cast<std::size_t>(count), 1));
      }
    }
  }
}

TEST_CASE("parallel_for runs a loop of no more than a grain on the calling thread") {
  const Threads set(4);
  int pieces = 0;
  std::thread::id runner;
  parallel_for(100, 100, [&](Index, Index) {
    ++pieces;
    runner = std::this_thread::get_id();
  });
  CHECK(pieces == 1);
  CHECK(runner == std::this_thread::get_id());
}

TEST_CASE("parallel_for gives no thread more than its share") {
  for (int threads : {2, 3, 8}) {
    const Threads set(threads);
    for (Index grain : {1, 50, 100, 257}) {
      for (Index count : {101, 258, 320, 1000, 4099}) {
        if (count <= grain) continue;
        const Index sharers = std::min((count + grain - 1) / grain, static_cast<Index>(threads));
        std::atomic<Index> longest = 0;
        parallel_for(count, grain, [&](Index first, Index last) {
          Index seen = longest;
          while (seen < last - first && !longest.compare_exchange_weak(seen, last - first)) {
          }
        });
        CAPTURE(threads, count, grain);
        CHECK(longest <= count / sharers + 16);  // chunks begin at multiples of 16
      }
    }
  }
}

TEST_CASE("parallel_tasks runs each task once") {
  for (int threads : {1, 2, 3}) {
    const Threads set(threads);
    for (Index count : {0, 1, 2, 7, 100}) {
      std::vector<int> visits(static_cast<std::size_t>(count), 0);
      parallel_tasks(count, [&](Index i) { ++visits[static_cast<std::size_t>(i)]; });
      CHECK(visits == std::vector<int>(static_cast<std::size_t>(count), 1));
    }
  }
}

TEST_CASE("a parallel loop within a parallel loop runs alone and completely") {
  const Threads set(3);
  std::vector<Index> sums(64, 0);
  parallel_for(64, 1, [&](Index first, Index last) {
    for (Index i = first; i < last; ++i) {
      parallel_for(1000, 1, [&](Index from, Index to) {
        for (Index j = from; j < to; ++j) sums[static_cast<std::size_t>(i)] += j;
      });
    }
  });
  CHECK(sums == std::vector<Index>(64, 499500));
}

TEST_CASE("many short loops run correctly, one after another and from two callers at once") {
  const Threads set(3);
  const auto caller = [](std::vector<Index>& numbers) {
    for (int round = 0; round < 500; ++round) {
      parallel_for(static_cast<Index>(numbers.size()), 16, [&](Index first, Index last) {
        for (Index i = first; i < last; ++i) ++numbers[static_cast<std::size_t>(i)];
      });
    }
  };
  std::vector<Index> mine(300, 0), theirs(300, 0);
  std::thread other(caller, std::ref(theirs));
  caller(mine);
  other.join();
  CHECK(mine == std::vector<Index>(300, 500));
  CHECK(theirs == std::vector<Index>(300, 500));
}

TEST_CASE("sleeping workers wake up again, and the number of threads can change at any time") {
  const int before = thread_count();
  for (int threads : {2, 5, 1, 3, 2}) {
    set_thread_count(threads);
    CHECK(thread_count() == threads);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    std::atomic<Index> sum = 0;
    parallel_for(10000, 16, [&](Index first, Index last) {
      Index part = 0;
      for (Index i = first; i < last; ++i) part += i;
      sum += part;
    });
    CHECK(sum == 49995000);
  }
  set_thread_count(before);
}

TEST_CASE("HEED_THREADS sets the initial number of threads") {
  using heed::detail::initial_thread_count;
  const int cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  CHECK(initial_thread_count(nullptr) == cores);
  CHECK(initial_thread_count("") == cores);
  CHECK(initial_thread_count("1") == 1);
  CHECK(initial_thread_count("12") == 12);
  for (const char* wrong : {"0", "-2", "two", "2 ", "2.5", "1025", "99999999999"}) {
    CHECK_THROWS_WITH(initial_thread_count(wrong),
                      Catch::Contains("HEED_THREADS: \"" + std::string(wrong) +
                                      "\" is not a number of threads; set it to 1 to 1024"));
  }
}

// Prints the number of threads; the test below runs it in a new process.
TEST_CASE("thread count of a new process", "[.thread_count]") {
  std::printf("threads: %d\n", thread_count());
}

TEST_CASE("a program reads HEED_THREADS from its environment") {
  const std::string self = std::filesystem::read_symlink("/proc/self/exe").string();
  FILE* output = popen(("HEED_THREADS=3 '" + self + "' '[.thread_count]'").c_str(), "r");
  REQUIRE(output);
  std::string printed;
  for (int c = std::fgetc(output); c != EOF; c = std::fgetc(output)) printed += static_cast<char>(c);
  CHECK(pclose(output) == 0);
  CHECK_THAT(printed, Catch::Contains("threads: 3\n"));
}

TEST_CASE("set_thread_count rejects zero threads and calls from within a parallel loop") {
  CHECK_THROWS_WITH(set_thread_count(0), Catch::Contains("there must be 1 to 1024 threads, not 0"));
  const Threads set(2);
  std::atomic<bool> refused = false;
  parallel_for(1000, 1, [&](Index, Index) {
    try {
      set_thread_count(1);
    } catch (const Error&) {
      refused = true;
    }
  });
  CHECK(refused);
}
