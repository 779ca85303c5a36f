#include "nn/text/corpus_filter.h"
#include "tests/catch.h"

using namespace heed;

namespace {

SentencePair pair(const Words& source, const Words& target) { return {source, target}; }

std::vector<SentencePair> corpus() {
  return {pair({"a"}, {"b"}),      pair({"a"}, {"b"}),  // a duplicate
          pair({"c"}, {"c"}),      pair({"a"}, {"d"}),  // a copy; another translation is no duplicate
          pair({"e"}, {"f", "g"}), pair({"h", "i", "j"}, {"k"}),  // a leak; a ratio of 3
          pair({"l"}, {"m", "n"}), pair({"c"}, {"c"})};           // a ratio of 2; a duplicate and a copy
}
const std::vector<SentencePair> valid{pair({"e"}, {"f", "g"}), pair({"l"}, {"other"})};

}  // namespace

TEST_CASE("corpus filter: what it finds is counted, dropped or kept", "[filter]") {
  std::vector<SentencePair> pairs = corpus();
  FilterResult result = filter(pairs, valid, {});
  CHECK(pairs.size() == 8);
  CHECK(result.dropped.count() == 0);
  CHECK(result.kept.to_string() ==
        "2 duplicates, 1 with the same text on both sides, 1 that also stand in the validation pairs");

  result = filter(pairs, valid, {.duplicates = true, .copies = true, .leaks = true, .max_ratio = 2});
  CHECK(result.kept.to_string().empty());
  CHECK(
      result.dropped.to_string() ==
      "2 duplicates, 1 with the same text on both sides, 1 that also stand in the validation pairs, 1 of too "
      "different lengths");
  REQUIRE(pairs.size() == 3);
  CHECK(pairs[0].target == Words{"b"});
  CHECK(pairs[1].target == Words{"d"});
  CHECK(pairs[2].source == Words{"l"});  // exactly twice as long is allowed

  pairs = corpus();
  result = filter(pairs, valid, {.copies = true});
  CHECK(pairs.size() == 7);
  CHECK(result.dropped.copies == 1);
  CHECK(result.kept.duplicates == 2);
}

TEST_CASE("corpus filter: a ratio below 1 is an error", "[filter]") {
  std::vector<SentencePair> pairs = corpus();
  for (const double wrong : {0.5, -1.0, std::numeric_limits<double>::quiet_NaN()})
    CHECK_THROWS_WITH(filter(pairs, valid, {.max_ratio = wrong}),
                      Catch::Contains("the ratio of lengths must be 1 or more"));
}
