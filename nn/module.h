// Module: a part of a network that owns parameters and may contain other modules. Parameters and child
// modules register with their owner:
//
//     class Linear : public Module {
//      public:
//       Linear(Index inputs, Index outputs, Rng& rng)
//           : weight(*this, "weight", glorot_uniform(outputs, inputs, rng)),
//             bias(*this, "bias", zeros({outputs})) {}
//       Variable operator()(const Variable& x) const { return linear(x, weight, bias); }
//       Parameter weight, bias;
//     };
//     class Block : public Module {
//      public:
//       explicit Block(Rng& rng) : first(*this, "first", 64, 64, rng) {}
//       Child<Linear> first;      // first(x) runs it inside the scope "first"
//     };
//
// A Parameter or a Child cannot be made without its owner, so you cannot forget to register one.
#pragma once

#include "autograd/variable.h"
#include "tensor/ground/error.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace heed {

class Module;

// A tensor that training changes, known to its owner by name.
class Parameter : public Variable {
 public:
  Parameter(Module& owner, std::string name, const Tensor& start);
  // The same parameter under one more name: tied weights.
  Parameter(Module& owner, std::string name, const Parameter& shared);
  Parameter(const Parameter&) = delete;
  Parameter& operator=(const Parameter&) = delete;
};

class Module {
 public:
  Module() = default;
  virtual ~Module() = default;
  Module(const Module&) = delete;  // a module keeps the addresses of its members
  Module& operator=(const Module&) = delete;

  // All parameters with their dotted names ("encoder.layers.0.norm.weight"). As in PyTorch, a
  // module's own parameters come first, then those of its children; both in the order in which
  // they were made or adopted. A parameter that several modules share is listed once, by its first name.
  std::vector<std::pair<std::string, Variable>> named_parameters() const;
  std::vector<Variable> parameters() const;
  Index parameter_count() const;  // the number of elements in all parameters

  // Sets training or evaluation mode for this module and all its submodules; Dropout checks it. A new module
  // is in training mode.
  void train(bool on = true);
  void eval() { train(false); }
  bool is_training() const { return training_; }

  void zero_grad();
  std::vector<std::pair<std::string, Tensor>> state_dict() const;  // the parameters' own tensors, not copies
  // The other names of shared parameters: (other name, first name). named_parameters() and state_dict() have the
  // first names only.
  std::vector<std::pair<std::string, std::string>> shared_names() const;
  // Copies tensors into the parameters by name; a shared parameter may have any of its names, or several with
  // equal values. Throws, listing all differences and changing nothing, if names or shapes do not match exactly.
  void load_state_dict(const std::vector<std::pair<std::string, Tensor>>& state);

  // Registers a module that is not a member, for example one behind a pointer, as the child `name`. Throws if
  // the name is taken, or if this module is inside `child`.
  void adopt(std::string name, Module& child);

  // The tree of modules, with parameters, shapes and counts, one per line.
  std::string to_string() const;

 private:
  friend class Parameter;
  template <class M>
  friend class Child;
  template <class M>
  friend class Children;

  void check_new(const std::string& name) const;  // throws if the name is taken
  bool contains(const Module& other) const;       // whether `other` is this module or inside it
  // All names of all parameters; a shared parameter has several.
  void collect(const std::string& prefix, std::vector<std::pair<std::string, Variable>>& found) const;
  void print(const std::string& name, const std::string& prefix, int depth,
             std::map<const void*, std::string>& printed, std::string& out) const;

  std::vector<std::pair<std::string, Variable>> own_parameters_;
  std::vector<std::pair<std::string, Module*>> children_;
  bool training_ = true;
};

// A module inside another. Calling it runs it inside the scope of its name.
template <class M>
class Child {
 public:
  template <class... Arguments>
  Child(Module& owner, std::string name, Arguments&&... arguments)
      : Child(owner, std::move(name), std::make_unique<M>(std::forward<Arguments>(arguments)...)) {}
  // A module that was made before; M may be the base class of several kinds.
  Child(Module& owner, std::string name, std::unique_ptr<M> module)
      : name_(std::move(name)), module_(std::move(module)) {
    owner.adopt(name_, *module_);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  template <class... Arguments>
  decltype(auto) operator()(Arguments&&... arguments) const {
    const Scope scope(name_);
    return (*module_)(std::forward<Arguments>(arguments)...);
  }
  // Calls another member function inside the scope: child.call(&MultiheadAttention::remember, K, V).
  template <class Result, class Owner, class... Parameters, class... Arguments>
  Result call(Result (Owner::*method)(Parameters...) const, Arguments&&... arguments) const {
    const Scope scope(name_);
    return ((*module_).*method)(std::forward<Arguments>(arguments)...);
  }
  // Runs f(module) inside the scope.
  template <class F>
  decltype(auto) within(F&& f) const {
    const Scope scope(name_);
    return f(*module_);
  }
  M& operator*() { return *module_; }
  const M& operator*() const { return *module_; }
  M* operator->() { return module_.get(); }
  const M* operator->() const { return module_.get(); }

 private:
  std::string name_;
  std::unique_ptr<M> module_;
};

// Several modules of one kind, named "layers.0", "layers.1" ...; M may be a base class.
template <class M>
class Children {
 public:
  Children(Module& owner, std::string name) : owner_(owner), name_(std::move(name)) {}

  template <class Made = M, class... Arguments>
  Made& add(Arguments&&... arguments) {
    auto made = std::make_unique<Made>(std::forward<Arguments>(arguments)...);
    Made& module = *made;
    names_.push_back(name_ + "." + std::to_string(names_.size()));
    modules_.push_back(std::move(made));
    owner_.adopt(names_.back(), module);
    return module;
  }
  std::size_t size() const { return modules_.size(); }
  // Throws if there is no module i.
  const M& operator[](std::size_t i) const { return *modules_[checked(i)]; }

  // Runs module i inside its scope.
  template <class... Arguments>
  decltype(auto) call(std::size_t i, Arguments&&... arguments) const {
    const Scope scope(names_[checked(i)]);
    return (*modules_[i])(std::forward<Arguments>(arguments)...);
  }

 private:
  std::size_t checked(std::size_t i) const {
    if (i >= modules_.size())
      fail("module: '", name_, "' has ", modules_.size(), " modules, and no module ", i);
    return i;
  }

  Module& owner_;
  std::string name_;
  std::vector<std::string> names_;
  std::vector<std::unique_ptr<M>> modules_;
};

// The shapes of parameters that `result` depends on but that are not registered in `module`: those of a layer
// that is a plain member instead of a Child. Empty if every parameter is registered.
std::vector<Shape> unregistered_parameters(const Variable& result, const Module& module);

}  // namespace heed
