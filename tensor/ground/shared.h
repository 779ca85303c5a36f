// Shared<T>: a pointer that counts the holders of its object. Unlike in std::shared_ptr, the count is in the
// object and is a plain integer, because tensors and graphs belong to one thread: a step over a million small
// operations is twice as fast.
#pragma once

#include <utility>

namespace heed {

// T has a member `unsigned holders = 0` and a function T::destroy(T*),
// called when the last holder releases the object.
template <class T>
class Shared {
 public:
  Shared() = default;
  explicit Shared(T* object) : object_(object) { hold(); }
  Shared(const Shared& other) : object_(other.object_) { hold(); }
  Shared(Shared&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  Shared& operator=(Shared other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  ~Shared() {
    if (object_ && --object_->holders == 0) T::destroy(object_);
  }

  T* get() const { return object_; }
  T* operator->() const { return object_; }
  T& operator*() const { return *object_; }
  explicit operator bool() const { return object_ != nullptr; }
  bool operator==(const Shared&) const = default;

 private:
  void hold() const {
    if (object_) ++object_->holders;
  }
  T* object_ = nullptr;
};

}  // namespace heed
