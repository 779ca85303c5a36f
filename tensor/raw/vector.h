// Vectors of values. A Vector holds as many values as one instruction of this machine processes. It
// uses the compilers' own vector types, so one source serves AVX-512, AVX2, SSE and NEON. Below are
// exp, tanh, sigmoid, erf and gelu without branches or tables: the compiler turns a plain loop over
// them into vector code.
#pragma once

#include "tensor/ground/scalar.h"

#include <bit>
#include <cmath>
#include <cstring>
#ifdef __AVX512F__
#include <immintrin.h>
#endif

// -DHEED_VECTOR_BYTES=16, 32 or 64 overrides the width. A width below the machine's is
// slower but equally correct.
#ifndef HEED_VECTOR_BYTES
#if defined(__AVX512F__)
#define HEED_VECTOR_BYTES 64
#elif defined(__AVX__)
#define HEED_VECTOR_BYTES 32
#else
#define HEED_VECTOR_BYTES 16
#endif
#endif

namespace heed::kernel {

using Vector [[gnu::vector_size(HEED_VECTOR_BYTES)]] = Scalar;
inline constexpr Index lanes = HEED_VECTOR_BYTES / static_cast<Index>(sizeof(Scalar));

// Loads from and stores to any address, aligned or not.
inline Vector load(const Scalar* from) {
  Vector v;
  std::memcpy(&v, from, sizeof v);
  return v;
}
inline void store(Scalar* to, const Vector& v) { std::memcpy(to, &v, sizeof v); }

// The first `count` values only, 0 <= count <= lanes. The rest of the vector is zero.
#if defined(__AVX512F__) && HEED_VECTOR_BYTES == 64 && !defined(HEED_DOUBLE)
inline __mmask16 first_lanes(Index count) { return static_cast<__mmask16>((1u << count) - 1); }
inline Vector load_part(const Scalar* from, Index count) {
  return count == lanes ? load(from) : _mm512_maskz_loadu_ps(first_lanes(count), from);
}
inline void store_part(Scalar* to, const Vector& v, Index count) {
  count == lanes ? store(to, v) : _mm512_mask_storeu_ps(to, first_lanes(count), v);
}
#else  // copied by halves, quarters, ..., each of a fixed size
inline Vector load_part(const Scalar* from, Index count) {
  if (count == lanes) return load(from);
  Scalar numbers[lanes] = {}, *to = numbers;
  for (Index part = lanes / 2; part > 0; part /= 2) {
    if ((count & part) == 0) continue;
    std::memcpy(to, from, static_cast<std::size_t>(part) * sizeof(Scalar));
    to += part;
    from += part;
  }
  return load(numbers);
}
inline void store_part(Scalar* to, const Vector& v, Index count) {
  if (count == lanes) return store(to, v);
  Scalar numbers[lanes];
  store(numbers, v);
  const Scalar* from = numbers;
  for (Index part = lanes / 2; part > 0; part /= 2) {
    if ((count & part) == 0) continue;
    std::memcpy(to, from, static_cast<std::size_t>(part) * sizeof(Scalar));
    to += part;
    from += part;
  }
}
#endif

// Elementary functions. The error bounds hold in the float build for all inputs and are checked by
// tests/tensor/raw/test_vector.cpp; one ulp is the distance to the next float. The double build,
// which checks gradients, uses the standard library's functions.
namespace fast {

#ifdef HEED_DOUBLE

inline Scalar exp(Scalar x) { return std::exp(x); }
inline Scalar tanh(Scalar x) { return std::tanh(x); }
inline Scalar erf(Scalar x) { return std::erf(x); }

#else

namespace detail {

// e^x = 2^n (1 + q), for |x| < 2^21. n is the integer nearest to x / ln 2, r = x - n ln 2 is the
// rest, |r| <= ln 2 / 2, and a polynomial gives q = e^r - 1. Its coefficients minimise the largest
// relative error of q (1.4e-8; Remez' algorithm).
struct ExpParts {
  std::int32_t n;
  float q;
};
[[gnu::always_inline]] inline ExpParts exp_parts(float x) {
  constexpr float magic = 0x1.8p23f;  // adding it rounds to the nearest integer
  const float shifted = x * 0x1.715476p0f + magic, n = shifted - magic;
  // ln 2 in two parts; n times the first part is exact.
  const float r = (x - n * 0x1.62ep-1f) - n * 0x1.0bfbe8p-15f;
  float p = 0x1.6d99ccp-10f;
  p = p * r + 0x1.122878p-7f;
  p = p * r + 0x1.555486p-5f;
  p = p * r + 0x1.5554aep-3f;
  p = p * r + 0.5f;
  return {std::bit_cast<std::int32_t>(shifted) - std::bit_cast<std::int32_t>(magic), r + r * r * p};
}

[[gnu::always_inline]] inline float power_of_two(std::int32_t n) {  // -126 <= n <= 127
  return std::bit_cast<float>((n + 127) << 23);
}

// e^x - 1 without loss of precision near 0, for |x| <= 80.
[[gnu::always_inline]] inline float expm1(float x) {
  const ExpParts e = exp_parts(x);
  const float scale = power_of_two(e.n);
  return scale * e.q + (scale - 1);
}

// NaN stays NaN.
[[gnu::always_inline]] inline float clamp(float x, float low, float high) {
  x = x < low ? low : x;
  return x > high ? high : x;
}

}  // namespace detail

// Within 2 ulp of e^x, down into the subnormal numbers; exp(-inf) = 0, exp(inf) = inf.
[[gnu::always_inline]] inline float exp(float x) {
  const detail::ExpParts e = detail::exp_parts(detail::clamp(x, -105, 89));
  const std::int32_t half = e.n >> 1;  // 2^n itself may exceed the range of float
  return (1 + e.q) * detail::power_of_two(half) * detail::power_of_two(e.n - half);
}

// Within 4 ulp: tanh x = (e^2x - 1) / (e^2x + 1).
[[gnu::always_inline]] inline float tanh(float x) {
  const float e = detail::expm1(2 * detail::clamp(x, -10, 10));
  return e / (e + 2);
}

// Within 4 ulp: erf x = 1 - e^(x S(x)) for x >= 0, with a minimax polynomial S; erf is odd.
[[gnu::always_inline]] inline float erf(float x) {
  const float t = detail::clamp(x < 0 ? -x : x, 0, 3.95f);
  float s = 0x1.369482p-17f;
  s = s * t - 0x1.ed6a3p-14f;
  s = s * t + 0x1.4bc91ep-11f;
  s = s * t - 0x1.b4ffbep-10f;
  s = s * t + 0x1.505cccp-13f;
  s = s * t + 0x1.39cdc8p-6f;
  s = s * t - 0x1.a4fa5ep-4f;
  s = s * t - 0x1.45f2fap-1f;
  s = s * t - 0x1.20dd76p0f;
  return x < 0 ? detail::expm1(t * s) : -detail::expm1(t * s);
}

#endif

// Within 3 ulp, but 0 below -88.7, where 1 + e^-x overflows (the true value there is below 3e-39).
[[gnu::always_inline]] inline Scalar sigmoid(Scalar x) { return 1 / (1 + exp(-x)); }

// The standard normal distribution function Phi(x), and x Phi(x). Absolute errors: within 2^-23, and
// |x| times that.
[[gnu::always_inline]] inline Scalar normal_cdf(Scalar x) {
  return Scalar{0.5} + Scalar{0.5} * erf(x * static_cast<Scalar>(0.70710678118654752));
}
[[gnu::always_inline]] inline Scalar gelu(Scalar x) { return x * normal_cdf(x); }

}  // namespace fast
}  // namespace heed::kernel
