// What the tests of networks share.
#pragma once

#include "nn/attention/multihead.h"
#include "nn/module.h"
#include "tensor/creation.h"
#include "tensor/token_matrix.h"

#include <functional>
#include <string>
#include <vector>

namespace heed::testing {

// Checks that the numbers agree as closely as their precision allows: with any result of a small network, and
// a result computed in another order (see helpers.cpp).
void check_close(const std::string& what, const Tensor& ours, const Tensor& golden);
// Checks that they agree to the last bit.
void check_same(const std::string& what, const Tensor& a, const Tensor& b);

// Random numbers in every parameter: a bias that starts at 0 or a gain that starts at 1 hides mistakes.
void shuffle_parameters(Module& module, Rng& rng);

// The gradients of all parameters after going backward from sum(upstream * result), in the parameters' order;
// they are taken away from the module.
std::vector<Tensor> parameter_gradients(Module& module, const Variable& result, const Tensor& upstream);

// Multi-head attention as the paper writes it (Vaswani et al., 2017, 3.2.2), with all weights at once: the
// weights (batch, heads, queries, keys), and the output that follows from them and the values.
Variable multihead_weights(const MultiheadAttention& attention, const Variable& Q, const Variable& K,
                           const Tensor& mask);
Variable multihead_output(const MultiheadAttention& attention, const Variable& weights, const Variable& V);

// The text of the error that f throws; "" if it throws none.
std::string error_of(const std::function<void()>& f);

// Sentences as a matrix of tokens, all of one length.
TokenMatrix token_rows(std::initializer_list<std::initializer_list<Token>> rows);

}  // namespace heed::testing
