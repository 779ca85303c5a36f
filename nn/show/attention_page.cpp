#include "nn/show/attention_page.h"

#include "nn/show/assets.h"
#include "nn/show/page.h"
#include "nn/show/page_data.h"
#include "nn/show/svg.h"
#include "tensor/ground/error.h"

namespace heed::show {
namespace {

constexpr std::string_view body = R"html(
<div class="bar">
<label>Sentence <select id="sentence"></select></label>
<label>Attention <select id="kind"></select></label>
<label>Layer <select id="layer"></select></label>
<label>Head <select id="head"></select></label>
<label>View <select id="view"><option value="matrix">matrix</option><option value="lines">lines</option></select></label>
<button id="save" type="button">Save as SVG</button>
</div>
<div class="bar" id="epochs"><label>Training <input id="epoch" type="range" min="0" step="1"/></label>
<output id="epoch-name" for="epoch"></output></div>
<p id="readout" aria-live="polite"></p>
<div id="columns">
<div>
<div id="figure"></div>
<section class="panel" id="inside" aria-labelledby="inside-title"><h2 id="inside-title">Inside one query</h2>
<div id="inside-content"></div></section>
</div>
<div>
<section class="panel" aria-labelledby="decoding-title"><h2 id="decoding-title">Decoding, step by step</h2>
<div class="bar"><button id="back" type="button">◀ back</button><button id="next" type="button">next ▶</button>
<button id="whole" type="button">whole sentence</button></div>
<p id="produced"></p><div id="candidates"></div></section>
<section class="panel" aria-labelledby="heads-title"><h2 id="heads-title">All heads</h2><div id="heads"></div></section>
<section class="panel" aria-labelledby="help-title"><h2 id="help-title">How to use this page</h2>
<p>Each <b>query</b> attends to the <b>keys</b>; the weights of one query sum to 1. Point at a word, or move the
focus to it, to see only its weights. Click it, or press Enter, to pin it; press Escape to release it. The arrow keys
move along the words.</p></section>
</div>
</div>
)html";

std::string_view name(AttentionKind kind) {
  switch (kind) {
    case AttentionKind::encoder:
      return "encoder";
    case AttentionKind::decoder:
      return "decoder";
    default:
      return "cross";
  }
}

// Rejects a matrix that is not (rows, columns).
struct Expect {
  std::string where;
  void operator()(const char* what, const Matrix& matrix, Index rows, Index columns) const {
    check(matrix, where + what);
    if (matrix.rows != rows || matrix.columns != columns) {
      fail(where, what, " are (", matrix.rows, ", ", matrix.columns, "), expected (", rows, ", ", columns,
           ")");
    }
  }
};

void check(const AttentionMap& map, Index source, Index target, const std::string& where) {
  const Index queries = map.kind == AttentionKind::encoder ? source : target;
  const Index keys = map.kind == AttentionKind::decoder ? target : source;
  const Expect expect{where + std::string(name(map.kind)) + " layer " + std::to_string(map.layer) + " head " +
                      std::to_string(map.head) + ": "};
  expect("weights", map.weights, queries, keys);
  if (const auto* dot = std::get_if<DotProductInside>(&map.inside)) {
    expect("q", dot->q, queries, dot->k.columns);
    expect("k", dot->k, keys, dot->k.columns);
    expect("v", dot->v, keys, dot->v.columns);
    if (!dot->mask.empty()) expect("mask", dot->mask, queries, keys);
  } else if (const auto* additive = std::get_if<AdditiveInside>(&map.inside)) {
    expect("query projections", additive->query, queries, static_cast<Index>(additive->v.size()));
    expect("key projections", additive->key, keys, static_cast<Index>(additive->v.size()));
    expect("values", additive->values, keys, additive->values.columns);
    if (!additive->mask.empty()) expect("mask", additive->mask, queries, keys);
  }
}

void check(const AttentionPage& page) {
  if (page.sentences.empty()) fail("attention_page: no sentences to show");
  for (std::size_t s = 0; s < page.sentences.size(); ++s) {
    const Sentence& sentence = page.sentences[s];
    const std::string where = "attention_page: sentence " + std::to_string(s) + ": ";
    if (sentence.readings.empty()) fail(where, "no readings");
    for (const Reading& reading : sentence.readings) {
      if (reading.maps.empty()) fail(where, "a reading has no attention maps");
      if (!reading.candidates.empty() && reading.candidates.size() != reading.target.size()) {
        fail(where, "candidates for ", reading.candidates.size(), " steps, but ", reading.target.size(),
             " target tokens");
      }
      for (const AttentionMap& map : reading.maps) {
        check(map, static_cast<Index>(sentence.source.size()), static_cast<Index>(reading.target.size()),
              where);
      }
    }
  }
}

Json inside_json(const AttentionMap& map) {
  const auto mask_json = [](const Matrix& mask) { return mask.empty() ? Json() : json_array(mask); };
  if (const auto* dot = std::get_if<DotProductInside>(&map.inside)) {
    return Json::Object{{"form", "dot"},
                        {"q", json_array(dot->q)},
                        {"k", json_array(dot->k)},
                        {"v", json_array(dot->v)},
                        {"scale", dot->scale},
                        {"mask", mask_json(dot->mask)},
                        {"names", Json::Array{dot->q_name, dot->k_name}}};
  }
  if (const auto* additive = std::get_if<AdditiveInside>(&map.inside)) {
    return Json::Object{{"form", "additive"},
                        {"q", json_array(additive->query)},
                        {"k", json_array(additive->key)},
                        {"direction", json_array(additive->v)},
                        {"v", json_array(additive->values)},
                        {"mask", mask_json(additive->mask)},
                        {"hard", additive->hard}};
  }
  return {};
}

Json map_json(const AttentionMap& map) {
  return Json::Object{{"kind", std::string(name(map.kind))},
                      {"layer", map.layer},
                      {"head", map.head},
                      {"weights", json_array(map.weights)},
                      {"inside", inside_json(map)}};
}

Json reading_json(const Reading& reading) {
  const auto candidate = [](const Candidate& c) -> Json { return Json::Array{c.token, c.probability}; };
  const auto step = [&](const std::vector<Candidate>& candidates) {
    return json_array(candidates, candidate);
  };
  return Json::Object{{"name", reading.name},
                      {"target", json_array(reading.target)},
                      {"candidates", json_array(reading.candidates, step)},
                      {"maps", json_array(reading.maps, map_json)}};
}

Json sentence_json(const Sentence& sentence) {
  return Json::Object{{"source", json_array(sentence.source)},
                      {"readings", json_array(sentence.readings, reading_json)}};
}

}  // namespace

std::string attention_page(const AttentionPage& page) {
  check(page);
  const Json data = Json::Object{{"start", page.start},
                                 {"style", std::string(assets::figure_css)},
                                 {"noInside", page.no_inside},
                                 {"sentences", json_array(page.sentences, sentence_json)}};
  const std::string script = joined({assets::elements_js, assets::attention_figure_js,
                                     assets::attention_inside_js, assets::attention_page_js});
  return html_page(page.title, body,
                   {.style = assets::attention_page_css, .script = script, .data = data.to_html()});
}

std::string attention_page(const std::string& title, const std::vector<std::string>& source,
                           const std::vector<std::string>& target, const std::vector<Matrix>& heads) {
  Reading reading{"", target, {}, {}};
  for (const Matrix& weights : heads) {
    reading.maps.push_back({AttentionKind::cross, 0, static_cast<Index>(reading.maps.size()), weights, {}});
  }
  return attention_page({title, {{source, {reading}}}});
}

}  // namespace heed::show
