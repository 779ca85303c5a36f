// x > 0, a == b and the other comparisons, element by element: 1 where true, else 0. Each side is a
// Tensor, a Variable (its value is compared) or a number; at least one side must not be a number.
// The result is a Tensor without history, because a comparison has no useful gradient.
#pragma once

#include "tensor/elementwise.h"

#include <concepts>

namespace heed {
namespace detail {

template <class X>
concept Number = std::is_arithmetic_v<X>;
template <class X>
concept Comparable = std::same_as<X, Tensor> || requires(const X& x) {
  { x.value() } -> std::convertible_to<Tensor>;
  x.requires_grad();
};
template <class A, class B>
concept ComparedWith = (Comparable<A> && (Comparable<B> || Number<B>)) || (Number<A> && Comparable<B>);

inline const Tensor& compared(const Tensor& x) { return x; }
inline Tensor compared(Number auto x) { return scalar(static_cast<double>(x)); }
template <Comparable Variable>
const Tensor& compared(const Variable& x) {
  return x.value();
}

}  // namespace detail

template <class A, class B>
requires detail::ComparedWith<A, B> Tensor operator==(const A& a, const B& b) {
  return equal(detail::compared(a), detail::compared(b));
}
template <class A, class B>
requires detail::ComparedWith<A, B> Tensor operator!=(const A& a, const B& b) {
  return not_equal(detail::compared(a), detail::compared(b));
}
template <class A, class B>
requires detail::ComparedWith<A, B> Tensor operator<(const A& a, const B& b) {
  return less(detail::compared(a), detail::compared(b));
}
template <class A, class B>
requires detail::ComparedWith<A, B> Tensor operator<=(const A& a, const B& b) {
  return less_equal(detail::compared(a), detail::compared(b));
}
template <class A, class B>
requires detail::ComparedWith<A, B> Tensor operator>(const A& a, const B& b) {
  return greater(detail::compared(a), detail::compared(b));
}
template <class A, class B>
requires detail::ComparedWith<A, B> Tensor operator>=(const A& a, const B& b) {
  return greater_equal(detail::compared(a), detail::compared(b));
}

}  // namespace heed
