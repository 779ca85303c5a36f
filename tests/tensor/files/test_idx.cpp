#include "tensor/files/idx.h"
#include "tests/tensor/helpers.h"

using namespace heed;
using namespace heed::testing;

namespace {

// The bytes of an IDX file; each size below 256^4.
std::string idx(const std::vector<std::uint32_t>& sizes, const std::string& values, int type = 8) {
  std::string file{0, 0, static_cast<char>(type), static_cast<char>(sizes.size())};
  for (const std::uint32_t size : sizes)
    for (const int shift : {24, 16, 8, 0}) file += static_cast<char>(size >> shift & 0xff);
  return file + values;
}

void check_refused(const std::string& content, const std::string& reason) {
  const TemporaryFile file(content);
  CHECK_THROWS_WITH(load_idx(file.path()), "cannot load '" + file.path() + "': " + reason);
}

}  // namespace

TEST_CASE("an IDX file is read, sizes with the highest byte first", "[idx]") {
  const TemporaryFile file(idx({2, 1, 3}, std::string("\x01\x02\x03\xff\0\x80", 6)));
  const IdxBytes read = load_idx(file.path());
  CHECK(read.sizes == std::vector<Index>{2, 1, 3});
  CHECK(read.values == std::vector<unsigned char>{1, 2, 3, 255, 0, 128});
  const TemporaryFile large(idx({258}, std::string(258, 'a')));
  CHECK(load_idx(large.path()).sizes == std::vector<Index>{258});
}

TEST_CASE("an IDX file may be empty", "[idx]") {
  const TemporaryFile file(idx({0, 28, 28}, ""));
  CHECK(load_idx(file.path()).values.empty());
  const TemporaryFile overflowing(idx({0xffffffff, 0xffffffff, 0xffffffff, 0}, ""));
  CHECK(load_idx(overflowing.path()).values.empty());
}

TEST_CASE("an IDX file is not trusted", "[idx]") {
  const std::string form =
      "not an IDX file: it does not begin with two zero bytes, a type and a number of axes";
  check_refused(std::string("\0\0\x08", 3), form);
  check_refused("PNG and more", form);
  check_refused("\x1f\x8b\x08 compressed", "the file is compressed; unpack it first, with gunzip");
  check_refused(idx({1}, "abcd", 13), "its values have type 13; only type 8, unsigned bytes, is read");
  check_refused(idx({}, ""), "it has 0 axes; 1 to 8 are read");
  check_refused(idx(std::vector<std::uint32_t>(255, 1), "a"), "it has 255 axes; 1 to 8 are read");
  check_refused(idx({2, 3}, "").substr(0, 11), "the file ends within its header");
  check_refused(idx({2, 3}, "abcdefg"), "its sizes demand 6 values, but the file has 7");
  check_refused(idx({2, 3}, "abcde"), "the file is too short: it has 5 values, fewer than its sizes demand");
  check_refused(idx({2, 0}, "a"), "its sizes demand 0 values, but the file has 1");
  // 2^32 and 2^64 values: products that overflow 32 and 64 bits, to 0.
  check_refused(idx({1u << 16, 1u << 16}, ""),
                "the file is too short: it has 0 values, fewer than its sizes demand");
  check_refused(idx({1u << 31, 1u << 31, 4}, "a"),
                "the file is too short: it has 1 values, fewer than its sizes demand");
}

TEST_CASE("every beginning of an IDX file is an error, not a crash", "[idx]") {
  const std::string whole = idx({2, 3}, "abcdef");
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const TemporaryFile file(whole.substr(0, length));
    CHECK_THROWS(load_idx(file.path()));
  }
}
