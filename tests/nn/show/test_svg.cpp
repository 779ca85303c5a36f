#include "nn/show/svg.h"
#include "tests/catch.h"
#include "tests/nn/show/xml.h"

#include <clocale>
#include <cmath>

using namespace heed::show;

TEST_CASE("the XML checker rejects what is not well-formed", "[show]") {
  CHECK(xml_error("<a x=\"1\"><b/>text &amp; &#39;</a>").empty());
  CHECK(xml_error("<!DOCTYPE html>\n<a><![CDATA[ < & ]]></a>\n").empty());
  for (const char* bad :
       {"", "text", "<a>", "<a></b>", "<a/><b/>", "<a x=1/>", "<a x=\"<\"/>", "<a x=\"1\" x=\"2\"/>",
        "<a>&</a>", "<a>&nbsp;</a>", "<a><</a>", "<a>\x01</a>", "<a>\xff</a>", "<a x=\"1\"y=\"2\"/>"}) {
    INFO(bad);
    CHECK_FALSE(xml_error(bad).empty());
  }
}

TEST_CASE("strings from outside never become markup in SVG", "[show]") {
  CHECK(escape("a<b>&\"'") == "a&lt;b&gt;&amp;&quot;&#39;");
  CHECK(escape("Grüße שלום 漢字 🇩🇪") == "Grüße שלום 漢字 🇩🇪");
  CHECK(escape("\x1b[31m") == "\uFFFD[31m");  // no escape sequences
  CHECK(escape("a\xffz") == "a\uFFFDz");      // invalid UTF-8
  CHECK(escape("\u202Eabc") ==
        "\uFFFD"
        "abc");  // no character reverses the direction of the rest of the page
  CHECK(escape(std::string_view("\0", 1)) == "\uFFFD");

  const std::string evil = "</svg><script>alert(\"1\")</script>&\x02'";
  Svg svg(10, 10, evil, evil);
  svg.text(1, 2, evil, "middle", evil, 30);
  svg.element("rect", {{"class", evil}, {"width", 3}}, evil);
  const std::string file = svg.finish();
  CHECK(xml_error(file) == "");
  CHECK(count_elements(file, "script") == 0);
  CHECK(count_elements(file, "svg") == 1);
}

TEST_CASE("numbers are short and the same in every locale", "[show]") {
  CHECK(short_number(0.25) == "0.25");
  CHECK(short_number(1.0 / 3) == "0.3333");
  CHECK(short_number(-0.0) == "0");
  CHECK(short_number(1e-5) == "1e-05");
  CHECK(short_number(123456, 6) == "123456");
  CHECK(short_number(NAN) == "NaN");
  CHECK(short_number(-HUGE_VAL) == "-∞");
  for (const char* locale : {"de_DE.UTF-8", "fr_FR.UTF-8", ""}) {
    if (std::setlocale(LC_ALL, locale) != nullptr) CHECK(short_number(1.5) == "1.5");
  }
  std::setlocale(LC_ALL, "C");
}

TEST_CASE("the estimated width distinguishes wide and narrow letters", "[show]") {
  CHECK(text_width("") == 0);
  CHECK(text_width("iii") < text_width("mmm"));
  CHECK(text_width("漢") > text_width("a"));
  CHECK(text_width("a\u0301") == text_width("a"));  // a combining accent takes no room
  CHECK(text_width("abc", 26) == Approx(2 * text_width("abc", 13)));
}
