#include "tensor/files/bytes.h"
#include "tensor/files/file.h"
#include "tensor/files/wav.h"
#include "tests/tensor/helpers.h"

using namespace heed;
using namespace heed::testing;

namespace {

std::string number(std::uint64_t value, std::size_t width) { return write_little_endian(value, width); }

std::string chunk(const std::string& name, const std::string& content) {
  return name + number(content.size(), 4) + content + std::string(content.size() % 2, '\0');
}

std::string riff(const std::string& chunks) {
  return "RIFF" + number(4 + chunks.size(), 4) + "WAVE" + chunks;
}

std::string format(std::uint64_t channels, std::uint64_t rate, std::uint64_t bits = 16,
                   std::uint64_t kind = 1) {
  return chunk("fmt ", number(kind, 2) + number(channels, 2) + number(rate, 4) + number(0, 4) + number(0, 2) +
                           number(bits, 2));
}

// 1, -1 and 16384 of 32768
const std::string three("\x01\0\xff\xff\0\x40", 6);

void check_refused(const std::string& content, const std::string& reason) {
  const TemporaryFile file(content);
  CHECK_THROWS_WITH(load_wav(file.path()), "cannot load '" + file.path() + "': " + reason);
}

}  // namespace

TEST_CASE("a WAV file is read, other chunks are skipped", "[wav]") {
  const TemporaryFile file(
      riff(chunk("LIST", "odd") + format(1, 8000) + chunk("fact", "1234") + chunk("data", three)));
  const Sound sound = load_wav(file.path());
  CHECK(sound.rate == 8000);
  CHECK(sound.samples == std::vector<double>{1 / 32768.0, -1 / 32768.0, 0.5});
  CHECK(sound.seconds() == 3 / 8000.0);
}

TEST_CASE("the channels of a WAV file are averaged", "[wav]") {
  const TemporaryFile file(riff(format(2, 44100) + chunk("data", std::string("\0\x40\0\0\0\x80\0\x80", 8))));
  CHECK(load_wav(file.path()).samples == std::vector<double>{0.25, -1});
}

TEST_CASE("a WAV file is written as it is read, louder samples as the loudest", "[wav]") {
  const TemporaryFile file("");
  save_wav({16000, {0, 0.5, -1, 1, 7, -7, 1 / 32768.0}}, file.path());
  const Sound sound = load_wav(file.path());
  CHECK(sound.rate == 16000);
  const double loudest = 32767 / 32768.0;
  CHECK(sound.samples == std::vector<double>{0, 0.5, -1, loudest, loudest, -1, 1 / 32768.0});
  save_wav({1, {}}, file.path());
  CHECK(load_wav(file.path()).samples.empty());
}

TEST_CASE("a WAV file is not trusted", "[wav]") {
  const std::string data = chunk("data", three);
  check_refused("RIF", "not a WAV file: it does not begin with RIFF, a size and WAVE");
  check_refused("RIFF1234AVI " + data, "not a WAV file: it does not begin with RIFF, a size and WAVE");
  check_refused(riff(data), "its samples come before their format");
  check_refused(riff(format(1, 8000)), "it has no samples: there is no chunk named data");
  check_refused(riff(chunk("fmt ", "short")), "its format has 5 bytes; at least 16 are needed");
  check_refused(riff(format(0, 8000) + data), "it has no channels");
  check_refused(riff(format(1, 0) + data), "it has 0 samples per second; 1 to 1000000 are read");
  check_refused(riff(format(1, 4000000000) + data),
                "it has 4000000000 samples per second; 1 to 1000000 are read");
  check_refused(riff(format(1, 8000, 8) + data),
                "its samples have 8 bits in format 1; only 16 bits in format 1, PCM, are read");
  check_refused(riff(format(1, 8000, 32, 3) + data),
                "its samples have 32 bits in format 3; only 16 bits in format 1, PCM, are read");
  check_refused(riff(format(2, 8000) + data),
                "its 6 bytes of samples are not a whole number of moments of 4 bytes");
  check_refused(riff(format(1, 8000) + "data" + number(0xffffffff, 4) + three),
                "the file is cut short: a chunk of 4294967295 bytes begins where 6 are left");
}

TEST_CASE("every beginning of a WAV file is an error, not a crash", "[wav]") {
  const std::string whole = riff(chunk("LIST", "odd") + format(1, 8000) + chunk("data", three));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const TemporaryFile file(whole.substr(0, length));
    CHECK_THROWS(load_wav(file.path()));
  }
}
