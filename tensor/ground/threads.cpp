// The pool. A loop is cut into pieces, and each thread has a share of them: a run of neighbours, so that the
// next loop over the same numbers finds them in the same core's cache. Who has finished his own share helps
// with the others'. Between loops a worker spins for a moment, since the next loop mostly comes at once, then
// sleeps. A loop never waits for a worker to wake up: it is over when its pieces are done.
#include "tensor/ground/threads.h"

#include "tensor/ground/error.h"

#include <atomic>
#include <system_error>
#include <thread>
#include <vector>

namespace heed {
namespace {

constexpr int spins = 4000;  // some 50 microseconds: longer than the pauses between the loops of a step

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
  Pool() { start(static_cast<int>(std::max(1u, std::thread::hardware_concurrency()))); }
  ~Pool() { stop(); }

  int size() const { return size_.load(std::memory_order_relaxed); }

  void resize(int count) {
    if (busy_.test_and_set()) fail("set_thread_count: a parallel loop is running");
    stop();
    try {
      start(count);
    } catch (const std::system_error&) {
      stop();
      start(1);
      busy_.clear();
      fail("set_thread_count: the system gives no ", count, " threads; now there is one");
    }
    busy_.clear();
  }

  void run(Index count, Index piece, void (*body)(void*, Index, Index), void* context) {
    if (busy_.test_and_set()) return body(context, 0, count);  // a loop within a loop, or another caller's
    loop_ = {count, piece, body, context};
    const Index pieces = (count + piece - 1) / piece, shares = static_cast<Index>(shares_.size());
    for (Index s = 0; s < shares; ++s) {
      Share& share = shares_[static_cast<std::size_t>(s)];
      share.next = s * pieces / shares;
      share.end = (s + 1) * pieces / shares;
    }
    ++turn_;  // odd: the loop is open
    turn_.notify_all();
    work(0);
    ++turn_;  // even: closed; nobody enters any more
    for (unsigned n = inside_; n != 0; n = inside_) wait_for_change(inside_, n);
    busy_.clear();
  }

 private:
  struct Loop {
    Index count, piece;
    void (*body)(void*, Index, Index);
    void* context;
  };
  struct alignas(64) Share {  // a cache line each, so that claims do not disturb one another
    std::atomic<Index> next{0};
    Index end = 0;
  };

  void start(int count) {
    size_ = count;
    stopping_ = false;
    shares_ = std::vector<Share>(static_cast<std::size_t>(count));
    for (int i = 1; i < count; ++i) workers_.emplace_back([this, i] { serve(static_cast<std::size_t>(i)); });
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
        if (turn_ == turn) work(own);  // still open, and it stays so for as long as we are inside
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
  alignas(64) std::atomic<unsigned> turn_{0};    // odd while a loop is open
  alignas(64) std::atomic<unsigned> inside_{0};  // workers that may be looking at loop_ and shares_
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
  if (count < 1) fail("set_thread_count: there must be at least one thread, not ", count);
  pool().resize(count);
}

namespace detail {
void run_in_parallel(Index count, Index piece, void (*body)(void*, Index, Index), void* context) {
  pool().run(count, piece, body, context);
}
}  // namespace detail

}  // namespace heed
