// Lesson: the common part of all lesson programs. A lesson is a function that calls step() with
// each heading of its page and, between two headings, computes and shows results:
//
//     void steps(Lesson& lesson) {
//       lesson.step("Similarity");
//       // [similarity]
//       const Tensor scores = matmul(Q, transpose(K));
//       // [/similarity]
//       lesson.show("scores", scores);
//     }
//     int main(int count, char** arguments) {
//       return run_lesson({"06", "Query, key, value", "less than a second"}, count, arguments, steps);
//     }
//
// The output can be recorded, and the page is woven from that record (tutorials/weave), so no
// result on a page is typed by hand. The page quotes the lines between // [name] and // [/name].
#pragma once

#include "autograd/variable.h"
#include "tensor/ground/error.h"

#include <functional>
#include <iosfwd>
#include <map>
#include <string>
#include <type_traits>
#include <vector>

namespace heed {

struct LessonTitle {
  std::string number, title;
  std::string duration;  // "less than a second", "about 40 s on two cores"
};

struct LessonOptions {
  bool stepping = false;  // stop at each step and wait for the reader
  std::string from;       // stepping begins at this step: its number, or a part of its heading
  std::string record;     // folder for output, values and figures; empty: write nothing
  std::string data = "";  // folder with the reader's own data, of DATA=folder; empty: the lesson's own data
};

class Lesson {
 public:
  // Reads the reader's answers from `in` and shows everything on `out`.
  Lesson(const LessonTitle& title, const LessonOptions& options, std::istream& in, std::ostream& out);

  // Begins the step under this heading of the page. When stepping, shows the source lines from here
  // to the next step and waits: Enter continues, a name prints that value, q quits. (Builtins of
  // g++ and clang++ give the caller's file and line, because clang++ has std::source_location only
  // from version 15 on.)
  void step(const std::string& heading, const char* file = __builtin_FILE(), int line = __builtin_LINE());

  // Prints the tensor with its name and shape, and keeps it so that the reader can print
  // it again later.
  void show(const std::string& name, const Tensor& tensor);
  void show(const std::string& name, const Variable& variable) { show(name, variable.value()); }
  // Keeps a value as it is now, so that the reader can print it by its name: a tensor, a variable, a
  // number, a text, or a vector of these.
  template <class Value>
  void watch(const std::string& name, const Value& value) {
    watched_[name] = written(value);
  }
  // As above, for several: watch("keys", keys, "query", query).
  template <class Value, class... More>
  void watch(const std::string& name, const Value& value, const More&... more) {
    watch(name, value);
    watch(more...);
  }

  // Prints the parts as one line.
  template <class... Parts>
  void say(const Parts&... parts) {
    print(text(parts...) + "\n");
  }
  // Prints an aligned table: column names and rows. Each row must have one entry for each name.
  void table(const std::vector<std::string>& names, const std::vector<std::vector<std::string>>& rows);

  // Records a number or word for the sentences of the page, <!-- value: name -->0.88<!-- end -->,
  // without printing it. The reader can print it, too.
  void value(const std::string& name, const std::string& shown) {
    values_[name] = shown;
    watch(name, shown);
  }
  // Adds a figure to the page. `svg` is the content of the file, made by nn/show.
  void figure(const std::string& file_name, const std::string& svg);

  // Shows the progress of a long computation on standard error, if that is a terminal.
  void progress(const std::string& what, Index done, Index total) const;

  // Writes the record, if the options name a folder. Throws if no step was the one to begin stepping
  // from. run_lesson() calls this at the end.
  void finish() const;

  // The folder of `make lesson N=18 DATA=folder`; empty without DATA.
  const std::string& data() const { return options_.data; }
  // Whether that folder has this file: test files, for example, may be absent.
  bool has_data(const std::string& file) const;
  // The path of a file in that folder. Throws, naming file and folder, if there is no such file.
  std::string data_file(const std::string& file) const;

  struct Quit {};  // step() throws this when the reader quits

 private:
  // A watched value: what is listed after its name, such as the shape, and the value as text.
  struct Written {
    std::string kind, value;
  };
  static Written written(const Tensor& tensor);
  template <class Value>
  static Written written(const Value& value) {
    if constexpr (std::is_base_of_v<Variable, Value>) {
      return written(value.value());
    } else {
      return {"", text(value)};
    }
  }
  template <class Value>
  static Written written(const std::vector<Value>& values) {
    std::string all;
    for (const Value& value : values) all += (all.empty() ? "" : ", ") + written(value).value;
    return {text("[", values.size(), "]"), "[" + all + "]"};
  }

  void print(const std::string& shown);
  bool reached(const std::string& heading) const;
  void show_source(const char* file, int line) const;
  void wait();

  LessonOptions options_;
  int steps_ = 0;
  std::istream& in_;
  std::ostream& out_;
  std::string transcript_;
  std::map<std::string, Written> watched_;
  std::map<std::string, std::string> values_, figures_;
};

// The whole main() of a lesson: reads the options --step and --from STEP (which have an effect in a
// terminal only), --record FOLDER and --data FOLDER, runs the steps and reports errors. Returns the exit status
// for main(). With --data, `with_data` runs in place of `steps`; a lesson that has no such function rejects the
// option. The page is woven from a run without it.
int run_lesson(const LessonTitle& title, int count, char** arguments,
               const std::function<void(Lesson&)>& steps, const std::function<void(Lesson&)>& with_data = {});

// Returns the number with `places` decimals, for tables and sentences: rounded(0.8807, 2) is
// "0.88", and never "-0.00".
std::string rounded(double number, int places);
// Returns a share in per cent: percent(0.8807) is "88 %".
std::string percent(double share, int places = 0);
// The line that ends a run on test files: "test accuracy = 96.4 % (1928 of 2000)". Throws unless 0 <= right <= total
// and total > 0.
std::string accuracy_line(const std::string& name, Index right, Index total);

}  // namespace heed
