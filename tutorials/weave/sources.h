// What a page is woven from: the source of the lesson and of the library, and the record of the lesson's run.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace heed::weave {

class Sources {
 public:
  // `folder` holds the lesson, `record` what its program wrote with --record.
  Sources(const std::string& folder, const std::string& record);

  // Lines of a file, which lies in the lesson's folder or is named from the project's top. `part` is a name
  // between markers, // [name] and // [/name], or the beginning of a definition, such as "Variable softmax(",
  // which is then shown to its closing brace. What the lines are indented by in common is taken off.
  std::string code(const std::string& file, const std::string& part) const;
  // What the program printed under a heading.
  std::string output(const std::string& heading) const;
  std::string value(const std::string& name) const;
  std::string figure(const std::string& name) const;

  std::vector<std::string> headings() const { return headings_; }  // in the program's order
  std::vector<std::string> figures() const;                        // names of the files that the program drew

 private:
  std::string folder_, record_;
  std::vector<std::string> headings_;
  std::map<std::string, std::string> outputs_, values_;
};

}  // namespace heed::weave
