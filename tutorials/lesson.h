// Lesson: what the programs of all lessons have in common. A lesson is a function that calls step() with each
// heading of its page and, between two headings, computes and shows things:
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
// Whatever it shows can be recorded, and from the record its page is woven (tutorials/weave), so nothing on a
// page is typed by hand. The lines between // [name] and // [/name] are what the page quotes.
#pragma once

#include "autograd/variable.h"
#include "tensor/ground/error.h"

#include <functional>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

namespace heed {

struct LessonTitle {
  std::string number, title;
  std::string duration;  // "less than a second", "about 40 s on two cores"
};

struct LessonOptions {
  bool stepping = false;  // stop at each step and wait for the reader
  std::string record;     // the folder to write output, values and figures to; none: write nothing
};

class Lesson {
 public:
  // Reads the reader's answers from `in`, and shows everything on `out`.
  Lesson(const LessonTitle& title, const LessonOptions& options, std::istream& in, std::ostream& out);

  // Begins the step under this heading of the page. When stepping, shows the lines of source from here to the
  // next step and waits: Enter goes on, a name prints that tensor, q quits. (File and line are the caller's,
  // by builtins of g++ and clang++: the latter's std::source_location comes with version 15.)
  void step(const std::string& heading, const char* file = __builtin_FILE(), int line = __builtin_LINE());

  // Prints the tensor with its name and shape, and remembers it for who asks for it later.
  void show(const std::string& name, const Tensor& tensor);
  void show(const std::string& name, const Variable& variable) { show(name, variable.value()); }
  // Only remembers it.
  void watch(const std::string& name, const Tensor& tensor) { watched_[name] = tensor; }
  void watch(const std::string& name, const Variable& variable) { watch(name, variable.value()); }

  // Prints one line, made of the parts.
  template <class... Parts>
  void say(const Parts&... parts) {
    print(text(parts...) + "\n");
  }
  // Prints rows under column names, aligned. Each row has as many entries as there are names.
  void table(const std::vector<std::string>& names, const std::vector<std::vector<std::string>>& rows);

  // A number or word that the page's sentences quote: <!-- value: name -->0.88<!-- end -->. Not printed.
  void value(const std::string& name, const std::string& shown) { values_[name] = shown; }
  // A figure of the page: `svg` is the file's content, made by nn/show.
  void figure(const std::string& file_name, const std::string& svg);

  // How far a long computation has come: a line on standard error, if that is a terminal.
  void progress(const std::string& what, Index done, Index total) const;

  // Writes the record, if one is wanted. run_lesson() calls it at the end.
  void finish() const;

  struct Quit {};  // thrown out of step() when the reader quits

 private:
  void print(const std::string& shown);
  void show_source(const char* file, int line) const;
  void wait();

  LessonOptions options_;
  std::istream& in_;
  std::ostream& out_;
  std::string transcript_;
  std::map<std::string, Tensor> watched_;
  std::map<std::string, std::string> values_, figures_;
};

// A lesson's whole main(): reads the options --step (heeded in a terminal only) and --record FOLDER, runs the
// steps, reports errors. Returns what main() returns.
int run_lesson(const LessonTitle& title, int count, char** arguments,
               const std::function<void(Lesson&)>& steps);

// 0.8807 with 2 decimals is "0.88"; for tables and sentences.
std::string rounded(double number, int decimals);
// 0.8807 is "88 %".
std::string percent(double share, int decimals = 0);

}  // namespace heed
