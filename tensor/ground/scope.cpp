#include "tensor/ground/scope.h"

#include <deque>
#include <vector>

namespace heed {
namespace {

// The paths form a tree that only grows. It is small, because its nodes are the modules of the models in use.
struct Place {
  std::string name, path;
  Scope::Id outer = 0;
  std::vector<Scope::Id> children;
};

// places[0] is outside all scopes. A deque keeps references to paths valid while it grows.
thread_local std::deque<Place> places(1);
thread_local Scope::Id here = 0;
thread_local void (*notice_of_change)() = nullptr;

}  // namespace

Scope::Scope(std::string_view name) : outer_(here) {
  if (notice_of_change) notice_of_change();
  for (Id child : places[here].children) {
    if (places[child].name == name) {
      here = child;
      return;
    }
  }
  const Id fresh = static_cast<Id>(places.size());
  const std::string& path = places[here].path;
  places.push_back(
      {std::string(name), path.empty() ? std::string(name) : path + "." + std::string(name), here, {}});
  places[here].children.push_back(fresh);
  here = fresh;
}

Scope::~Scope() {
  if (notice_of_change) notice_of_change();
  here = outer_;
}

Scope::Id Scope::current() { return here; }

const std::string& Scope::path(Id id) { return places.at(id).path; }

Scope::Id Scope::outer(Id id) { return places.at(id).outer; }

const std::string& Scope::name(Id id) { return places.at(id).name; }

void Scope::before_change(void (*notice)()) { notice_of_change = notice; }

}  // namespace heed
