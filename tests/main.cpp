// Runs the tests, all or those that the arguments choose, and ends with a line that counts them:
// "N passed, N failed".
#ifdef HEED_CATCH_3
#include <catch2/catch_all.hpp>
#else
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>
#endif

#include <cstdio>

namespace {

struct Counts {
  unsigned long long passed = 0, failed = 0;
} counts;

#ifdef HEED_CATCH_3
class Counter : public Catch::EventListenerBase {
 public:
  using EventListenerBase::EventListenerBase;
  void testRunEnded(const Catch::TestRunStats& run) override {
    counts = {run.totals.testCases.passed, run.totals.testCases.failed};
  }
};
#else
class Counter : public Catch::TestEventListenerBase {
 public:
  using TestEventListenerBase::TestEventListenerBase;
  void testRunEnded(const Catch::TestRunStats& run) override {
    counts = {run.totals.testCases.passed, run.totals.testCases.failed};
  }
};
#endif

}  // namespace

CATCH_REGISTER_LISTENER(Counter)

int main(int argc, char** argv) {
  const int result = Catch::Session().run(argc, argv);
  std::printf("%llu passed, %llu failed\n", counts.passed, counts.failed);
  return result;
}
