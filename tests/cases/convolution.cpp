// Windows, convolutions, patches and maximum pooling.
#include "autograd/operations/convolution.h"

#include "tensor/ground/error.h"
#include "tests/cases.h"

#include <algorithm>

namespace heed {
namespace {

using Inputs = std::vector<Variable>;
using Arrays = std::vector<naive::Array>;
using naive::Position;

// The pixel of channel c under entry (i, j) of a window; 0 in the padding.
double pixel(const naive::Array& x, const Window& window, Index b, Index c, Index row, Index column, Index i,
             Index j) {
  const Index y_position = row * window.stride.height + i - window.padding.height;
  const Index x_position = column * window.stride.width + j - window.padding.width;
  const bool inside =
      y_position >= 0 && y_position < x.shape[2] && x_position >= 0 && x_position < x.shape[3];
  return inside ? x({b, c, y_position, x_position}) : 0;
}

Index windows(Index size, Index window, Index stride, Index padding) {
  Index count = 0;
  for (Index begin = -padding; begin + window <= size + padding; begin += stride) ++count;
  return count;
}

void add_unfold(std::vector<Case>& table, const char* name, const Shape& shape, const Window& window) {
  const auto [height, width] = window.size;
  const Index down = windows(shape[2], height, window.stride.height, window.padding.height);
  const Index across = windows(shape[3], width, window.stride.width, window.padding.width);
  table.push_back({text("unfold", name),
                   [=](const Inputs& x) { return unfold(x[0], window); },
                   {shape},
                   [=, h = height, w = width](const Arrays& x) {
                     return naive::build({shape[0], shape[1] * h * w, down * across}, [&](const Position& p) {
                       return pixel(x[0], window, p[0], p[1] / (h * w), p[2] / across, p[2] % across,
                                    p[1] / w % h, p[1] % w);
                     });
                   }});
}

void add_conv2d(std::vector<Case>& table, const char* name, const Shape& x, const Shape& weight,
                const ConvolutionOptions& options, bool with_bias = true) {
  std::vector<Shape> shapes{x, weight};
  if (with_bias) shapes.push_back({weight[0]});
  const auto [stride, padding] = options;
  const Window window{{weight[2], weight[3]}, {stride, stride}, {padding, padding}};
  const Shape result{x[0], weight[0], windows(x[2], weight[2], stride, padding),
                     windows(x[3], weight[3], stride, padding)};
  table.push_back(
      {text("conv2d", name),
       [=](const Inputs& in) { return conv2d(in[0], in[1], with_bias ? in[2] : Variable(), options); },
       shapes,
       [=](const Arrays& in) {
         return naive::build(result, [&](const Position& p) {
           double y = with_bias ? in[2]({p[1]}) : 0;
           for (Index c = 0; c < weight[1]; ++c)
             for (Index i = 0; i < weight[2]; ++i)
               for (Index j = 0; j < weight[3]; ++j)
                 y += in[1]({p[1], c, i, j}) * pixel(in[0], window, p[0], c, p[2], p[3], i, j);
           return y;
         });
       }});
}

void add_conv1d(std::vector<Case>& table, const Shape& x, const Shape& weight,
                const ConvolutionOptions& options) {
  const auto [stride, padding] = options;
  const Shape result{x[0], weight[0], windows(x[2], weight[2], stride, padding)};
  table.push_back({text("conv1d, stride ", stride, ", padding ", padding),
                   [=](const Inputs& in) { return conv1d(in[0], in[1], in[2], options); },
                   {x, weight, {weight[0]}},
                   [=, step = stride, zeros_before = padding](const Arrays& in) {
                     return naive::build(result, [&](const Position& p) {
                       double y = in[2]({p[1]});
                       for (Index c = 0; c < weight[1]; ++c)
                         for (Index i = 0; i < weight[2]; ++i) {
                           const Index t = p[2] * step + i - zeros_before;
                           if (t >= 0 && t < x[2]) y += in[1]({p[1], c, i}) * in[0]({p[0], c, t});
                         }
                       return y;
                     });
                   }});
}

}  // namespace

void add_convolution_cases(std::vector<Case>& table) {
  add_unfold(table, "", {2, 3, 4, 5}, {.size = {2, 3}});
  add_unfold(table, ", strides and padding", {2, 2, 5, 4}, {{3, 2}, {2, 3}, {1, 2}});
  add_unfold(table, ", stride wider than the window", {1, 2, 5, 7}, {{1, 2}, {3, 4}, {0, 0}});
  add_unfold(table, ", more padding than picture", {1, 1, 1, 2}, {{2, 3}, {1, 2}, {3, 4}});
  add_unfold(table, " of one pixel", {1, 1, 1, 1}, {.size = {1, 1}});
  add_unfold(table, " of nothing", {0, 2, 3, 3}, {.size = {2, 2}});

  add_conv2d(table, "", {2, 3, 5, 4}, {4, 3, 2, 3}, {});
  add_conv2d(table, ", stride 2, padding 1", {2, 2, 5, 6}, {3, 2, 3, 3}, {.stride = 2, .padding = 1});
  add_conv2d(table, ", without bias", {1, 2, 3, 3}, {2, 2, 2, 2}, {}, false);
  add_conv2d(table, " of one pixel", {2, 1, 1, 1}, {1, 1, 1, 1}, {});
  add_conv1d(table, {2, 3, 6}, {4, 3, 3}, {});
  add_conv1d(table, {2, 2, 7}, {3, 2, 3}, {.stride = 2, .padding = 2});

  table.push_back({"patches",
                   [](const Inputs& x) { return patches(x[0], 2); },
                   {{2, 3, 4, 6}},
                   [](const Arrays& x) {
                     return naive::build({2, 6, 12}, [&](const Position& p) {
                       const Index row = p[1] / 3, column = p[1] % 3;
                       return x[0]({p[0], p[2] / 4, 2 * row + p[2] / 2 % 2, 2 * column + p[2] % 2});
                     });
                   }});
  table.push_back({"max_pool2d",
                   [](const Inputs& x) { return max_pool2d(x[0], 2); },
                   {{2, 3, 4, 5}},  // the last column of pixels is not in any square
                   [](const Arrays& x) {
                     return naive::build({2, 3, 2, 2}, [&](const Position& p) {
                       double largest = x[0]({p[0], p[1], 2 * p[2], 2 * p[3]});
                       for (Index i = 1; i < 4; ++i)
                         largest = std::max(largest, x[0]({p[0], p[1], 2 * p[2] + i / 2, 2 * p[3] + i % 2}));
                       return largest;
                     });
                   },
                   -2,
                   2,
                   true});
}

}  // namespace heed
