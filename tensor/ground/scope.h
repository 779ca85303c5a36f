// Scope: which module is running? A stack of names: a module's call pushes its name. The path of names, such
// as "decoder.layers.1.self_attention", appears in error messages, in the trace and the profile,
// and in graph drawings.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace heed {

class Scope {
 public:
  explicit Scope(std::string_view name);  // enters: appends ".name" to the path
  ~Scope();                               // leaves: removes it
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

  // A number for each distinct path of this thread, cheap to keep in
  // every node of a graph. 0 is the empty path.
  using Id = std::uint32_t;
  static Id current();
  static const std::string& path(Id id = current());
  // The path without its last name.
  static Id outer(Id id);
  // The last name of the path. ("layers.1" is one name if it was pushed as one.)
  static const std::string& name(Id id);

  // Registers a function that is called on this thread before each change of the path; nullptr removes it.
  static void before_change(void (*notice)());

 private:
  Id outer_;
};

}  // namespace heed
