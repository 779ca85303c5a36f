// The fast Fourier transform: which frequencies a sound has.
#pragma once

#include "tensor/ground/scalar.h"

#include <complex>
#include <vector>

namespace heed {

// The discrete Fourier transform of N numbers, in N log N steps instead of N² (Cooley and Tukey, 1965):
//
//     X_k = sum over n of x_n e^(-2 pi i k n / N)         k = 0, ..., N - 1
//
// Throws unless N is a power of two.
std::vector<std::complex<double>> fft(const std::vector<std::complex<double>>& x);

// |X_k|² of real samples, for k = 0, ..., N / 2 (the rest mirrors it): the power at the frequencies
// k · rate / N. Throws unless N is a power of two.
std::vector<double> power_spectrum(const std::vector<double>& samples);

}  // namespace heed
