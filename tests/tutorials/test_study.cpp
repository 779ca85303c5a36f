// Tests that a study keeps its results, goes on where it was stopped, and finds what has changed.
#include "tensor/files/file.h"
#include "tensor/ground/error.h"
#include "tests/catch.h"
#include "tests/temporary_folder.h"
#include "tutorials/study.h"

#include <filesystem>

using namespace heed;
using Catch::Contains;

namespace {

const Study study{.what = "squares and cubes",
                  .rows_are = "power",
                  .rows = {"square", "cube"},
                  .seeds = {1, 2},
                  .columns = {{"value, m", 1}, {"time, s", 0, StudyColumn::time}},
                  .checked = {{"cube", 2}},
                  .relative = 0.1,
                  .absolute = 0};

std::vector<double> powers(const std::string& row, Index seed) {
  const double x = static_cast<double>(seed) + 0.5;
  return {row == "square" ? x * x : x * x * x, 1000.0 * x};
}

int run(const std::string& mode, const std::string& file, const StudyRun& how = powers) {
  std::string name = "study", first = mode, second = file;
  char* arguments[] = {name.data(), first.data(), second.data()};
  return run_study(study, how, 3, arguments);
}

}  // namespace

TEST_CASE("study: it writes a table that a page shows, and the same run agrees with it", "[study]") {
  const TemporaryFolder folder;
  const std::string file = folder / "powers.tsv";
  REQUIRE(run("--write", file) == 0);
  CHECK_THAT(read_file(file), Contains("# what     squares and cubes\n") && Contains("# machine  ") &&
                                  Contains("power\tseed\tvalue, m\ttime, s\nsquare\t1\t2.2\t1500\n"));
  CHECK_THAT(
      study_markdown(read_file(file), file),
      Contains("| power | value, m | time, s |\n|---|---:|---:|\n") &&
          Contains("| cube | 9.5 (3.4 to 15.6) | 2,000 (1,500 to 2,500) |\n\n*squares and cubes; made"));
  CHECK(run("--check", file) == 0);
}

TEST_CASE("study: a value that has changed is found, a time is not compared", "[study]") {
  const TemporaryFolder folder;
  const std::string file = folder / "powers.tsv";
  REQUIRE(run("--write", file) == 0);
  const auto with_factor = [](double value, double time) {
    return [=](const std::string& row, Index seed) {
      std::vector<double> values = powers(row, seed);
      return std::vector<double>{value * values[0], time * values[1]};
    };
  };
  CHECK(run("--check", file, with_factor(1.05, 1)) == 0);
  CHECK(run("--check", file, with_factor(1, 7)) == 0);
  CHECK(run("--check", file, with_factor(1.2, 1)) == 1);
  CHECK(run("--check", file, with_factor(std::nan(""), 1)) == 1);
  CHECK(run("--check", folder / "none.tsv") == 1);
  CHECK(run("--read", file) == 2);
}

TEST_CASE("study: a run that was stopped goes on with what it had", "[study]") {
  const TemporaryFolder folder;
  const std::string file = folder / "powers.tsv";
  int runs = 0;
  const auto stopping = [&](const std::string& row, Index seed) {
    if (++runs == 3) throw Error("stopped");
    return powers(row, seed);
  };
  REQUIRE(run("--write", file, stopping) == 1);
  CHECK(!std::filesystem::exists(file));
  REQUIRE(run("--write", file, stopping) == 0);
  CHECK(runs == 5);  // two, the one that stopped, and the two that were left
  CHECK(run("--check", file) == 0);
  CHECK(!std::filesystem::exists(file + ".part"));
}

TEST_CASE("study: a file that is no table of a study is an error", "[study]") {
  const std::string good = "# what  w\n# date  d\n# machine  m\nrow\tseed\tvalue\na\t1\t2\n";
  CHECK_NOTHROW(study_markdown(good, "f"));
  CHECK_THROWS_WITH(study_markdown("row\tseed\tvalue\na\t1\n", "f"), Contains("a line of 2 fields"));
  CHECK_THROWS_WITH(study_markdown("row\tseed\tvalue\n", "f"), Contains("not the table of a study"));
  CHECK_THROWS_WITH(study_markdown(good.substr(10), "f"), Contains("'# what' is missing"));
  CHECK_THROWS_AS(study_markdown("row\tseed\tvalue\na\t1\tmany\n", "f"), Error);
}
