// Graphs to draw, after backward().
#pragma once

#include "autograd/watch/graph.h"

#include <memory>

namespace heed::show {

std::unique_ptr<Graph> neuron_graph();       // o = tanh(x1 w1 + x2 w2 + b), with all its numbers
std::unique_ptr<Graph> transformer_graph();  // the loss of a translator with two layers, in training
std::unique_ptr<Graph> residual_graph();     // x + tanh(exp(x)): one line passes rows
std::unique_ptr<Graph> recurrent_graph();    // modules that lead to each other

// A module and a parameter whose names could break out of the figure.
inline constexpr const char* hostile_name = "<b>&\"'</script>]]>\x1b";
std::unique_ptr<Graph> hostile_graph();

}  // namespace heed::show
