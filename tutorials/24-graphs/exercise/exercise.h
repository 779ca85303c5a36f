// Exercise of lesson 24. Write the functions in exercise.cpp, then: make exercise N=24
#pragma once

#include "tensor/tensor.h"

#include <vector>

namespace heed::exercise {

// 1. From scores (nodes, nodes) to the weights (nodes, nodes) with which each node, a row, reads its neighbours:
// neighbours(i, j) is 1 where node i reads node j, else 0. The weights of a node sum to 1; those of a node without
// neighbours are 0.
Tensor neighbour_weights(const Tensor& scores, const Tensor& neighbours);

// 2. The return of each step of one episode: its own reward, plus `discount` times the return of the next step.
std::vector<double> returns(const std::vector<double>& rewards, double discount);

// 3. Predict before you run anything: with a discount of 0.9, the agent enters the named object with its fifth step, and
// gets the reward 1 for that step. What is the return of the first step?
double predicted_return();

}  // namespace heed::exercise
