#include "tutorials/lesson.h"

#include "tensor/files/file.h"
#include "tensor/ground/format.h"
#include "tensor/ground/text_table.h"
#include "tensor/print.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <unistd.h>

namespace heed {

Lesson::Lesson(const LessonTitle& title, const LessonOptions& options, std::istream& in, std::ostream& out)
    : options_(options), in_(in), out_(out) {
  say("Lesson ", title.number, ": ", title.title);
  say("Takes ", title.duration, ".");
}

void Lesson::step(const std::string& heading, const char* file, int line) {
  ++steps_;
  if (!options_.from.empty() && reached(heading)) options_.from.clear();
  print("\n## " + heading + "\n");
  if (!options_.stepping || !options_.from.empty()) return;
  show_source(file, line);
  wait();
}

// Whether this step is the one to begin from: "3", or "sharp" for "How sharp is attention?".
bool Lesson::reached(const std::string& heading) const {
  const bool is_number = options_.from.find_first_not_of("0123456789") == std::string::npos;
  return is_number ? std::to_string(steps_) == options_.from
                   : heading.find(options_.from) != std::string::npos;
}

Lesson::Written Lesson::written(const Tensor& tensor) {
  return {tensor.shape().to_string(), to_string(tensor)};
}

void Lesson::show(const std::string& name, const Tensor& tensor) {
  watch(name, tensor);
  print(text(name, " ", tensor.shape(), "\n", to_string(tensor), "\n"));
}

void Lesson::table(const std::vector<std::string>& names, const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::vector<std::string>> lines = rows;
  lines.insert(lines.begin(), names);
  for (const auto& line : lines) {
    if (line.size() != names.size()) {
      fail("table: a row has ", line.size(), " entries, but there are ", names.size(), " columns");
    }
  }
  print(aligned(lines));
}

void Lesson::figure(const std::string& file_name, const std::string& svg) { figures_[file_name] = svg; }

void Lesson::progress(const std::string& what, Index done, Index total) const {
  if (isatty(STDERR_FILENO) == 0) return;
  std::cerr << '\r' << what << ' ' << done << '/' << total << "\033[K" << (done >= total ? "\r\033[K" : "")
            << std::flush;
}

bool Lesson::has_data(const std::string& file) const {
  return !data().empty() && std::filesystem::is_regular_file(data() + "/" + file);
}

std::string Lesson::data_file(const std::string& file) const {
  if (data().empty()) fail("lesson: '", file, "' is a file of DATA=folder, and this run has no such folder");
  if (!has_data(file))
    fail("lesson: the folder '", data(), "' has no file '", file, "'; the page says what it needs");
  return data() + "/" + file;
}

void Lesson::finish() const {
  if (!options_.from.empty()) {
    fail("no step is '", options_.from, "': give its number, 1 to ", steps_, ", or a part of its heading");
  }
  if (options_.record.empty()) return;
  const std::string figures = options_.record + "/figures";
  std::filesystem::remove_all(figures);
  std::filesystem::create_directories(figures);
  for (const auto& [name, svg] : figures_) write_file(figures + "/" + name, {svg});
  std::string values;
  for (const auto& [name, shown] : values_) values += name + "\t" + shown + "\n";
  write_file(options_.record + "/values.tsv", {values});
  write_file(options_.record + "/output.txt", {transcript_});
}

void Lesson::print(const std::string& shown) {
  transcript_ += shown;
  if (options_.from.empty()) out_ << shown << std::flush;
}

// Shows the lines from one lesson.step() to the next, or to the end of the function.
void Lesson::show_source(const char* file, int line) const {
  std::ifstream source(file);
  if (!source) {
    out_ << "(cannot find the source " << file << " from this folder)\n";
    return;
  }
  std::string code;
  for (int number = 1; std::getline(source, code); ++number) {
    if (number <= line) continue;
    if (code == "}" || code.find("lesson.step(") != std::string::npos) break;
    if (code.find("// [") == std::string::npos) out_ << "  " << number << " | " << code << '\n';
  }
}

void Lesson::wait() {
  for (std::string answer;;) {
    out_ << "[Enter: run these lines   a name: print that value   ?: list the names   q: quit] "
         << std::flush;
    if (!std::getline(in_, answer) || answer == "q") throw Quit();
    if (answer.empty()) return;
    if (const auto found = watched_.find(answer); found != watched_.end()) {
      out_ << answer << ' ' << found->second.kind << '\n' << found->second.value << '\n';
      continue;
    }
    out_ << (answer == "?" ? "" : "nothing is called '" + answer + "' yet; ") << "there are:";
    for (const auto& [name, value] : watched_) out_ << ' ' << name << value.kind;
    out_ << (watched_.empty() ? " none yet\n" : "\n");
  }
}

namespace {

// Throws unless the lesson has a program for --data, and the folder exists.
void check_data(const LessonTitle& title, const std::string& folder, bool has_program) {
  if (folder.empty()) return;
  if (!has_program)
    fail("lesson ", title.number, " has no program for data of your own; run it without DATA (--data)");
  if (!std::filesystem::is_directory(folder)) fail("there is no folder '", folder, "' (DATA, --data)");
}

}  // namespace

int run_lesson(const LessonTitle& title, int count, char** arguments,
               const std::function<void(Lesson&)>& steps, const std::function<void(Lesson&)>& with_data) {
  LessonOptions options;
  for (int i = 1; i < count; ++i) {
    const std::string argument = arguments[i];
    if (argument == "--step") {
      options.stepping = isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0;
    } else if (argument == "--from" && i + 1 < count) {
      options.from = arguments[++i];
    } else if (argument == "--record" && i + 1 < count) {
      options.record = arguments[++i];
    } else if (argument == "--data" && i + 1 < count) {
      options.data = arguments[++i];
    } else {
      std::cerr << "unknown argument '" << argument << "'\nusage: " << arguments[0]
                << " [--step] [--from STEP] [--record FOLDER] [--data FOLDER]\n";
      return 2;
    }
  }
  try {
    check_data(title, options.data, static_cast<bool>(with_data));
    Lesson lesson(title, options, std::cin, std::cout);
    (options.data.empty() ? steps : with_data)(lesson);
    lesson.finish();
    // With data of the reader's own, the last line is a result: "test accuracy = ..."
    if (!options.record.empty() && options.data.empty())
      std::cerr << "figures are in " << options.record << "/figures\n";
    return 0;
  } catch (const Lesson::Quit&) {
    std::cout << '\n';
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}

std::string rounded(double number, int places) {
  const std::string result = decimals(number, places);
  return result.find_first_of("123456789") == std::string::npos && result[0] == '-' ? result.substr(1)
                                                                                    : result;
}

std::string percent(double share, int places) { return rounded(100 * share, places) + " %"; }

std::string accuracy_line(const std::string& name, Index right, Index total) {
  if (right < 0 || total < 1 || right > total)
    fail("accuracy_line: ", right, " right of ", total,
         "; there must be at least 1, and no more right than there are");
  const double share = static_cast<double>(right) / static_cast<double>(total);
  return text(name, " = ", percent(share, 1), " (", right, " of ", total, ")");
}

}  // namespace heed
