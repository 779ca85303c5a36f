#include "tutorials/study.h"

#include "nn/text/lines.h"
#include "tensor/files/file.h"
#include "tensor/ground/error.h"
#include "tensor/ground/format.h"
#include "tensor/ground/options.h"
#include "tensor/ground/threads.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <optional>

namespace heed {
namespace {

std::vector<std::string> split_at_tabs(const std::string& line) {
  std::vector<std::string> fields{""};
  for (const char c : line) {
    if (c == '\t') {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

// A kept table: comments "# name  value", a line of column names, and a line for each case.
struct KeptTable {
  std::map<std::string, std::string> comments;
  std::vector<std::string> names;
  std::vector<std::vector<std::string>> lines;  // row, seed, values

  KeptTable(const std::string& content, const std::string& file) {
    for (const std::string& line : split_lines(content, file)) {
      if (line.starts_with("# ")) {
        const std::size_t space = line.find(' ', 2), value = line.find_first_not_of(' ', space);
        if (value == std::string::npos) fail(file, ": the comment '", line, "' has no value");
        comments[line.substr(2, space - 2)] = line.substr(value);
        continue;
      }
      const std::vector<std::string> fields = split_at_tabs(line);
      if (names.empty()) {
        names = fields;
      } else if (fields.size() != names.size()) {
        fail(file, ": a line of ", fields.size(), " fields under ", names.size(), " names: '", line, "'");
      } else {
        lines.push_back(fields);
      }
    }
    if (names.size() < 3 || lines.empty()) fail(file, ": not the table of a study");
  }

  const std::vector<std::string>* line_of(const StudyCase& wanted) const {
    for (const std::vector<std::string>& line : lines) {
      if (line[0] == wanted.row && line[1] == to_text(wanted.seed)) return &line;
    }
    return nullptr;
  }
};

std::string processor() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("model name")) return line.substr(line.find(": ") + 2);
  }
  return "an unknown processor";
}

std::string today() {
  const std::time_t now = std::time(nullptr);
  char line[16];
  std::strftime(line, sizeof line, "%Y-%m-%d", std::gmtime(&now));
  return line;
}

std::string header(const Study& study) {
  std::string header =
      text("# what     ", study.what, "\n# machine  ", processor(), ", ", thread_count(),
           " threads, compiler ", __VERSION__, "\n# date     ", today(), "\n", study.rows_are, "\tseed");
  for (const StudyColumn& column : study.columns) header += "\t" + column.name;
  return header + "\n";
}

std::string line_of(const Study& study, const StudyCase& which, const std::vector<double>& values) {
  if (values.size() != study.columns.size())
    fail("study: ", values.size(), " values for ", study.columns.size(), " columns");
  std::string line = text(which.row, "\t", which.seed);
  for (std::size_t i = 0; i < values.size(); ++i)
    line += "\t" + decimals(values[i], study.columns[i].decimals);
  return line + "\n";
}

void write(const Study& study, const StudyRun& run, const std::string& file) {
  const std::string part = file + ".part";
  std::optional<KeptTable> done;
  if (std::filesystem::exists(part)) done.emplace(read_file(part), part);
  std::string table = done ? read_file(part) : header(study);
  for (const std::string& row : study.rows) {
    for (const Index seed : study.seeds) {
      if (done && done->line_of({row, seed})) continue;
      const std::string line = line_of(study, {row, seed}, run(row, seed));
      std::cerr << line;
      table += line;
      write_file(part, {table});
    }
  }
  std::filesystem::rename(part, file);
}

void check(const Study& study, const StudyRun& run, const std::string& file) {
  const KeptTable kept(read_file(file), file);
  for (const StudyCase& which : study.checked) {
    const std::vector<std::string>* const line = kept.line_of(which);
    if (!line) fail(file, " has no line for ", which.row, ", seed ", which.seed, ": run make tables");
    const std::vector<double> values = run(which.row, which.seed);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (study.columns[i].kind == StudyColumn::time) continue;
      const double before = parse_number("value", (*line)[i + 2], -1e300, 1e300);
      const double larger = std::max(std::abs(before), std::abs(values[i]));
      if (!(std::abs(before - values[i]) <= std::max(study.relative * larger, study.absolute)))
        fail(file, ": ", which.row, ", seed ", which.seed, ": ", study.columns[i].name, " became ",
             decimals(values[i], study.columns[i].decimals), " instead of ", (*line)[i + 2],
             "; if that is right, run make tables");
    }
    std::cout << "  checked         " << file << ": " << which.row << ", seed " << which.seed << '\n';
  }
}

int decimals_of(const std::string& number) {
  const std::size_t point = number.find('.');
  return point == std::string::npos ? 0 : static_cast<int>(number.size() - point) - 1;
}

// "97.1 (96.3 to 98.0)", or one number if all are the same.
std::string mean_and_range(const std::vector<std::string>& numbers) {
  std::vector<double> values;
  for (const std::string& number : numbers) values.push_back(parse_number("value", number, -1e300, 1e300));
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  const int places = decimals_of(numbers.front());
  const auto show = [&](double value) { return places == 0 ? grouped(value) : decimals(value, places); };
  double sum = 0;
  for (const double value : values) sum += value;
  const std::string mean = show(sum / static_cast<double>(values.size()));
  return show(*least) == show(*most) ? mean : mean + " (" + show(*least) + " to " + show(*most) + ")";
}

}  // namespace

int run_study(const Study& study, const StudyRun& run, int count, char** arguments) {
  const std::string mode = count == 3 ? arguments[1] : "";
  if (mode != "--write" && mode != "--check") {
    std::cerr << "usage: " << arguments[0] << " --write FILE | --check FILE\n";
    return 2;
  }
  try {
    mode == "--write" ? write(study, run, arguments[2]) : check(study, run, arguments[2]);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}

std::string study_markdown(const std::string& content, const std::string& file) {
  const KeptTable kept(content, file);
  std::string names = "| " + kept.names[0], rule = "|---";
  for (std::size_t i = 2; i < kept.names.size(); ++i) {
    names += " | " + kept.names[i];
    rule += "|---:";
  }
  std::string result = names + " |\n" + rule + "|\n";
  std::vector<std::string> seen;
  for (const std::vector<std::string>& first : kept.lines) {
    if (std::find(seen.begin(), seen.end(), first[0]) != seen.end()) continue;
    seen.push_back(first[0]);
    result += "| " + first[0];
    for (std::size_t i = 2; i < kept.names.size(); ++i) {
      std::vector<std::string> numbers;
      for (const std::vector<std::string>& line : kept.lines) {
        if (line[0] == first[0]) numbers.push_back(line[i]);
      }
      result += " | " + mean_and_range(numbers);
    }
    result += " |\n";
  }
  const auto comment = [&](const std::string& name) {
    const auto found = kept.comments.find(name);
    if (found == kept.comments.end()) fail(file, ": the comment '# ", name, "' is missing");
    return found->second;
  };
  return result + "\n*" + comment("what") + "; made with `make tables` on " + comment("date") + ", " +
         comment("machine") + ".*\n";
}

}  // namespace heed
