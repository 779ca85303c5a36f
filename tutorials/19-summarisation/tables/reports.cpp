// The study of lesson 19: the summarisers again, with the lesson's 800 reports and with 3,200.
#include "tutorials/19-summarisation/model.h"
#include "tutorials/study.h"

using namespace heed;

namespace {

// A row is "KIND; COUNT reports".
std::vector<double> run(const std::string& row, Index seed) {
  const bool replace = row.rfind("attention, replaced", 0) == 0;
  const News news(row.find("3200") == std::string::npos ? 800 : 3200);
  const std::string name = replace ? "attention" : row.substr(0, row.find(';'));
  for (const Kind& kind : kinds()) {
    if (kind.name != name) continue;
    const std::unique_ptr<Summariser> model = train_one(news, kind, seed);
    const Marks marks = evaluate_model(*model, news, replace);
    const Looks looks = looks_at_new_names(*model, news);
    return {100 * marks.exact,    100 * marks.known, 100 * marks.fresh,
            100 * marks.repeated, 100 * looks.at,    100 * looks.after};
  }
  fail("lesson 19: there is no summariser '", name, "'");
}

}  // namespace

int main(int count, char** arguments) {
  const Study study{.what = "summaries of the test reports, after eight passes over 800 or 3,200 reports",
                    .rows_are = "model",
                    .rows = {"no attention; 800 reports", "attention, replaced; 800 reports",
                             "pointer; 800 reports", "pointer, coverage; 800 reports",
                             "no attention; 3200 reports", "attention, replaced; 3200 reports",
                             "pointer; 3200 reports", "pointer, coverage; 3200 reports"},
                    .seeds = {1, 2, 3},
                    .columns = {{"whole summary, %", 1},
                                {"known names, %", 1},
                                {"new names, %", 1},
                                {"repeated name, %", 1},
                                {"looks at the new name, %", 1},
                                {"looks after it, %", 1}},
                    .checked = {{"pointer, coverage; 800 reports", 1}},
                    .absolute = 15};
  return run_study(study, run, count, arguments);
}
