#include "tensor/files/json.h"
#include "tensor/ground/error.h"
#include "tests/catch.h"

using namespace heed;

namespace {

std::string round_trip(const std::string& text) { return Json::parse(text, "test").to_string(); }
void check_refused(const std::string& text, const std::string& reason) {
  CAPTURE(text);
  CHECK_THROWS_WITH(Json::parse(text, "x.json"), "x.json: invalid JSON at byte " + reason);
}

}  // namespace

TEST_CASE("JSON is read and written without loss") {
  for (const char* text : {"null", "true", "false", "0", "-1.5", "1e+300", "0.1", "9007199254740992", "\"\"",
                           "[]", "{}", "[1,[2,{}],\"x\"]", "{\"b\":1,\"a\":{\"c\":null}}"}) {
    CHECK(round_trip(text) == text);
  }
  CHECK(round_trip(" [ 1 , 2 ]\n") == "[1,2]");
  CHECK(round_trip("{ \"a\" :\t1 }") == "{\"a\":1}");
  CHECK(round_trip("-0.5E-2") == "-0.005");
  CHECK(Json(1.0 / 0.0).to_string() == "null");
  // Numbers that are too small for a double are 0.
  CHECK(round_trip("[1e-999,-0.001E-99999999999999999999,0.1e-330,0e999]") == "[0,-0,0,0]");
}

TEST_CASE("JSON for a page cannot end the element that holds it") {
  CHECK(Json("</script>&").to_html() == "\"\\u003c/script\\u003e\\u0026\"");
  CHECK(Json("a\"b\\c\n\x01").to_html() == "\"a\\\"b\\\\c\\u000a\\u0001\"");
  CHECK(Json("Grüße 漢\xff").to_html() == "\"Grüße 漢\uFFFD\"");
  CHECK(Json("\u2028").to_html() == "\"\\u2028\"");
  CHECK(Json(Json::Object{{"<", Json::Array{0.1, 1.0 / 3, 123456, -0.0, true, {}}}}).to_html() ==
        "{\"\\u003c\":[0.1,0.33333,123456,0,true,null]}");
  CHECK(Json(-1.0 / 0.0).to_html() == "null");
}

TEST_CASE("strings are escaped and unescaped") {
  CHECK(*Json::parse(R"("\"\\\/\b\f\n\r\t")", "test").string() == "\"\\/\b\f\n\r\t");
  CHECK(*Json::parse(R"("\u0041\u00e4\u20AC\ud83e\udd8a")", "test").string() == "A\u00e4\u20ac\U0001F98A");
  CHECK(Json("a\"\\\n\t\x01\u00e4").to_string() == "\"a\\\"\\\\\\n\\t\\u0001\u00e4\"");
  CHECK(*Json::parse(Json(std::string("\0\x1f", 2)).to_string(), "test").string() ==
        std::string("\0\x1f", 2));
}

TEST_CASE("members are found by name and kind") {
  const Json value = Json::parse("{\"n\": 2, \"s\": \"x\", \"l\": [true], \"o\": {}}", "test");
  CHECK(*value.find("n")->number() == 2);
  CHECK(*value.find("s")->string() == "x");
  CHECK(*value.find("l")->array()->at(0).truth());
  CHECK(value.find("o")->object()->empty());
  CHECK(value.find("missing") == nullptr);
  CHECK(value.find("n")->string() == nullptr);
  CHECK(Json(3).find("n") == nullptr);
  CHECK(Json(Json::Object{{"a", 1}, {"b", Json::Array{true, "x", {}}}}).to_string() ==
        R"({"a":1,"b":[true,"x",null]})");
}

TEST_CASE("a reader gives the pieces of a text in their order, and skips what is not wanted") {
  JsonReader reader(
      R"( {"a": [1, -2.5e1], "skipped": {"x": [[], "]"], "x": null} , "s" :"\u0041", "v": {"w": [true]}} )",
      "x.json");
  CHECK(reader.next() == '{');
  std::string seen;
  reader.object([&](const std::string& name) {
    seen += name + " ";
    if (name == "a") reader.array([&] { seen += text(reader.number(), " "); });
    if (name == "skipped") seen += std::string(reader.skip()) + " ";
    if (name == "s") seen += reader.string() + " ";
    if (name == "v") seen += reader.value().to_string();
  });
  CHECK(seen == R"(a 1 -25 skipped {"x": [[], "]"], "x": null} s A v {"w":[true]})");
  reader.end();
}

TEST_CASE("a reader rejects a value of another kind") {
  const auto error_of = [](const std::string& json, auto read) {
    JsonReader reader(json, "x.json");
    try {
      read(reader);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  CHECK(error_of(" 1", [](JsonReader& r) { r.object([](const std::string&) {}); }) ==
        "x.json: invalid JSON at byte 1: expected '{'");
  CHECK(error_of("{}", [](JsonReader& r) { r.array([] {}); }) ==
        "x.json: invalid JSON at byte 0: expected '['");
  CHECK(error_of("[]", [](JsonReader& r) { r.string(); }) == "x.json: invalid JSON at byte 0: expected '\"'");
  CHECK(error_of("true", [](JsonReader& r) { r.number(); }) ==
        "x.json: invalid JSON at byte 0: expected a digit");
  CHECK(error_of("[1,]", [](JsonReader& r) { r.skip(); }) ==
        "x.json: invalid JSON at byte 3: expected a value");
  CHECK(error_of("1 2", [](JsonReader& r) { r.skip(), r.end(); }) ==
        "x.json: invalid JSON at byte 2: there is more text after the value");
  CHECK(error_of(std::string(200, '['), [](JsonReader& r) { r.skip(); }) ==
        "x.json: invalid JSON at byte 100: nested deeper than 100");
}

TEST_CASE("invalid JSON is rejected with its position and the reason") {
  check_refused("", "0: it ends too early");
  check_refused("[1,", "3: it ends too early");
  check_refused("[1 2]", "3: expected ',' or ']'");
  check_refused("{\"a\":1", "6: expected ',' or '}'");
  check_refused("{\"a\" 1}", "5: expected ':' after a name");
  check_refused("{a:1}", "1: expected '\"'");
  check_refused("[1,]", "3: expected a value");
  check_refused("nul", "0: expected a value");
  check_refused("1 1", "2: there is more text after the value");
  check_refused("01", "1: there is more text after the value");
  check_refused("1.", "2: expected a digit");
  check_refused("-", "1: expected a digit");
  check_refused("1e", "2: expected a digit");
  check_refused("1e999", "5: the number is out of range");
  check_refused("-10e+99999999999999999999", "25: the number is out of range");
  check_refused("\"abc", "4: the text in quotes does not end");
  check_refused("\"a\nb\"", "2: a control character within quotes");
  check_refused("\"\\x\"", "2: an unknown escape");
  check_refused("\"\\", "2: an unknown escape");
  check_refused("\"\\u12g4\"", "3: \\u needs four hexadecimal digits");
  check_refused("\"\\u12", "3: \\u needs four hexadecimal digits");
  check_refused("\"\\ud83e\"", "7: half of a surrogate pair");
  check_refused("\"\\udd8a\"", "7: half of a surrogate pair");
  check_refused("\"\\udd8a\\udd8a\"", "7: half of a surrogate pair");
  check_refused("{\"a\":1,\"b\":2,\"a\":3}", "19: the name \"a\" occurs twice in one object");
  check_refused(std::string(200, '['), "100: nested deeper than 100");
  CHECK(round_trip(std::string(100, '[') + std::string(100, ']')).size() == 200);
}
