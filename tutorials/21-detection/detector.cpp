#include "tutorials/21-detection/detector.h"

#include "autograd/operations/functions.h"
#include "autograd/operations/shape_functions.h"
#include "tensor/ground/error.h"

namespace heed {
namespace {

constexpr Index slot_entries = shape_count + 1 + 4;

// [split]
// (batch, slots * 9) -> slots: of each, 5 scores, and 4 numbers that sigmoid moves between 0 and 1
Slots slots_of(const Variable& output) {
  const Variable each = reshape(output, {output.size(0), slots, slot_entries});
  return {slice(each, -1, 0, shape_count + 1), sigmoid(slice(each, -1, shape_count + 1, slot_entries))};
}
// [/split]

TransformerOptions detr_options(Index size) {
  return {.size = size,
          .heads = 4,
          .layers = 1,
          .feed_forward = 2 * size,
          .dropout = 0,
          .pre_norm = true,
          .nonlinearity = Nonlinearity::gelu};
}

}  // namespace

PlainDetector::PlainDetector(Index hidden_size, Rng& rng)
    : hidden(*this, "hidden", scene_size * scene_size, hidden_size, rng),
      output(*this, "output", hidden_size, slots * slot_entries, rng) {}

Slots PlainDetector::operator()(const Variable& pictures) const {
  return slots_of(output(relu(hidden(reshape(pictures, {pictures.size(0), -1})))));
}

// [convolution detector]
ConvolutionDetector::ConvolutionDetector(Index size, Index hidden_size, Rng& rng)
    : features(*this, "features", size, 5, rng),
      third(*this, "third", size, size, 3, rng, ConvolutionOptions{.stride = 2, .padding = 1}),
      hidden(*this, "hidden", grid * grid / 4 * size, hidden_size, rng),
      output(*this, "output", hidden_size, slots * slot_entries, rng) {}

Slots ConvolutionDetector::operator()(const Variable& pictures) const {
  const Variable cells = transpose(features(pictures));                                 // (batch, size, 64)
  const Variable parts = relu(third(reshape(cells, {cells.size(0), -1, grid, grid})));  // (batch, size, 4, 4)
  return slots_of(output(relu(hidden(reshape(parts, {parts.size(0), -1})))));
}
// [/convolution detector]

// [small detr]
SmallDetr::SmallDetr(Index size, Rng& rng)
    : features(*this, "features", size, 5, rng),
      positions(*this, "positions", PositionKind::learned, grid * grid, size, rng),
      encoder(*this, "encoder", detr_options(size), rng),
      queries(*this, "queries", random_normal({1, slots, size}, rng)),
      decoder(*this, "decoder", detr_options(size), rng),
      shape(*this, "shape", size, shape_count + 1, rng),
      hidden(*this, "hidden", size, size, rng),
      box(*this, "box", size, 4, rng) {}

Slots SmallDetr::operator()(const Variable& pictures) const {
  const Variable cells = encoder(positions(features(pictures)), Tensor());  // (batch, 64, size)
  DecoderMemory memory = decoder->remember(cells);
  const Variable asked = expand(queries, {pictures.size(0), slots, queries.size(-1)});
  const Variable found = decoder(asked, memory, Tensor(), Tensor());  // (batch, slots, size)
  return {shape(found), sigmoid(box(relu(hidden(found))))};
}
// [/small detr]

std::unique_ptr<Detector> make_detector(const std::string& name, Rng& rng) {
  if (name == "plain network") return std::make_unique<PlainDetector>(36, rng);
  if (name == "convolution") return std::make_unique<ConvolutionDetector>(32, 30, rng);
  if (name == "small DETR") return std::make_unique<SmallDetr>(32, rng);
  fail("lesson 21: there is no detector '", name, "'");
}

}  // namespace heed
