#include "nn/optim/schedule.h"
#include "tensor/ground/error.h"
#include "tests/catch.h"
#include "tests/nn/golden.h"
#include "tests/nn/helpers.h"

#include <cmath>
#include <limits>

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

TEST_CASE("schedules: only a saved state of the same kind is restored, and it changes nothing otherwise",
          "[optim]") {
  for (const char* const name : {"constant", "noam", "linear", "cosine", "plateau"}) {
    const auto schedule = make_schedule(name, 3, 2, 5);
    CHECK_NOTHROW(schedule->restore(schedule->save()));
    const double rate = schedule->rate(4);
    for (const std::string wrong : {"rubbish", "0x1p+0", "0x1p+0 nan", "nan 0x1p+0", "0x1p+1 0x1p+0",
                                    "-0x1p-1 0x1p+0", "0x1p-1 0x1p+0 "}) {
      INFO(name << ": " << wrong);
      CHECK_THROWS_WITH(schedule->restore(wrong), "schedule: '" + wrong + "' is not a saved state");
    }
    CHECK(schedule->rate(4) == rate);
  }
  CHECK_THROWS_AS(make_schedule("plateau", 3, 2, 5)->restore(""), Error);
}

TEST_CASE("plateau: a restored schedule halves the rate that it is given", "[optim]") {
  const auto before = make_schedule("plateau", 1, 0, 0), after = make_schedule("plateau", 8, 0, 0);
  for (double loss : {5.0, 6.0, 7.0}) before->validated(loss);
  after->restore(before->save());
  CHECK(after->rate(1) == 2);
  after->validated(5);
  CHECK(after->rate(1) == 1);
}

TEST_CASE("schedules: the first step is 1, and the last that an Index can count has a rate, too", "[optim]") {
  const Index largest = std::numeric_limits<Index>::max();
  for (const char* const name : {"constant", "noam", "linear", "cosine", "plateau"}) {
    INFO(name);
    for (const Index warmup : {Index{0}, Index{1}, Shape::max_numel}) {
      const auto schedule = make_schedule(name, 3, warmup, Shape::max_numel);
      for (const Index step : {Index{1}, Index{2}, largest}) {
        const double rate = schedule->rate(step);
        CHECK((rate >= 0 && rate <= 3));
      }
      for (const Index wrong : {Index{0}, Index{-1}, -largest - 1}) {
        CHECK(error_of([&] { schedule->rate(wrong); }) ==
              heed::text("schedule: steps are counted from 1, so there is no step ", wrong));
      }
    }
  }
}
