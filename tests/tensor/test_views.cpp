#include "tensor/elementwise.h"
#include "tensor/ground/error.h"
#include "tests/tensor/helpers.h"

using namespace heed;
using namespace heed::testing;

namespace {
using Numbers = std::vector<Scalar>;
}

TEST_CASE("transpose and permute reorder the axes") {
  Rng rng(1);
  const Tensor plain = whole_numbers({2, 3, 4}, rng);
  for (const Tensor& x : layouts(plain)) {
    const Tensor turned = transpose(x), outer = transpose(x, 0, 2), rolled = permute(x, {2, 0, -2});
    CHECK(turned.shape() == Shape{2, 4, 3});
    CHECK(outer.shape() == Shape{4, 3, 2});
    CHECK(rolled.shape() == Shape{4, 2, 3});
    for_each_place(x.shape(), [&](const Place& p) {
      CHECK(turned(p[0], p[2], p[1]) == plain(p[0], p[1], p[2]));
      CHECK(outer(p[2], p[1], p[0]) == plain(p[0], p[1], p[2]));
      CHECK(rolled(p[2], p[0], p[1]) == plain(p[0], p[1], p[2]));
    });
    CHECK(turned.shares_storage_with(x));
    CHECK(rolled.shares_storage_with(x));
  }
  CHECK_THROWS_WITH(transpose(plain, 0, 3), "transpose: axis 3 does not exist in shape (2, 3, 4)");
  CHECK_THROWS_WITH(transpose(arange(3)), "transpose: axis -2 does not exist in shape (3,)");
  for (const std::vector<int>& wrong : {std::vector<int>{0, 1}, {0, 1, 1}, {0, 1, 2, 2}}) {
    CHECK_THROWS_WITH(permute(plain, wrong), "permute: each axis of shape (2, 3, 4) must be given once");
  }
}

TEST_CASE("select takes one index and drops the axis") {
  const Tensor x = reshape(arange(24), {2, 3, 4});
  CHECK(all_equal(select(x, 1, 2), tensor({{8, 9, 10, 11}, {20, 21, 22, 23}})));
  CHECK(all_equal(select(x, -1, -4), tensor({{0, 4, 8}, {12, 16, 20}})));
  CHECK(select(select(select(x, 0, 1), 0, 1), 0, 1).item() == 17);
  CHECK_THROWS_WITH(select(x, 1, 3), "select: position 3 is outside axis 1 of shape (2, 3, 4)");
  CHECK_THROWS_WITH(select(x, 1, -4), "select: position -4 is outside axis 1 of shape (2, 3, 4)");
}

TEST_CASE("slice clips as Python does") {
  const Tensor x = arange(6);
  const auto cut = [&](Index begin, Index end, Index step = 1) {
    return slice(x, 0, begin, end, step).to_vector();
  };
  CHECK(cut(1, 4) == Numbers{1, 2, 3});
  CHECK(cut(-2, 6) == Numbers{4, 5});
  CHECK(cut(0, -1) == Numbers{0, 1, 2, 3, 4});
  CHECK(cut(-100, 100) == x.to_vector());
  CHECK(cut(4, 2).empty());
  CHECK(cut(6, 9).empty());
  CHECK(cut(0, 6, 2) == Numbers{0, 2, 4});
  CHECK(cut(1, 6, 2) == Numbers{1, 3, 5});
  CHECK(cut(0, 6, 4) == Numbers{0, 4});
  CHECK(cut(0, 6, 100) == Numbers{0});
  CHECK(cut(1, 6, std::numeric_limits<Index>::max()) == Numbers{1});
  CHECK(cut(std::numeric_limits<Index>::min(), std::numeric_limits<Index>::max()) == x.to_vector());
  const Tensor matrix = reshape(x, {2, 3});
  CHECK(all_equal(slice(matrix, 1, 0, 3, 2), tensor({{0, 2}, {3, 5}})));
  CHECK(all_equal(slice(slice(matrix, 1, 1, 3), 0, 1, 2), tensor({{4, 5}})));
  CHECK_THROWS_WITH(slice(x, 0, 0, 2, 0), "slice: the step must be 1 or more, not 0");
  CHECK_THROWS_WITH(slice(x, 1, 0, 2), "slice: axis 1 does not exist in shape (6,)");
}

TEST_CASE("expand repeats by strides of 0") {
  Rng rng(3);
  const Tensor plain = whole_numbers({3, 1}, rng);
  for (const Tensor& x : layouts(plain)) {
    const Tensor wide = expand(x, {2, 3, 4});
    CHECK(wide.shares_storage_with(x));
    for_each_place(wide.shape(), [&](const Place& p) { CHECK(wide(p[0], p[1], p[2]) == plain(p[1], 0)); });
  }
  CHECK(expand(scalar(2), {2, 2}).to_vector() == Numbers{2, 2, 2, 2});
  CHECK(expand(ones({1, 3}), {0, 3}).numel() == 0);
  CHECK_THROWS_WITH(expand(ones({3}), {3, 2}), Catch::Contains("sizes 3 and 2 at axis -1"));
  CHECK_THROWS_WITH(expand(ones({2, 3}), {1, 3}), "expand: shape (2, 3) does not broadcast to (1, 3)");
  CHECK_THROWS_WITH(expand(ones({1, 3}), {3}), "expand: shape (1, 3) does not broadcast to (3,)");
}

TEST_CASE("axes of size 1 are added and dropped") {
  const Tensor x = reshape(arange(6), {2, 3});
  CHECK(unsqueeze(x, 0).shape() == Shape{1, 2, 3});
  CHECK(unsqueeze(x, 1).shape() == Shape{2, 1, 3});
  CHECK(unsqueeze(x, -1).shape() == Shape{2, 3, 1});
  CHECK(unsqueeze(x, -3).shape() == Shape{1, 2, 3});
  CHECK(squeeze(unsqueeze(transpose(x), 1), 1)(2, 1) == 5);
  CHECK_THROWS_WITH(unsqueeze(x, 3), "unsqueeze: a new axis cannot be inserted at 3 in shape (2, 3)");
  CHECK_THROWS_WITH(squeeze(x, 1), "squeeze: axis 1 of shape (2, 3) does not have size 1");
}

TEST_CASE("reshape keeps row-major order for every layout and shape") {
  Rng rng(4);
  const std::vector<Shape> shapes = {{24},      {1, 24},    {2, 12},        {2, 3, 4},     {4, 6},
                                     {4, 3, 2}, {6, 1, 4},  {2, 2, 3, 2},   {1, 2, 12, 1}, {3, 8},
                                     {8, 3},    {12, 1, 2}, {2, 1, 3, 1, 4}};
  for (const Shape& from : shapes) {
    const Tensor plain = random_normal(from, rng);
    std::vector<Tensor> all = layouts(plain);
    if (plain.rank() > 1) all.push_back(transpose(transpose(plain, 0, 1).clone(), 0, 1));
    all.push_back(expand(slice(unsqueeze(plain, 0), 1, 0, 1), from.insert(0, 1)));
    for (const Tensor& x : all) {
      const Numbers expected = x.to_vector();
      for (const Shape& to : shapes) {
        if (to.numel() != x.numel()) continue;
        const Tensor y = reshape(x, to);
        CAPTURE(from.to_string(), to.to_string(), x.strides().to_string());
        CHECK(y.shape() == to);
        CHECK(y.to_vector() == expected);
      }
    }
  }
}

TEST_CASE("reshape is a view wherever strides allow it") {
  const Tensor x = reshape(arange(24), {2, 3, 4});
  const auto is_view = [](const Tensor& a, const Shape& shape) {
    return reshape(a, shape).shares_storage_with(a);
  };
  CHECK(is_view(x, {6, 4}));
  CHECK(is_view(transpose(x, 0, 1), {3, 2, 2, 2}));  // an axis is split
  CHECK(is_view(transpose(x, 0, 1), {3, 1, 2, 4}));
  CHECK(is_view(slice(x, 2, 0, 4, 2), {12}));  // 0, 2, 4 ... are even steps across the rows
  CHECK_FALSE(is_view(slice(x, 2, 0, 4, 3), {12}));
  CHECK_FALSE(is_view(transpose(x, 0, 1), {6, 4}));
  CHECK_FALSE(is_view(transpose(x), {24}));
  CHECK(is_view(slice(x, 0, 0, 1), {12}));
  CHECK(is_view(slice(x, 1, 0, 2), {2, 8}));  // two neighbouring rows are one run
  CHECK_FALSE(is_view(slice(x, 1, 0, 2), {16}));
  CHECK(is_view(expand(ones({1, 3}), {4, 3}), {2, 2, 3}));  // even a stride of 0 splits evenly
}

TEST_CASE("one size of a reshape may be -1, and wrong sizes are rejected") {
  const Tensor x = arange(12);
  CHECK(reshape(x, {3, -1}).shape() == Shape{3, 4});
  CHECK(reshape(x, {-1}).shape() == Shape{12});
  CHECK(reshape(zeros({0, 3}), {-1, 3}).shape() == Shape{0, 3});
  CHECK(reshape(zeros({3, 0}), {0}).shape() == Shape{0});
  CHECK(reshape(transpose(zeros({3, 0})), {0, 7}).shape() == Shape{0, 7});
  CHECK(reshape(scalar(1), {1, 1}).shape() == Shape{1, 1});
  CHECK(reshape(ones({1, 1}), Shape{}).item() == 1);
  CHECK_THROWS_WITH(reshape(x, {5, -1}), "reshape: 12 elements do not fit shape (5, -1)");
  CHECK_THROWS_WITH(reshape(x, {-1, -1}), "reshape: 12 elements do not fit shape (-1, -1)");
  CHECK_THROWS_WITH(reshape(x, {-2, -6}), "reshape: 12 elements do not fit shape (-2, -6)");
  CHECK_THROWS_WITH(reshape(zeros({0}), {0, -1}), "reshape: 0 elements do not fit shape (0, -1)");
  CHECK_THROWS_WITH(reshape(x, Shape{5}), "reshape: shape (12,) has 12 elements, shape (5,) has 5");
}

TEST_CASE("flatten_leading joins all but the last axes") {
  const Tensor x = reshape(arange(24), {2, 3, 4});
  CHECK(flatten_leading(x, 1).shape() == Shape{6, 4});
  CHECK(flatten_leading(x, 2).shape() == Shape{2, 3, 4});
  CHECK(flatten_leading(x, 0).shape() == Shape{24});
  CHECK(flatten_leading(x, 3).shape() == Shape{1, 2, 3, 4});
  CHECK(flatten_leading(transpose(x), 1).to_vector() == transpose(x).to_vector());
}

TEST_CASE("concatenate and stack join tensors") {
  Rng rng(5);
  const Tensor a = whole_numbers({2, 1, 3}, rng), b = whole_numbers({2, 4, 3}, rng), none = zeros({2, 0, 3});
  for (const Tensor& x : layouts(a)) {
    for (const Tensor& y : layouts(b)) {
      const Tensor joined = concatenate({x, none, y}, -2);
      CHECK(joined.shape() == Shape{2, 5, 3});
      CHECK(all_equal(slice(joined, 1, 0, 1), a));
      CHECK(all_equal(slice(joined, 1, 1, 5), b));
    }
  }
  const Tensor row = tensor({1, 2, 3}), other = tensor({4, 5, 6});
  CHECK(all_equal(stack({row, other}, 0), tensor({{1, 2, 3}, {4, 5, 6}})));
  CHECK(all_equal(stack({row, other}, -1), tensor({{1, 4}, {2, 5}, {3, 6}})));
  CHECK(stack({scalar(1), scalar(2)}, 0).to_vector() == Numbers{1, 2});
  CHECK_FALSE(concatenate({row}, 0).shares_storage_with(row));
  CHECK_THROWS_WITH(concatenate({}, 0), "concatenate: there are no tensors to join");
  CHECK_THROWS_WITH(concatenate({a, zeros({2, 4, 2})}, 1),
                    "concatenate: shapes (2, 1, 3) and (2, 4, 2) differ outside axis 1");
  CHECK_THROWS_WITH(concatenate({row, a}, 0), "concatenate: shapes (3,) and (2, 1, 3) differ outside axis 0");
  CHECK_THROWS_WITH(stack({row, arange(2)}, 0), "stack: shapes (3,) and (2,) differ");
}

TEST_CASE("split makes views of consecutive parts") {
  const Tensor x = arange(10);
  Tensor grid = reshape(x, {2, 5});
  const std::vector<Tensor> equal_parts = split(grid, 2, -1), parts = split(grid, {1, 0, 4}, 1);
  REQUIRE(equal_parts.size() == 3);
  CHECK(equal_parts[0].to_vector() == std::vector<Scalar>{0, 1, 5, 6});
  CHECK(equal_parts[2].to_vector() == std::vector<Scalar>{4, 9});
  REQUIRE(parts.size() == 3);
  CHECK(parts[0].to_vector() == std::vector<Scalar>{0, 5});
  CHECK(parts[1].shape() == Shape{2, 0});
  CHECK(parts[2].to_vector() == std::vector<Scalar>{1, 2, 3, 4, 6, 7, 8, 9});
  CHECK(parts[2].shares_storage_with(x));
  CHECK(all_equal(concatenate(equal_parts, -1), grid));
  CHECK(split(zeros({0, 2}), 3, 0).empty());
  CHECK_THROWS_WITH(split(grid, 0, 1), "split: the size of a part must be 1 or greater, not 0");
  CHECK_THROWS_WITH(split(grid, {2, 2}, 1),
                    "split: the parts have 4 positions in all, but axis 1 of shape (2, 5) has 5");
  CHECK_THROWS_WITH(split(grid, {7, -2}, 1), "split: a part cannot have size -2");
  CHECK_THROWS_WITH(split(grid, 2, 2), "split: axis 2 does not exist in shape (2, 5)");
}

TEST_CASE("x[i] is a view of index i of the first axis") {
  const Tensor x = reshape(arange(6), {3, 2});
  CHECK(x[1].to_vector() == std::vector<Scalar>{2, 3});
  CHECK(x[-1][0].item() == 4);
  Tensor row = x[0];
  row.copy_from(tensor({7, 8}));
  CHECK(x(0, 1) == 8);
  static_assert(!std::is_assignable_v<decltype(x[0]), Tensor>);  // x[0] = y would not change x
  CHECK_THROWS_WITH(x[3], "select: position 3 is outside axis 0 of shape (3, 2)");
  CHECK_THROWS_WITH(scalar(1)[0], "select: axis 0 does not exist in shape ()");
}
