// A study: an experiment that takes too long for a lesson. `make tables` runs it, and its results are kept with the
// command, the machine and the date in the lesson's folder, as tables/NAME.tsv. `make check-tables` runs a part of it
// again and compares. A page shows the kept table with <!-- table: NAME -->.
//
// A study is a program of its own, tables/NAME.cpp, which is linked with all files of the lesson except main.cpp:
//
//     int main(int count, char** arguments) {
//       const std::vector<StudyColumn> columns{{"exact, %", 1}, {"time, s", 0, StudyColumn::time}};
//       return run_study({"six translators", "model", {"additive", "dot"}, {1, 2, 3}, columns, {{"dot", 1}}}, train,
//                        count, arguments);
//     }
#pragma once

#include "tensor/ground/scalar.h"

#include <functional>
#include <string>
#include <vector>

namespace heed {

struct StudyColumn {
  enum Kind { compared, time };
  std::string name;      // with the unit: "exact, %"
  int decimals;          // as it is kept
  Kind kind = compared;  // a time depends on the machine: it is kept, and not compared
};

struct StudyCase {
  std::string row;
  Index seed;
  bool operator==(const StudyCase&) const = default;
};

struct Study {
  std::string what;      // one line
  std::string rows_are;  // the name of the first column: "model"
  std::vector<std::string> rows;
  std::vector<Index> seeds;
  std::vector<StudyColumn> columns;
  std::vector<StudyCase> checked;  // what `make check-tables` runs again: seconds, not minutes
  // Two values agree if they differ by at most this share of the larger one, or by this much.
  double relative = 0.1, absolute = 0;
};

// Runs one case and returns a value for each column.
using StudyRun = std::function<std::vector<double>(const std::string& row, Index seed)>;

// The whole main() of a study:
//     NAME --write FILE     runs all cases and writes FILE; goes on with FILE.part if an earlier run was stopped
//     NAME --check FILE     runs the checked cases and compares them with FILE
int run_study(const Study& study, const StudyRun& run, int count, char** arguments);

// A kept table, as a page shows it: a line for each row, with the mean over the seeds and, if they differ, the
// smallest and the largest value. Under it, how, where and when it was made. Throws if `content` is not such a table.
std::string study_markdown(const std::string& content, const std::string& file);

}  // namespace heed
