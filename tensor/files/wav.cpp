// The layout:   "RIFF" size "WAVE"   then chunks:   name (4 bytes) size (4 bytes) content, an even number of bytes
// The chunk "fmt " says what the samples are, the chunk "data" has them. Numbers have their lowest byte first.
#include "tensor/files/wav.h"

#include "tensor/files/bytes.h"
#include "tensor/files/file.h"
#include "tensor/ground/error.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace heed {
namespace {

constexpr Index fastest = 1'000'000;  // samples per second; no recording has more
constexpr double full_scale = 32768;  // 16 bits: from -32768 to 32767

struct Format {
  std::uint64_t channels = 0, rate = 0;
};

Format read_format(const std::string& where, std::string_view content) {
  if (content.size() < 16) fail(where, "its format has ", content.size(), " bytes; at least 16 are needed");
  const auto number = [&](std::size_t begin, std::size_t width) {
    return read_little_endian(content.substr(begin, width));
  };
  const std::uint64_t kind = number(0, 2), bits = number(14, 2);
  const Format format{number(2, 2), number(4, 4)};
  if (kind != 1 || bits != 16)
    fail(where, "its samples have ", bits, " bits in format ", kind,
         "; only 16 bits in format 1, PCM, are read");
  if (format.channels == 0) fail(where, "it has no channels");
  if (format.rate == 0 || format.rate > static_cast<std::uint64_t>(fastest))
    fail(where, "it has ", format.rate, " samples per second; 1 to ", fastest, " are read");
  return format;
}

double read_sample(std::string_view bytes) {
  return static_cast<double>(static_cast<std::int16_t>(read_little_endian(bytes))) / full_scale;
}

// The mean of the channels, for each moment.
std::vector<double> read_samples(const std::string& where, const Format& format, std::string_view content) {
  const std::size_t channels = format.channels, moment = 2 * channels;
  if (content.size() % moment != 0) {
    fail(where, "its ", content.size(), " bytes of samples are not a whole number of moments of ", moment,
         " bytes");
  }
  std::vector<double> samples;
  samples.reserve(content.size() / moment);
  for (std::size_t begin = 0; begin < content.size(); begin += moment) {
    double sum = 0;
    for (std::size_t c = 0; c < channels; ++c) sum += read_sample(content.substr(begin + 2 * c, 2));
    samples.push_back(sum / static_cast<double>(channels));
  }
  return samples;
}

}  // namespace

Sound load_wav(const std::string& path) {
  const std::string file = read_file(path), where = text("cannot load '", path, "': ");
  std::string_view rest = file;
  if (rest.size() < 12 || rest.substr(0, 4) != "RIFF" || rest.substr(8, 4) != "WAVE")
    fail(where, "not a WAV file: it does not begin with RIFF, a size and WAVE");
  rest.remove_prefix(12);
  Format format;
  while (rest.size() >= 8) {
    const std::string_view name = rest.substr(0, 4);
    const std::uint64_t size = read_little_endian(rest.substr(4, 4));
    rest.remove_prefix(8);
    if (size > rest.size()) {
      fail(where, "the file is cut short: a chunk of ", size, " bytes begins where ", rest.size(),
           " are left");
    }
    const std::string_view content = rest.substr(0, size);
    if (name == "fmt ") format = read_format(where, content);
    if (name == "data") {
      if (format.channels == 0) fail(where, "its samples come before their format");
      return {static_cast<Index>(format.rate), read_samples(where, format, content)};
    }
    rest.remove_prefix(std::min(rest.size(), size + size % 2));
  }
  fail(where, "it has no samples: there is no chunk named data");
}

void save_wav(const Sound& sound, const std::string& path) {
  if (sound.rate < 1 || sound.rate > fastest)
    fail("save_wav: the rate must be from 1 to ", fastest, " samples per second, not ", sound.rate);
  const std::size_t bytes = 2 * sound.samples.size(), header = 36;
  if (bytes > 0xffffffff - header)
    fail("save_wav: ", sound.samples.size(), " samples do not fit into a WAV file");
  const auto number = [](std::size_t value, std::size_t width) { return write_little_endian(value, width); };
  const std::size_t rate = static_cast<std::size_t>(sound.rate);
  std::string file = "RIFF" + number(header + bytes, 4) + "WAVEfmt " + number(16, 4);
  // PCM, one channel, the rate, bytes per second, bytes per moment, bits per sample
  file += number(1, 2) + number(1, 2) + number(rate, 4) + number(2 * rate, 4) + number(2, 2) + number(16, 2);
  file += "data" + number(bytes, 4);
  for (const double sample : sound.samples) {
    if (std::isnan(sample)) fail("save_wav: a sample is NaN");
    const double scaled = std::clamp(std::round(sample * full_scale), -full_scale, full_scale - 1);
    file += number(static_cast<std::uint16_t>(static_cast<std::int16_t>(scaled)), 2);
  }
  write_file(path, {file});
}

}  // namespace heed
