// The sources that a page is woven from: the code of the lesson and of the library, and the record
// of the lesson's run.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace heed::weave {

class Sources {
 public:
  // `folder` is the lesson's folder, and `record` is the folder that its program
  // wrote with --record.
  Sources(const std::string& folder, const std::string& record);

  // Returns lines of a file, whose path is relative to the lesson's folder or to the project's top
  // folder. `part` is the name of two markers, // [name] and // [/name], or the beginning of a
  // definition, such as "Variable softmax(", which is then quoted to its closing brace. The common
  // indentation is removed.
  std::string code(const std::string& file, const std::string& part) const;
  // Returns the program's output under a heading.
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
