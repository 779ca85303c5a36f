// The pool. A loop is cut into pieces, and each thread has a share of them: consecutive pieces, so that the
// next loop over the same values finds them in the same core's cache. A thread that finishes its own share
// helps the others. Between loops a worker spins for a moment, because the next loop usually follows
// immediately; then it sleeps. A loop never waits for a worker to wake up: it ends when its pieces are done.
#include "tensor/ground/threads.h"

#include "tensor/ground/error.h"

#include <atomic>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <thread>
#include <vector>

namespace heed {
namespace {

// About 50 microseconds: longer than the pauses between the loops of a training step.
constexpr int spins = 4000;

void pause() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#endif
}

// Returns when `value` is no longer `old`.
void wait_for_change(const std::atomic<unsigned>& value, unsigned old) {
  for (int i = 0; i < spins; ++i) {
    if (value.load() != old) return;
    pause();
  }
  value.wait(old);
}

class Pool {
 public:
  Pool() {
    try {
      start(detail::initial_thread_count(std::getenv("HEED_THREADS")));
    } catch (const std::system_error&) {  // the system cannot start that many: the caller works alone
      start(1);
    }
  }
  ~Pool() { stop(); }

  int size() const { return size_.load(std::memory_order_relaxed); }

  void resize(int count) {
    if (busy_.test_and_set()) fail("set_thread_count: a parallel loop is running");
    stop();
    try {
      start(count);
    } catch (const std::system_error&) {
      start(1);
      busy_.clear();
      fail("set_thread_count: the system cannot start ", count, " threads; continuing with 1");
    }
    busy_.clear();
  }

  void run(Index count, Index piece, void (*body)(void*, Index, Index), void* context) {
    if (busy_.test_and_set()) return body(context, 0, count);  // nested, or of another caller
    loop_ = {count, piece, body, context};
    const Index pieces = (count - 1) / piece + 1, shares = static_cast<Index>(shares_.size());
    for (Index s = 0; s < shares; ++s) {
      Share& share = shares_[static_cast<std::size_t>(s)];
      share.next = s * pieces / shares;
      share.end = (s + 1) * pieces / shares;
    }
    ++turn_;  // odd: workers may enter the loop
    turn_.notify_all();
    work(0);
    ++turn_;  // even: no worker enters any more
    for (unsigned n = inside_; n != 0; n = inside_) wait_for_change(inside_, n);
    busy_.clear();
  }

 private:
  struct Loop {
    Index count, piece;
    void (*body)(void*, Index, Index);
    void* context;
  };
  struct alignas(64) Share {  // a cache line each, so that threads do not slow each other down
    std::atomic<Index> next{0};
    Index end = 0;
  };

  void start(int count) {
    size_ = count;
    stopping_ = false;
    shares_ = std::vector<Share>(static_cast<std::size_t>(count));
    try {
      for (int i = 1; i < count; ++i)
        workers_.emplace_back([this, i] { serve(static_cast<std::size_t>(i)); });
    } catch (...) {
      stop();
      throw;
    }
  }

  void stop() {
    stopping_ = true;
    turn_ += 2;
    turn_.notify_all();
    for (std::thread& worker : workers_) worker.join();
    workers_.clear();
  }

  void serve(std::size_t own) {
    for (unsigned turn = turn_; !stopping_; turn = turn_) {
      if (turn % 2 == 1) {
        ++inside_;
        if (turn_ == turn) work(own);  // the loop still runs, and waits for us to leave
        if (--inside_ == 0) inside_.notify_one();
      }
      wait_for_change(turn_, turn);
    }
  }

  void work(std::size_t own) {
    for (std::size_t i = 0; i < shares_.size(); ++i) {
      Share& share = shares_[(own + i) % shares_.size()];
      for (Index p = share.next++; p < share.end; p = share.next++) {
        loop_.body(loop_.context, p * loop_.piece, std::min((p + 1) * loop_.piece, loop_.count));
      }
    }
  }

  std::atomic<int> size_{1};
  std::atomic_flag busy_;
  std::atomic<bool> stopping_{false};
  alignas(64) std::atomic<unsigned> turn_{0};    // odd while workers may enter a loop
  alignas(64) std::atomic<unsigned> inside_{0};  // workers that may be reading loop_ and shares_
  Loop loop_{};
  std::vector<Share> shares_;
  std::vector<std::thread> workers_;
};

Pool& pool() {
  static Pool the_pool;
  return the_pool;
}

}  // namespace

int thread_count() { return pool().size(); }

void set_thread_count(int count) {
  if (count < 1 || count > max_thread_count)
    fail("set_thread_count: there must be 1 to ", max_thread_count, " threads, not ", count);
  pool().resize(count);
}

namespace detail {

void fail_grain(Index grain) { fail("parallel_for: the grain must be 1 or greater, not ", grain); }

int initial_thread_count(const char* setting) {
  if (!setting || !*setting) return static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  int count = 0;
  const char* const end = setting + std::strlen(setting);
  const auto [parsed, problem] = std::from_chars(setting, end, count);
  if (problem != std::errc() || parsed != end || count < 1 || count > max_thread_count) {
    fail("HEED_THREADS: \"", setting, "\" is not a number of threads; set it to 1 to ", max_thread_count);
  }
  return count;
}

void run_in_parallel(Index count, Index piece, void (*body)(void*, Index, Index), void* context) {
  pool().run(count, piece, body, context);
}

}  // namespace detail

}  // namespace heed
