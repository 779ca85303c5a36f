#include "tensor/ground/error.h"
#include "tests/catch.h"

#include <thread>

using namespace heed;

TEST_CASE("scopes nest, and their path has the names of all") {
  CHECK(Scope::path().empty());
  CHECK(Scope::current() == 0);
  {
    const Scope encoder("encoder");
    CHECK(Scope::path() == "encoder");
    {
      const Scope layer("layers.1");
      CHECK(Scope::path() == "encoder.layers.1");
    }
    CHECK(Scope::path() == "encoder");
  }
  CHECK(Scope::path().empty());
}

TEST_CASE("name() is a path's last name, outer() the path without it") {
  const Scope decoder("decoder"), layer("layers.1");
  const Scope::Id here = Scope::current(), outer = Scope::outer(here);
  CHECK(Scope::name(here) == "layers.1");
  CHECK(Scope::path(outer) == "decoder");
  CHECK(Scope::name(outer) == "decoder");
  CHECK(Scope::outer(outer) == 0);
  CHECK(Scope::name(0).empty());
}

TEST_CASE("the registered function is called before each change of the scope path") {
  static std::string seen;
  seen = "";
  Scope::before_change([] { seen += Scope::path() + "|"; });
  {
    const Scope encoder("encoder");
    const Scope norm("norm");
  }
  Scope::before_change(nullptr);
  const Scope unseen("unseen");
  CHECK(seen == "|encoder|encoder.norm|encoder|");
}

TEST_CASE("the same path has the same id each time, and different paths have different ids") {
  const auto number_of = [](const char* outer, const char* inner) {
    const Scope first(outer), second(inner);
    return Scope::current();
  };
  const Scope::Id one = number_of("a", "b");
  const std::string& path = Scope::path(one);
  for (int i = 0; i < 100; ++i) number_of("many", std::to_string(i).c_str());
  CHECK(number_of("a", "b") == one);
  CHECK(number_of("b", "a") != one);
  CHECK(number_of("many", "b") != one);
  CHECK(path == "a.b");  // the reference is still valid
}

TEST_CASE("an error's text opens with the path, and an exception leaves the scopes") {
  const auto work = [] {
    const Scope model("decoder"), layer("attention");
    fail("matmul: ", 3, " is not ", 4.5, ' ', true);
  };
  CHECK_THROWS_WITH(work(), "decoder.attention: matmul: 3 is not 4.5 true");
  CHECK(Scope::path().empty());
  CHECK_THROWS_WITH(fail("alone"), "alone");
  CHECK_THROWS_AS(fail("alone"), Error);
}

TEST_CASE("each thread has its own scopes") {
  const Scope here("here");
  std::string elsewhere = "not set";
  std::thread([&] {
    elsewhere = Scope::path();
    const Scope there("there");
    elsewhere += Scope::path();
  }).join();
  CHECK(elsewhere == "there");
  CHECK(Scope::path() == "here");
}

TEST_CASE("numbers in messages are as short as they can be") {
  CHECK(text(0.1, " ", 1e-9, " ", 1.0, " ", 123456789.0) == "0.1 1e-09 1 1.23457e+08");
  CHECK(text(std::string("a"), std::string_view("b"), "c", 'd', -5, false) == "abcd-5false");
}
