// From an AttentionWatch to the attention page. With any model, for one sentence:
//
//     AttentionWatch watch;
//     model.logits(batch);
//     write_file("attention.html", {attention_page("My model", source, target, watch)});
#pragma once

#include "autograd/watch/attention_watch.h"
#include "nn/show/attention_page.h"

#include <string>
#include <vector>

namespace heed {

// What the attention of a module compares, by the module's path: "cross" in it, or neither "encoder" nor "decoder",
// means target by source.
show::AttentionKind kind_of(const std::string& path);

// One map for each head of the calls, from the first row of the batch. Layers are numbered from 0 in
// the order of the calls of one kind. `with_inside` adds the inputs of the weights, if the call announced
// a formula that holds.
std::vector<show::AttentionMap> attention_maps(const std::vector<AttentionCall>& calls,
                                               bool with_inside = true);

// How many numbers the inside of a call adds to a page.
Index inside_numbers(const AttentionCall& call);

// The page of an encoder-decoder: `target` are the tokens that the decoder predicted, one for each of its
// inputs. Throws if the attention of the calls does not fit the tokens.
std::string attention_page(const std::string& title, const std::vector<std::string>& source,
                           const std::vector<std::string>& target, const AttentionWatch& watch);

// The page of a model in which all attention is self-attention over `tokens`.
std::string attention_page(const std::string& title, const std::vector<std::string>& tokens,
                           const AttentionWatch& watch);

}  // namespace heed
