#include "nn/show/attention_page.h"
#include "nn/show/page.h"
#include "nn/show/page_data.h"
#include "nn/show/run_page.h"
#include "tensor/files/file.h"
#include "tests/catch.h"
#include "tests/nn/show/sample_page.h"
#include "tests/nn/show/xml.h"

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <unistd.h>

using namespace heed::show;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// The content of an element; for texts that contain the element exactly once.
std::string between(const std::string& text, const std::string& before, const std::string& after) {
  const std::size_t start = text.find(before);
  REQUIRE(start != std::string::npos);
  const std::size_t first = start + before.size();
  return text.substr(first, text.find(after, first) - first);
}

TrainingRun sample_run(int epochs) {
  TrainingRun run;
  run.title = "Run <1> & \"only\"";
  run.status = "epoch " + std::to_string(epochs) + " of 3";
  run.running = epochs < 3;
  run.settings = {{"model", "transformer"}, {"d_model", "64"}, {"corpus", "<tiny> & small"}};
  run.layers = {"encoder.layers.0", "encoder.layers.1", "decoder.layers.0", "output"};
  for (int step = 1; step <= 900 * epochs; ++step) {
    run.steps.push_back({step, 1 + 6 * std::exp(-step / 500.0), 1e-3 * std::min(step / 400.0, 1.0)});
  }
  for (int epoch = 1; epoch <= epochs; ++epoch) {
    EpochRecord record{epoch, 4.0 / epoch, 4.5 / epoch, epoch == 1 ? EpochRecord::absent : 10.0 * epoch,
                       12,    {},          {}};
    for (int layer = 0; layer < 4; ++layer) record.gradient_norms.push_back(std::pow(10, layer - epoch));
    record.samples = {{"Ein Hund .", "A dog .", "a <unk> ."},
                      {"שלום", "</td><script>alert(1)</script>", "&amp; 漢字"}};
    run.epochs.push_back(record);
  }
  return run;
}

}  // namespace

TEST_CASE("a matrix becomes a list of rows in a page's data", "[show]") {
  CHECK(json_array(Matrix{2, 2, {1, 2, 3, 4}}).to_html() == "[[1,2],[3,4]]");
  CHECK(json_array(Matrix{2, 0, {}}).to_html() == "[[],[]]");
  CHECK(json_array(Matrix{}).to_html() == "[]");
  CHECK(json_array(std::vector<std::string>{"a", "<"}).to_html() == "[\"a\",\"\\u003c\"]");
}

TEST_CASE("the attention page is well-formed and self-contained", "[show]") {
  const std::string page = attention_page(sample_page());
  CHECK(xml_error(page) == "");
  CHECK(count_elements(page, "script") == 2);  // the data and our own; none from a token
  CHECK(count_elements(page, "img") == 0);
  CHECK(count_elements(page, "link") == 0);
  CHECK(contains(page, "<title>Attention &lt;of&gt; a &quot;sample&quot; &amp; its heads</title>"));
  CHECK(contains(page, "default-src 'none'"));
  CHECK_FALSE(contains(page, "src=\""));
  CHECK_FALSE(contains(page, "innerHTML"));
  const std::string data = between(page, "id=\"data\">", "</script>");
  CHECK(data.find_first_of("<>&") == std::string::npos);
  CHECK(contains(data, "\\u003cimg src=x onerror=alert(1)\\u003e"));
}

TEST_CASE("the attention page contains the given numbers", "[show]") {
  AttentionMap map{AttentionKind::decoder, 3, 1, {2, 2, {1, 0, 0.25, 0.75}}, {}};
  DotProductInside inside{
      {2, 1, {1, 2}}, {2, 1, {3, 4}}, {2, 3, {5, 6, 7, 8, 9, 10}}, 0.5, {2, 2, {1, 0, 1, 1}}, "q", "W k"};
  map.inside = inside;
  const std::string page =
      attention_page({"t", {{{"x"}, {{"only", {"a", "b"}, {map}, {{{"a", 0.5}}, {}}}}}}, "<s>"});
  CHECK(contains(
      page, R"({"kind":"decoder","layer":3,"head":1,"weights":[[1,0],[0.25,0.75]],"inside":{"form":"dot",)"
            R"("q":[[1],[2]],"k":[[3],[4]],"v":[[5,6,7],[8,9,10]],"scale":0.5,"mask":[[1,0],[1,1]],)"
            R"("names":["q","W k"]}})"));
  CHECK(contains(page, R"("candidates":[[["a",0.5]],[]])"));
  CHECK(contains(page, R"("start":"\u003cs\u003e")"));
}

TEST_CASE("an attention page can be made from weights alone", "[show]") {
  const Matrix one{1, 2, {0.25, 0.75}}, other{1, 2, {1, 0}};
  const std::string page = attention_page("Mine", {"die", "Katze"}, {"cat"}, {one, other});
  CHECK(contains(page, R"({"kind":"cross","layer":0,"head":0,"weights":[[0.25,0.75]],"inside":null})"));
  CHECK(contains(page, R"({"kind":"cross","layer":0,"head":1,"weights":[[1,0]],"inside":null})"));
  CHECK(contains(page, R"("source":["die","Katze"])"));
  CHECK(contains(page, R"("target":["cat"])"));
  CHECK_THROWS_WITH(attention_page("", {"die"}, {"cat"}, {one}),
                    Catch::Contains("weights are (1, 2), expected (1, 1)"));
}

TEST_CASE("the attention page rejects matrices that do not fit their words", "[show]") {
  AttentionPage page = sample_page();
  Reading& reading = page.sentences[0].readings[0];
  const auto refuses = [&](const std::string& message) {
    CHECK_THROWS_WITH(attention_page(page), Catch::Contains("attention_page: ") && Catch::Contains(message));
  };
  SECTION("weights") {
    reading.maps[2].weights = {7, 8, std::vector<double>(56)};
    refuses("sentence 0: cross layer 0 head 0: weights are (7, 8), expected (7, 9)");
  }
  SECTION("a wrong number of values") {
    reading.maps[2].weights.values.pop_back();
    refuses("cross layer 0 head 0: weights: a matrix of 7 x 9 has 62 values");
  }
  SECTION("inside") {
    std::get<DotProductInside>(reading.maps[1].inside).k = {7, 5, std::vector<double>(35)};
    refuses("decoder layer 0 head 0: q are (7, 8), expected (7, 5)");
  }
  SECTION("additive inside") {
    std::get<AdditiveInside>(page.sentences[1].readings[0].maps[0].inside).v.pop_back();
    refuses("sentence 1: cross layer 0 head 0: query projections are (4, 6), expected (4, 5)");
  }
  SECTION("candidates") {
    reading.candidates.pop_back();
    refuses("candidates for 6 steps, but 7 target tokens");
  }
  SECTION("an empty page") {
    page.sentences.clear();
    refuses("no sentences");
  }
}

TEST_CASE("the run page shows curves, samples, norms and settings, also before the first epoch", "[show]") {
  CHECK(xml_error(run_page({})) == "");
  const std::string page = run_page(sample_run(2));
  CHECK(xml_error(page) == "");
  CHECK(count_elements(page, "script") == 0);
  CHECK(count_elements(page, "svg") == 5);  // two losses, BLEU, learning rate, gradient norms
  CHECK(contains(page, "http-equiv=\"refresh\""));
  for (const char* text : {"epoch 2 of 3", "&lt;tiny&gt; &amp; small", "a &lt;unk&gt; .", "&amp;amp; 漢字",
                           "validation", "encoder.layers.1, 2: -1"}) {
    INFO(text);
    CHECK(contains(page, text));
  }
  CHECK_FALSE(contains(run_page(sample_run(3)), "http-equiv=\"refresh\""));
  CHECK(page.size() < 200000);                             // 1800 steps were averaged
  const std::string long_page = run_page(sample_run(61));  // every third epoch of the gradients' norms
  CHECK(contains(long_page, "output, 61: "));
  CHECK(contains(long_page, "output, 58: "));
  CHECK_FALSE(contains(long_page, "output, 60: "));
  TrainingRun bad = sample_run(1);
  bad.epochs[0].gradient_norms.pop_back();
  CHECK_THROWS_WITH(run_page(bad), Catch::Contains("epoch 1 has 3 gradient norms for 4 layers"));
}

TEST_CASE("the run page replaces the last one", "[show]") {
  const auto folder = std::filesystem::temp_directory_path() / ("heed-run-page-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  const std::string path = (folder / "run.html").string();
  for (const int epochs : {1, 2}) {
    write_run_page(path, sample_run(epochs));
    CHECK(heed::read_file(path) == run_page(sample_run(epochs)));
  }
  std::filesystem::remove_all(folder);
}

// Not a test but a tool: tests/browser runs it to get its pages.
TEST_CASE("write the sample pages into the folder HEED_PAGES", "[.pages]") {
  const char* folder = std::getenv("HEED_PAGES");
  REQUIRE(folder != nullptr);
  heed::write_file(std::string(folder) + "/attention.html", {attention_page(sample_page())});
  write_run_page(std::string(folder) + "/run.html", sample_run(3));
}
