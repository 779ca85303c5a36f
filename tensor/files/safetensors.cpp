#include "tensor/files/safetensors.h"

#include "tensor/files/bytes.h"
#include "tensor/files/file.h"
#include "tensor/files/json.h"
#include "tensor/ground/error.h"
#include "tensor/ground/utf8.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

namespace heed {
namespace {

constexpr std::size_t length_bytes = 8;
constexpr std::string_view metadata_name = "__metadata__";

// Reads an array of sizes or offsets of the header.
std::vector<Index> whole_numbers(const std::string& where, JsonReader& reader, const char* name) {
  constexpr std::size_t most = 64;  // more than any shape has
  std::vector<Index> result;
  if (reader.next() != '[') fail(where, "\"", name, "\" is not an array");
  reader.array([&] {
    const std::string_view item = reader.skip();
    Index number = 0;
    const char* const end = item.data() + item.size();
    const auto [rest, error] = std::from_chars(item.data(), end, number);
    if (item.front() == '-' || error != std::errc() || rest != end)
      fail(where, "\"", name, "\" contains ", item, ", which is not a size");
    if (result.size() == most) fail(where, "\"", name, "\" has more than ", most, " numbers");
    result.push_back(number);
  });
  return result;
}

std::map<std::string, std::string> read_metadata(const std::string& where, JsonReader& reader) {
  if (reader.next() != '{') fail(where, "__metadata__ is not an object");
  std::map<std::string, std::string> result;
  reader.object([&](const std::string& name) {
    if (reader.next() != '"') fail(where, "__metadata__: the value of \"", name, "\" is not a string");
    if (!result.emplace(name, reader.string()).second)
      reader.refuse(text("the name \"", name, "\" occurs twice in one object"));
  });
  return result;
}

// What the header says of one tensor.
struct Entry {
  std::optional<std::string> dtype;
  std::optional<std::vector<Index>> shape, offsets;
};

Entry read_entry(const std::string& where, JsonReader& reader) {
  if (reader.next() != '{') fail(where, "is not an object");
  Entry entry;
  const auto set = [&](auto& member, const std::string& name, auto value) {
    if (member) reader.refuse(text("the name \"", name, "\" occurs twice in one object"));
    member = std::move(value);
  };
  reader.object([&](const std::string& name) {
    if (name == "dtype") {
      if (reader.next() != '"') fail(where, "\"dtype\" is ", reader.skip(), ", which is not a string");
      set(entry.dtype, name, reader.string());
    } else if (name == "shape") {
      set(entry.shape, name, whole_numbers(where, reader, "shape"));
    } else if (name == "data_offsets") {
      set(entry.offsets, name, whole_numbers(where, reader, "data_offsets"));
    } else {
      reader.skip();
    }
  });
  if (!entry.dtype) fail(where, "has no \"dtype\"");
  if (!entry.shape) fail(where, "has no array \"shape\"");
  if (!entry.offsets) fail(where, "has no array \"data_offsets\"");
  return entry;
}

struct Span {
  std::size_t begin, end;
  bool operator<(const Span& other) const {
    return std::pair(begin, end) < std::pair(other.begin, other.end);
  }
};

// Reads the tensor that one entry of the header describes. `used` becomes its part of `data`.
Tensor read_tensor(const std::string& where, const Entry& entry, std::string_view data, Span& used) {
  const std::string& dtype = *entry.dtype;
  const std::size_t width = dtype == "F32" ? 4 : dtype == "F64" ? 8 : 0;
  if (width == 0) fail(where, "dtype ", dtype, " is not supported, only F32 and F64");
  const Shape shape = shape_from_file(where, *entry.shape);
  const std::vector<Index>& offsets = *entry.offsets;
  if (offsets.size() != 2) fail(where, "\"data_offsets\" must be [begin, end]");
  used = {static_cast<std::size_t>(offsets[0]), static_cast<std::size_t>(offsets[1])};
  if (used.begin > used.end || used.end > data.size()) {
    fail(where, "its bytes ", used.begin, " to ", used.end, " are outside the file's ", data.size(),
         " bytes of values; is the file truncated?");
  }
  const std::size_t expected = static_cast<std::size_t>(shape.numel()) * width;
  if (used.end - used.begin != expected) {
    fail(where, "shape ", shape, " of ", dtype, " needs ", expected, " bytes, but data_offsets span ",
         used.end - used.begin);
  }
  return tensor_from_bytes(shape, data.substr(used.begin, expected), width);
}

// Throws unless the spans fill the data without overlap or gap.
void require_partition(const std::string& where, std::vector<Span> spans, std::size_t size) {
  std::sort(spans.begin(), spans.end());
  std::size_t reached = 0;
  for (const Span& span : spans) {
    if (span.begin < reached) fail(where, "two tensors overlap at byte ", span.begin, " of the values");
    if (span.begin > reached)
      fail(where, "bytes ", reached, " to ", span.begin, " of the values belong to no tensor");
    reached = span.end;
  }
  if (reached != size) fail(where, "bytes ", reached, " to ", size, " of the values belong to no tensor");
}

void require_distinct(const JsonReader& reader, const NamedTensors& content) {
  std::set<std::string_view> names;
  for (const auto& [name, tensor] : content.tensors) {
    if (!names.insert(name).second) reader.refuse(text("the name \"", name, "\" occurs twice in one object"));
  }
}

}  // namespace

void save_safetensors(const std::string& path, const NamedTensors& content) {
  Json::Object header;
  if (!content.metadata.empty()) {
    Json::Object metadata(content.metadata.begin(), content.metadata.end());
    header.emplace_back(metadata_name, std::move(metadata));
  }
  std::vector<Tensor> kept;  // contiguous, kept until they are written
  std::vector<std::string_view> pieces(1);
  std::set<std::string_view> names;
  std::size_t offset = 0;
  for (const auto& [name, tensor] : content.tensors) {
    if (name == metadata_name)
      fail("cannot write '", path, "': a tensor cannot have the name \"", name, "\"");
    if (!names.insert(name).second)
      fail("cannot write '", path, "': two tensors have the name \"", name, "\"");
    if (!tensor.defined()) fail("cannot write '", path, "': the tensor \"", name, "\" is undefined");
    kept.push_back(tensor.contiguous());
    pieces.push_back(bytes_of(kept.back()));
    const std::size_t end = offset + pieces.back().size();
    Json::Array sizes;
    for (Index size : tensor.shape()) sizes.emplace_back(static_cast<double>(size));
    header.emplace_back(
        name,
        Json::Object{{"dtype", sizeof(Scalar) == 4 ? "F32" : "F64"},
                     {"shape", std::move(sizes)},
                     {"data_offsets", Json::Array{static_cast<double>(offset), static_cast<double>(end)}}});
    offset = end;
  }
  std::string start = Json(std::move(header)).to_string();
  if (find_invalid_utf8(start))
    fail("cannot write '", path, "': a name or a text of its metadata is not UTF-8");
  start.append((length_bytes - start.size() % length_bytes) % length_bytes, ' ');
  start.insert(0, write_little_endian(start.size(), length_bytes));
  pieces[0] = start;
  write_file(path, pieces);
}

NamedTensors load_safetensors(const std::string& path) {
  const std::string file = read_file(path), where = text("cannot load '", path, "': ");
  if (file.size() < length_bytes)
    fail(where, "it has ", file.size(), " bytes, too few for a safetensors file");
  const std::string_view rest = std::string_view(file).substr(length_bytes);
  const std::uint64_t length = read_little_endian(std::string_view(file).substr(0, length_bytes));
  if (length > rest.size()) {
    fail(where, "its header claims ", length, " bytes, but only ", rest.size(),
         " follow: it is truncated or not a safetensors file");
  }
  JsonReader reader(rest.substr(0, length), text("cannot load '", path, "'"));
  if (reader.next() != '{') fail(where, "its header is not a JSON object");

  const std::string_view data = rest.substr(length);
  NamedTensors content;
  std::vector<Span> spans;
  bool has_metadata = false;
  reader.object([&](const std::string& name) {
    if (name == metadata_name) {
      if (std::exchange(has_metadata, true))
        reader.refuse("the name \"__metadata__\" occurs twice in one object");
      content.metadata = read_metadata(where, reader);
    } else {
      const std::string tensor = text(where, "tensor \"", name, "\": ");
      spans.emplace_back();
      content.tensors.emplace_back(name, read_tensor(tensor, read_entry(tensor, reader), data, spans.back()));
    }
  });
  require_distinct(reader, content);
  reader.end();
  require_partition(where, std::move(spans), data.size());
  return content;
}

}  // namespace heed
