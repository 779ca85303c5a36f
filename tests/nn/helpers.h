// Helpers for the tests of networks.
#pragma once

#include "nn/attention/multihead.h"
#include "nn/module.h"
#include "tensor/creation.h"
#include "tensor/token_matrix.h"

#include <functional>
#include <string>
#include <vector>

namespace heed::testing {

// Where two results of a small network differ by more than the precision of Scalar explains, whatever the order
// of their computation (helpers.cpp derives the tolerance); "" if nowhere. check_close checks that it is nowhere.
std::string disagreement(const Tensor& ours, const Tensor& golden);
void check_close(const std::string& what, const Tensor& ours, const Tensor& golden);
// Checks that two tensors are equal, bit for bit.
void check_same(const std::string& what, const Tensor& a, const Tensor& b);

// Fills every parameter with random numbers: a bias of 0 or a gain of 1 would hide mistakes.
void shuffle_parameters(Module& module, Rng& rng);

// The gradients of all parameters after backward() from sum(upstream * result), in the parameters' order. The
// module's own gradients are cleared.
std::vector<Tensor> parameter_gradients(Module& module, const Variable& result, const Tensor& upstream);

// Multi-head attention as the paper writes it (Vaswani et al., 2017, 3.2.2), without blocks: the weights
// (batch, heads, queries, keys), and the output that follows from them and the values.
Variable multihead_weights(const MultiheadAttention& attention, const Variable& Q, const Variable& K,
                           const Tensor& mask);
Variable multihead_output(const MultiheadAttention& attention, const Variable& weights, const Variable& V);

// The text of the error that f throws; "" if it throws none.
std::string error_of(const std::function<void()>& f);

// Sentences of equal length as a token matrix.
TokenMatrix token_rows(std::initializer_list<std::initializer_list<Token>> rows);

}  // namespace heed::testing
