// Tests the machinery of lessons (stepping, recording, and exercises that explain), and that each
// lesson is complete.
#include "tensor/creation.h"
#include "tensor/files/file.h"
#include "tests/catch.h"
#include "tests/temporary_folder.h"
#include "tests/tutorials/markdown.h"
#include "tutorials/exercise.h"
#include "tutorials/lesson.h"

#include <filesystem>
#include <functional>
#include <iostream>
#include <sstream>

using namespace heed;
using Catch::Contains;

namespace {

const LessonTitle title{"99", "A lesson", "no time"};

void two_steps(Lesson& lesson) {
  lesson.step("First");
  const Tensor seven = tensor({3, 4});  // the first step's line
  lesson.show("seven", seven);
  lesson.watch("hidden", tensor({42}));
  lesson.watch("rate", 0.125);
  lesson.watch("ids", std::vector<Index>{3, 1, 4});
  lesson.watch("rows", std::vector<std::vector<double>>{{1.5}, {2, 3}});
  lesson.watch("words", std::vector<std::string>{"der", "hund"});
  lesson.step("Second");
  lesson.table({"name", "n"}, {{"a", "1"}, {"letters", "200"}});
  lesson.value("share", percent(0.125, 1));
  lesson.figure("f.svg", "<svg/>");
}

// Runs the lesson with these answers of the reader and returns its output.
std::string taken(const std::string& answers, bool stepping, const std::string& record = "",
                  const std::string& from = "") {
  std::istringstream in(answers);
  std::ostringstream out;
  Lesson lesson(title, {stepping, from, record}, in, out);
  try {
    two_steps(lesson);
    lesson.finish();
  } catch (const Lesson::Quit&) {
    out << "QUIT";
  }
  return out.str();
}

}  // namespace

TEST_CASE("a lesson runs to its end without stepping", "[lessons]") {
  REQUIRE(taken("", false) ==
          "Lesson 99: A lesson\nTakes no time.\n\n## First\nseven (2,)\n[3. 4.]\n\n## Second\n"
          "name       n\na          1\nletters  200\n");
}

TEST_CASE("stepping shows the next lines, only up to the next step, before they run", "[lessons]") {
  const std::string shown = taken("\n\n", true);
  const std::size_t source = shown.find("// the first step's line"), result = shown.find("seven (2,)");
  REQUIRE(source != std::string::npos);
  REQUIRE(source < result);  // the line is shown before it runs
  REQUIRE(shown.find("lesson.table") > result);
  REQUIRE_THAT(shown, !Contains("lesson.step(") && !Contains("std::string taken") && !Contains("QUIT"));
}

TEST_CASE("stepping prints values by name, lists names, and quits", "[lessons]") {
  REQUIRE_THAT(taken("seven\n\n\n", true), Contains("nothing is called 'seven' yet"));
  REQUIRE_THAT(taken("\nhidden\n\n", true), Contains("hidden (1,)\n[42.]"));
  REQUIRE_THAT(taken("\nrate\n\n", true), Contains("rate \n0.125"));
  REQUIRE_THAT(taken("\nids\n\n", true), Contains("ids [3]\n[3, 1, 4]"));
  REQUIRE_THAT(taken("\nrows\n\n", true), Contains("rows [2]\n[[1.5], [2, 3]]"));
  REQUIRE_THAT(taken("\nwords\n\n", true), Contains("words [2]\n[der, hund]"));
  REQUIRE_THAT(taken("\n?\n\n", true),
               Contains("there are: hidden(1,) ids[3] rate rows[2] seven(2,) words[2]"));
  REQUIRE_THAT(taken("\nq\n", true), Contains("QUIT") && !Contains("letters  200"));
  REQUIRE_THAT(taken("", true), Contains("QUIT"));  // the end of input
}

TEST_CASE("stepping goes straight to a step, by its number or a part of its heading", "[lessons]") {
  for (const char* const from : {"2", "eco"}) {
    const std::string shown = taken("hidden\n\n", true, "", from);
    REQUIRE_THAT(shown, !Contains("## First") && Contains("## Second") && Contains("hidden (1,)\n[42.]") &&
                            Contains("letters  200"));
  }
  REQUIRE_THROWS_WITH(taken("", true, "", "12"), Contains("no step is '12'") && Contains("1 to 2"));
}

TEST_CASE("a lesson records the same output, values and figures with and without stepping", "[lessons]") {
  const TemporaryFolder folder;
  const std::string shown = taken("", false, folder / "a");
  REQUIRE(read_file(folder / "a/output.txt") == shown);
  REQUIRE(read_file(folder / "a/values.tsv") == "share\t12.5 %\n");
  REQUIRE(read_file(folder / "a/figures/f.svg") == "<svg/>");
  taken("\n?\nseven\n\n", true, folder / "b");
  REQUIRE(read_file(folder / "b/output.txt") == shown);
  taken("\n", true, folder / "c", "Second");
  REQUIRE(read_file(folder / "c/output.txt") == shown);
}

TEST_CASE("figures of an earlier run are removed", "[lessons]") {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder / "figures");
  const std::string old = folder.file("figures/old.svg", "<svg/>");
  taken("", false, folder.path);
  REQUIRE_FALSE(std::filesystem::exists(old));
}

TEST_CASE("a lesson reports errors and wrong arguments, and main returns a matching status", "[lessons]") {
  std::ostringstream shown, errors;
  std::streambuf* const out = std::cout.rdbuf(shown.rdbuf());
  std::streambuf* const err = std::cerr.rdbuf(errors.rdbuf());
  char program[] = "lesson", wrong[] = "--wrong";
  char* arguments[] = {program, wrong};
  const int good = run_lesson(title, 1, arguments, [](Lesson& lesson) { lesson.say("2 and ", 2); });
  const int failed = run_lesson(title, 1, arguments, [](Lesson&) { fail("it broke"); });
  const int misused = run_lesson(title, 2, arguments, [](Lesson&) {});
  std::cout.rdbuf(out);
  std::cerr.rdbuf(err);
  REQUIRE(good == 0);
  REQUIRE(failed == 1);
  REQUIRE(misused == 2);
  REQUIRE_THAT(shown.str(), Contains("2 and 2\n"));
  REQUIRE_THAT(errors.str(), Contains("it broke") && Contains("'--wrong'"));
}

// Runs a lesson with --data FOLDER, and returns its status, its output and its errors.
struct DataRun {
  int status;
  std::string shown, errors;
};

DataRun run_with_data(const std::string& folder, const std::function<void(Lesson&)>& with_data) {
  std::ostringstream shown, errors;
  std::streambuf* const out = std::cout.rdbuf(shown.rdbuf());
  std::streambuf* const err = std::cerr.rdbuf(errors.rdbuf());
  std::string program = "lesson", option = "--data", argument = folder;
  char* arguments[] = {program.data(), option.data(), argument.data()};
  const auto steps = [](Lesson& lesson) { lesson.say("its own data, '", lesson.data(), "'"); };
  const int status = run_lesson(title, 3, arguments, steps, with_data);
  std::cout.rdbuf(out);
  std::cerr.rdbuf(err);
  return {status, shown.str(), errors.str()};
}

TEST_CASE("a lesson with --data runs its program for the reader's data, or rejects the option", "[lessons]") {
  const TemporaryFolder folder;
  folder.file("pos.txt", "good\n");
  const auto with_data = [&](Lesson& lesson) {
    lesson.say(read_file(lesson.data_file("pos.txt")), lesson.has_data("test-pos.txt"));
    lesson.data_file("neg.txt");
  };
  const DataRun run = run_with_data(folder.path, with_data);
  REQUIRE(run.status == 1);
  REQUIRE_THAT(run.shown, Contains("good\nfalse\n") && !Contains("its own data"));
  REQUIRE_THAT(run.errors, Contains("the folder '" + folder.path + "' has no file 'neg.txt'"));
  REQUIRE_THAT(run_with_data(folder / "none", with_data).errors, Contains("there is no folder"));
  const DataRun rejected = run_with_data(folder.path, {});
  REQUIRE(rejected.status == 1);
  REQUIRE_THAT(rejected.errors, Contains("lesson 99 has no program for data of your own"));
  REQUIRE(rejected.shown.empty());
  REQUIRE_THAT(run_with_data("", with_data).shown, Contains("its own data, ''"));
}

TEST_CASE("a run on test files ends with one line of fixed form", "[lessons]") {
  REQUIRE(accuracy_line("test accuracy", 1928, 2000) == "test accuracy = 96.4 % (1928 of 2000)");
  REQUIRE_THROWS_WITH(accuracy_line("test accuracy", 1, 0), Contains("1 right of 0"));
}

TEST_CASE("a table is aligned by displayed characters, not by bytes", "[lessons]") {
  std::istringstream in;
  std::ostringstream out;
  Lesson lesson(title, {}, in, out);
  lesson.table({"score", "√d_k"}, {{"α → β", "1"}, {"plain", "12"}});
  REQUIRE_THAT(out.str(), Contains("score  √d_k\nα → β     1\nplain    12\n"));
}

TEST_CASE("numbers become text for sentences", "[lessons]") {
  REQUIRE(rounded(2.0 / 3, 3) == "0.667");
  REQUIRE(rounded(-0.0001, 2) == "0.00");
  REQUIRE(percent(0.5) == "50 %");
}

TEST_CASE("an exercise notices one wrong number, wherever it is", "[lessons]") {
  for (const Index place : {0, 1, 6}) {
    Tensor wrong = ones({7});
    wrong.at(place) = 1.5;
    CHECK_THROWS_AS(expect_close("x", wrong, ones({7})), Error);
  }
}

TEST_CASE("an exercise says what is missing and what is wrong", "[lessons]") {
  std::ostringstream shown;
  std::streambuf* const out = std::cout.rdbuf(shown.rdbuf());
  Exercise exercise("Exercise 99");
  exercise.task("good", [] { expect_close("x", tensor({1, 2}), tensor({1, 2.0001})); });
  exercise.task("unwritten", [] { not_written("read"); });
  exercise.task("empty", [] { expect_close("x", Tensor(), tensor({1})); });
  exercise.task("shape", [] { expect_close("x", tensor({1, 2}), tensor({{1, 2}}), "turn it"); });
  exercise.task("numbers", [] { expect_close("x", tensor({1, 2}), tensor({1, 3})); });
  exercise.task("prediction", [] { expect_predicted("the size", 3, 4, 0.1); });
  const int result = exercise.finish();
  std::cout.rdbuf(out);
  REQUIRE(result == 1);
  REQUIRE_THAT(shown.str(), Contains("done      good") && Contains("read() is still to be written") &&
                                Contains("empty Tensor()") &&
                                Contains("(2,); it should have (1, 2)\nturn it") &&
                                Contains("[1. 2.]\nbut it should be\n[1. 3.]") &&
                                Contains("the size: you predicted 3; the run says 4") &&
                                Contains("1 of 6 tasks are done"));
}

TEST_CASE("every lesson is complete: program, figures, breakpoints, exercise, and 1,200 to 2,500 words",
          "[lessons]") {
  for (const auto& entry : std::filesystem::directory_iterator("tutorials")) {
    if (!std::filesystem::exists(entry.path() / "main.cpp") || entry.path().filename() == "corpus" ||
        entry.path().filename() == "weave") {
      continue;
    }
    INFO(entry.path().string());
    for (const char* const part :
         {"README.md", "figures", "breakpoints.gdb", "exercise/exercise.h", "exercise/exercise.cpp",
          "exercise/solution.cpp", "exercise/tests.cpp", "exercise/wrong"}) {
      INFO("lacks " << part);
      REQUIRE(std::filesystem::exists(entry.path() / part));
    }
    const std::string text = page(entry.path().string() + "/README.md");
    REQUIRE_THAT(text,
                 Contains("**The question.**") && Contains("**The answer.**") && Contains("## Exercise"));
    std::istringstream words(prose(text));
    int count = 0;
    for (std::string word; words >> word;) ++count;
    REQUIRE(count >= 1200);
    REQUIRE(count <= 2500);
  }
}
