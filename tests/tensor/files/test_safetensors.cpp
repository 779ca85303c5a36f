#include "tensor/elementwise.h"
#include "tensor/files/safetensors.h"
#include "tensor/ground/error.h"
#include "tests/tensor/helpers.h"

#include <cstring>
#include <fstream>
#include <malloc.h>

using namespace heed;
using namespace heed::testing;

namespace {

template <class Number>
std::string bytes_of(std::initializer_list<Number> numbers) {
  std::string bytes(numbers.size() * sizeof(Number), '\0');
  std::memcpy(bytes.data(), numbers.begin(), bytes.size());
  return bytes;
}

std::string safetensors(const std::string& header, const std::string& numbers) {
  std::string length(8, '\0');
  length[0] = static_cast<char>(header.size() % 256);
  length[1] = static_cast<char>(header.size() / 256);
  return length + header + numbers;
}

const std::string four_floats = bytes_of<float>({1, 2, 3, 4});
std::string entry(const std::string& name, const std::string& shape, const std::string& offsets,
                  const std::string& dtype = "F32") {
  return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":[" + shape + "],\"data_offsets\":[" +
         offsets + "]}";
}

void check_refused(const std::string& content, const std::string& reason) {
  const TemporaryFile file(content);
  CHECK_THROWS_WITH(load_safetensors(file.path()), "cannot load '" + file.path() + "': " + reason);
}

NamedTensors example() {
  Rng rng(1);
  NamedTensors content;
  content.tensors = {{"encoder.weight", random_normal({3, 4}, rng)},
                     {"a bias, \"quoted\"\n", random_normal({4}, rng)},
                     {"scale", scalar(2.5)},
                     {"nothing", zeros({0, 7})},
                     {"cube", random_normal({2, 3, 2}, rng)}};
  content.metadata = {{"epoch", "3"}, {"Größe", "{\"nested\": \"JSON\"}\t\x01"}};
  return content;
}

// By how many bytes the program's memory has grown at most since this object was made. Linux counts it.
class PeakMemory {
 public:
  PeakMemory() {
    malloc_trim(0);
    std::ofstream("/proc/self/clear_refs") << "5";  // begins a new peak
    before_ = status("VmRSS:");
  }
  std::size_t grown() const { return status("VmHWM:") - before_; }

 private:
  static std::size_t status(const std::string& name) {
    std::ifstream file("/proc/self/status");
    for (std::string word; file >> word;) {
      std::size_t kilobytes = 0;
      if (word == name && file >> kilobytes) return 1024 * kilobytes;
    }
    fail("there is no ", name, " in /proc/self/status");
  }
  std::size_t before_;
};

void check_same(const NamedTensors& a, const NamedTensors& b) {
  CHECK(a.metadata == b.metadata);
  REQUIRE(a.tensors.size() == b.tensors.size());
  for (std::size_t i = 0; i < a.tensors.size(); ++i) {
    CHECK(a.tensors[i].first == b.tensors[i].first);
    CHECK(all_equal(a.tensors[i].second, b.tensors[i].second));
  }
}

}  // namespace

TEST_CASE("named tensors and metadata are saved and loaded unchanged, in their order") {
  const TemporaryFile file;
  save_safetensors(file.path(), example());
  check_same(load_safetensors(file.path()), example());
  save_safetensors(file.path(), {});
  check_same(load_safetensors(file.path()), {});
}

TEST_CASE("a view is saved with the values it shows") {
  Rng rng(2);
  const Tensor x = random_normal({3, 4, 2}, rng);
  for (const Tensor& layout : layouts(x)) {
    const TemporaryFile file;
    save_safetensors(file.path(), {{{"x", layout}, {"again", x}}, {}});
    CHECK(all_equal(load_safetensors(file.path()).tensors[0].second, x));
  }
}

TEST_CASE("the file is laid out as the format says") {
  const TemporaryFile file;
  save_safetensors(file.path(), {{{"b", tensor({{1, 2}})}, {"a", scalar(3)}}, {{"k", "v"}}});
  const bool narrow = sizeof(Scalar) == 4;
  std::string header =
      narrow ? R"({"__metadata__":{"k":"v"},"b":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},)"
               R"("a":{"dtype":"F32","shape":[],"data_offsets":[8,12]}})"
             : R"({"__metadata__":{"k":"v"},"b":{"dtype":"F64","shape":[1,2],"data_offsets":[0,16]},)"
               R"("a":{"dtype":"F64","shape":[],"data_offsets":[16,24]}})";
  header.append((8 - header.size() % 8) % 8, ' ');  // so that the values are aligned
  CHECK(file.read() == safetensors(header, bytes_of<Scalar>({1, 2, 3})));
}

TEST_CASE("F32 and F64 load into either build, in any order of offsets") {
  const TemporaryFile file(
      safetensors("{" + entry("x", "2", "8,16") + ",\n " + entry("y", "", "0,8", "F64") + "}  ",
                  bytes_of<double>({0.1}) + bytes_of<float>({-1, 0.5f})));
  const NamedTensors content = load_safetensors(file.path());
  CHECK(content.tensors[0].first == "x");
  CHECK(all_equal(content.tensors[0].second, tensor({-1, 0.5})));
  CHECK(content.tensors[1].second.item() == static_cast<Scalar>(0.1));
}

TEST_CASE("a damaged safetensors file is rejected with the reason") {
  CHECK_THROWS_WITH(load_safetensors("/nowhere/x"), Catch::Contains("cannot read '/nowhere/x': "));
  check_refused("short", "it has 5 bytes, too few for a safetensors file");
  check_refused(std::string(8, '\xff') + "{}",
                "its header claims 18446744073709551615 bytes, but only 2 follow: it is truncated or not a "
                "safetensors file");
  check_refused(safetensors("{}", "").substr(0, 9),
                "its header claims 2 bytes, but only 1 follow: it is truncated or not a safetensors file");
  check_refused(safetensors("[]", ""), "its header is not a JSON object");
  check_refused(safetensors("{\"x\":", ""), "invalid JSON at byte 5: it ends too early");
  const auto with = [](const std::string& members) { return safetensors("{" + members + "}", four_floats); };
  check_refused(
      with(entry("x", "4", "0,20")),
      "tensor \"x\": its bytes 0 to 20 are outside the file's 16 bytes of values; is the file truncated?");
  check_refused(
      with(entry("x", "4", "16,0")),
      "tensor \"x\": its bytes 16 to 0 are outside the file's 16 bytes of values; is the file truncated?");
  check_refused(with(entry("x", "3", "0,16")),
                "tensor \"x\": shape (3,) of F32 needs 12 bytes, but data_offsets span 16");
  check_refused(with(entry("x", "2", "0,8")), "bytes 8 to 16 of the values belong to no tensor");
  check_refused(with(entry("x", "2", "8,16")), "bytes 0 to 8 of the values belong to no tensor");
  check_refused(with(entry("x", "3", "0,12") + "," + entry("y", "2", "8,16")),
                "two tensors overlap at byte 8 of the values");
  check_refused(with(entry("x", "4", "0,16") + "," + entry("x", "4", "0,16")),
                "invalid JSON at byte 109: the name \"x\" occurs twice in one object");
  check_refused(with(entry("x", "4", "0,16", "BF16")),
                "tensor \"x\": dtype BF16 is not supported, only F32 and F64");
  check_refused(with(entry("x", "2,4294967296,4294967296", "0,16")),
                "tensor \"x\": the shape claims more elements than fit into memory");
  check_refused(with(entry("x", "-4", "0,16")), "tensor \"x\": \"shape\" contains -4, which is not a size");
  check_refused(with(entry("x", "1.5", "0,16")), "tensor \"x\": \"shape\" contains 1.5, which is not a size");
  for (const char* size : {"4.0", "4e0", "40e-1"})
    check_refused(with(entry("x", size, "0,16")),
                  "tensor \"x\": \"shape\" contains " + std::string(size) + ", which is not a size");
  check_refused(with(entry("x", "-0", "0,16")), "tensor \"x\": \"shape\" contains -0, which is not a size");
  check_refused(with(entry("\xff", "4", "0,16")), "invalid JSON at byte 2: the text in quotes is not UTF-8");
  check_refused(with(entry("x", "1e300", "0,16")),
                "tensor \"x\": \"shape\" contains 1e300, which is not a size");
  check_refused(with(entry("x", "\"4\"", "0,16")),
                "tensor \"x\": \"shape\" contains \"4\", which is not a size");
  check_refused(with(entry("x", "1,1,1,1,1,1,1,1,4", "0,16")),
                text("tensor \"x\": the shape has 9 axes, but a tensor has at most ", Shape::max_rank));
  check_refused(with(entry("x", "4", "0,8,16")), "tensor \"x\": \"data_offsets\" must be [begin, end]");
  check_refused(with("\"x\":{\"dtype\":\"F32\",\"shape\":[4]}"),
                "tensor \"x\": has no array \"data_offsets\"");
  check_refused(with("\"x\":{\"shape\":[4],\"data_offsets\":[0,16]}"), "tensor \"x\": has no \"dtype\"");
  check_refused(with("\"x\":{\"dtype\":32,\"shape\":[4],\"data_offsets\":[0,16]}"),
                "tensor \"x\": \"dtype\" is 32, which is not a string");
  check_refused(with("\"\\u001b[2J\":7"), "tensor \"\\x1b[2J\": is not an object");
  check_refused(with("\"x\":{\"dtype\":\"F32\",\"shape\":4,\"data_offsets\":[0,16]}"),
                "tensor \"x\": \"shape\" is not an array");
  check_refused(with(entry("x", "4.0", "0,16")), "tensor \"x\": \"shape\" contains 4.0, which is not a size");
  check_refused(with("\"x\":{\"shape\":[4],\"shape\":[4]}"),
                "invalid JSON at byte 29: the name \"shape\" occurs twice in one object");
  check_refused(with("\"__metadata__\":{\"k\":\"\",\"k\":\"\"}"),
                "invalid JSON at byte 30: the name \"k\" occurs twice in one object");
  check_refused(with("\"__metadata__\":{},\"__metadata__\":{}"),
                "invalid JSON at byte 34: the name \"__metadata__\" occurs twice in one object");
  check_refused(with(entry("x", "4", "0,16")) + "x", "bytes 16 to 17 of the values belong to no tensor");
  check_refused(safetensors("{}{}", ""), "invalid JSON at byte 2: there is more text after the value");
  check_refused(with("\"x\":7"), "tensor \"x\": is not an object");
  check_refused(with("\"__metadata__\":7"), "__metadata__ is not an object");
  check_refused(with("\"__metadata__\":{\"epoch\":3}"),
                "__metadata__: the value of \"epoch\" is not a string");
}

TEST_CASE("a header takes no more memory than its text justifies") {
  const auto repeated = [](const std::string& part) {
    std::string many;
    while (many.size() < 4'000'000) many += part;
    return many;
  };
  const std::string zeros = repeated("0,") + "0", lists = repeated("[],") + "[]",
                    texts = repeated("\"\",") + "\"\"";
  const std::string members = repeated("\"a\":0,") + "\"b\":0";
  std::vector<std::string> headers;
  for (const std::string& many : {zeros, lists, texts}) {
    headers.push_back("[" + many + "]");
    headers.push_back("{\"x\":[" + many + "]}");
    headers.push_back("{\"x\":{\"shape\":[" + many + "]}}");
    headers.push_back("{\"x\":{\"data_offsets\":[" + many + "]}}");
    headers.push_back("{\"x\":{\"shape\":[[" + many + "]]}}");
    headers.push_back("{\"x\":{\"unknown\":[" + many + "]}}");
    headers.push_back("{\"__metadata__\":{\"k\":[" + many + "]}}");
    headers.push_back("{\"__metadata__\":[" + many + "]}");
  }
  headers.push_back("{" + members + "}");
  headers.push_back("{\"x\":{" + members + "}}");
  headers.push_back("{\"x\":{\"dtype\":{" + members + "}}}");
  headers.push_back("{\"__metadata__\":{" + members + "}}");
  for (const std::string& header : headers) {
    INFO(header.substr(0, 40));
    std::string length(8, '\0');
    for (std::size_t i = 0; i < 4; ++i) length[i] = static_cast<char>(header.size() >> (8 * i));
    const TemporaryFile file(length + header);
    const PeakMemory peak;
    CHECK_THROWS_AS(load_safetensors(file.path()), Error);
    CHECK(peak.grown() < 5 * header.size());  // the file, a text of it, and what the tests' tools take
  }
}

TEST_CASE("a repeated or reserved name is rejected before anything is written") {
  const TemporaryFile file("old");
  CHECK_THROWS_WITH(save_safetensors(file.path(), {{{"x", ones({1})}, {"x", ones({1})}}, {}}),
                    "cannot write '" + file.path() + "': two tensors have the name \"x\"");
  CHECK_THROWS_WITH(save_safetensors(file.path(), {{{"__metadata__", ones({1})}}, {}}),
                    "cannot write '" + file.path() + "': a tensor cannot have the name \"__metadata__\"");
  CHECK(file.read() == "old");
}

TEST_CASE("a truncated safetensors file is rejected; one with a flipped bit loads or is rejected") {
  const TemporaryFile file;
  save_safetensors(file.path(), example());
  const std::string whole = file.read();
  for (std::size_t length = 0; length < whole.size(); ++length) {
    file.write(whole.substr(0, length));
    CHECK_THROWS_AS(load_safetensors(file.path()), Error);
  }
  std::size_t refused = 0;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = whole;
      damaged[i] = static_cast<char>(damaged[i] ^ (1 << bit));
      file.write(damaged);
      try {
        const NamedTensors content = load_safetensors(file.path());
        CHECK(content.tensors.size() <= example().tensors.size() + 1);
      } catch (const Error&) {
        ++refused;
      }
    }
  }
  CHECK(refused > 0);
}
