#include "nn/optim/schedule.h"
#include "tests/catch.h"
#include "tests/nn/golden.h"
#include "tests/nn/helpers.h"

#include <cmath>

using namespace heed;
using namespace heed::testing;

TEST_CASE("golden: the rates of the Noam and the cosine schedule", "[optim]") {
  const Golden golden("optim", "schedule");
  for (const char* const name : {"noam", "cosine"}) {
    const auto schedule = make_schedule(name, 2, 8, 30);
    Tensor rates = empty({40});
    for (Index step = 1; step <= 40; ++step)
      rates.at(step - 1) = static_cast<Scalar>(schedule->rate(step) / 2);
    check_close(name, rates, golden.constant(name));
  }
}

TEST_CASE("the linear schedule rises and falls along straight lines, and stays at 0 after its last step",
          "[optim]") {
  const auto schedule = make_schedule("linear", 2, 4, 12);
  const double expected[] = {0.5, 1, 1.5, 2, 1.75, 1.5, 1.25, 1, 0.75, 0.5, 0.25, 0, 0, 0};
  for (Index step = 1; step <= 14; ++step) {
    INFO("step " << step);
    CHECK(schedule->rate(step) == expected[step - 1]);
  }
}

TEST_CASE("schedules: the maximum rate is the base, and rates are finite without a warm-up", "[optim]") {
  CHECK(make_schedule("noam", 3, 10, 100)->rate(10) == 3);
  CHECK(make_schedule("cosine", 3, 10, 100)->rate(10) == 3);
  for (const char* const name : {"constant", "noam", "linear", "cosine", "plateau"}) {
    const auto schedule = make_schedule(name, 3, 0, 5);
    for (Index step = 1; step < 10; ++step) {
      INFO(name << " at step " << step);
      CHECK(std::isfinite(schedule->rate(step)));
      CHECK(schedule->rate(step) <= 3);
      CHECK(schedule->rate(step) >= 0);
    }
  }
  CHECK(make_schedule("constant", 3, 10, 100)->rate(77) == 3);
}

TEST_CASE("plateau: the rate is halved when a validation is no better than the best, also after a restart",
          "[optim]") {
  const auto schedule = make_schedule("plateau", 1, 0, 0);
  for (double loss : {5.0, 4.0, 4.5}) schedule->validated(loss);
  CHECK(schedule->rate(1) == 0.5);
  schedule->validated(4.0);  // as good as the best is not better
  CHECK(schedule->rate(1) == 0.25);
  const auto restarted = make_schedule("plateau", 1, 0, 0);
  restarted->restore(schedule->save());
  CHECK(restarted->rate(1) == 0.25);
  restarted->validated(3.9);
  CHECK(restarted->rate(1) == 0.25);
  restarted->validated(3.95);
  CHECK(restarted->rate(1) == 0.125);
}

TEST_CASE("schedules: an unknown name and a damaged state are named", "[optim]") {
  CHECK(error_of([] { make_schedule("step", 1, 0, 0); }) ==
        "schedule: 'step' is not one of constant, noam, linear, cosine, plateau");
  CHECK(error_of([] { make_schedule("plateau", 1, 0, 0)->restore("x"); }) ==
        "schedule: 'x' is not a saved state");
}
