#include "tensor/ground/options.h"
#include "tests/catch.h"

using namespace heed;

TEST_CASE("printable text has no character that controls a terminal", "[printable]") {
  CHECK(printable("größer 漢字 👩\u200d👧\u00a0!") == "größer 漢字 👩\u200d👧\u00a0!");
  CHECK(printable("a\x1b[31m\tb\n\x7f\u009b\u202e\u2028\ufffe\xff") ==
        "a\ufffd[31m\ufffd"
        "b\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd");
}

TEST_CASE("escaped text names the characters, and keeps line ends", "[printable]") {
  CHECK(escaped("a\x1b[31m\tb\r\nc\x7f\u009b\u202e\U0001ffff\xff\xc3 \ufffdé") ==
        "a\\x1b[31m\\tb\\r\nc\\x7f\\u009b\\u202e\\U0001ffff\\xff\\xc3 \ufffdé");
}

TEST_CASE("long text is shortened in the middle, between characters", "[printable]") {
  CHECK(shortened("abcdefghi", 9) == "abcdefghi");
  CHECK(shortened("abcdefghij", 9) == "abcdef ... (1 bytes left out) ... hij");
  CHECK(shortened("ääääääääää", 9) == "äää ... (12 bytes left out) ... ä");
  CHECK(shortened(std::string(10'000'000, '\x80')).size() < 1100);
}

TEST_CASE("an error's text is short and printable, whatever it quotes", "[printable]") {
  const std::string line = std::string(10'000'000, 'x') + "\x1b[2J\xff";
  for (const std::string& message :
       {std::string(Error(line + " is wrong").what()), std::string(UsageError(line).what())}) {
    CHECK(message.size() < 6000);
    CHECK(message.find('\x1b') == message.npos);
    CHECK(message.starts_with("xxx"));
  }
  try {
    fail("f:3: '", line, "' and \"", line, "\"; do this");
  } catch (const Error& error) {
    const std::string message = error.what();
    CHECK(message.size() < 2500);
    CHECK_THAT(message, Catch::StartsWith("f:3: 'xxxx") && Catch::EndsWith("x\\x1b[2J\\xff\"; do this"));
  }
}
