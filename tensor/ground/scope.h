// Where am I? A stack of names, one for each module at work: a module's call pushes its name, and the path of
// names
// ("decoder.layers.1.self_attention") stands in error messages, in the trace, in the profile and in drawings
// of the graph.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace heed {

class Scope {
 public:
  explicit Scope(std::string_view name);  // enters: the path grows by ".name"
  ~Scope();                               // leaves
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

  // Each distinct path of this thread has a number, cheap to keep in every node of a graph; 0 is the empty
  // path.
  using Id = std::uint32_t;
  static Id current();
  static const std::string& path(Id id = current());
  // A path without its last name, and that name. ("layers.1" is one name, for it was pushed as one.)
  static Id outer(Id id);
  static const std::string& name(Id id);

  // Has `notice` called on this thread before each change of the path; nullptr: nobody wants to know.
  static void before_change(void (*notice)());

 private:
  Id outer_;
};

}  // namespace heed
