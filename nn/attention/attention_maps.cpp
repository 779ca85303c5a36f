#include "nn/attention/attention_maps.h"

#include "tensor/ground/error.h"
#include "tensor/views.h"

#include <algorithm>
#include <map>

namespace heed {
namespace {

// (batch, rows, columns) or (batch, heads, rows, columns) -> one head of the first row of the batch.
show::Matrix matrix_of(const Tensor& x, Index head) {
  const Tensor first = select(x, 0, 0);
  const Tensor matrix = first.rank() == 3 ? select(first, 0, head) : first;
  return {matrix.size(0), matrix.size(1), matrix.to_doubles()};
}

// Empty if every query may attend to every key.
show::Matrix mask_of(const AttentionCall& call, const Tensor& weights, Index head) {
  if (!call.mask.defined()) return {};
  show::Matrix mask = matrix_of(expand(call.mask, weights.shape()), head);
  const bool allows_all =
      std::all_of(mask.values.begin(), mask.values.end(), [](double m) { return m != 0; });
  return allows_all ? show::Matrix{} : mask;
}

void add_inside(show::AttentionMap& map, const AttentionCall& call, const Tensor& weights) {
  const show::Matrix q = matrix_of(call.q, map.head), k = matrix_of(call.k, map.head),
                     v = matrix_of(call.v, map.head), mask = mask_of(call, weights, map.head);
  if (call.formula == ScoreFormula::additive) {
    map.inside = show::AdditiveInside{q, k, call.direction.to_doubles(), v, mask, call.hard};
  } else {
    map.inside = show::DotProductInside{q, k, v, call.scale, mask, call.q_name, call.k_name};
  }
}

std::string page_of(const std::string& title, const std::vector<std::string>& source,
                    const std::vector<std::string>& target, std::vector<show::AttentionMap> maps) {
  if (maps.empty()) fail("attention_page: the watch saw no attention; run the model while it is in scope");
  show::AttentionPage page;
  page.title = title;
  page.sentences = {{source, {{"", target, std::move(maps), {}}}}};
  return show::attention_page(page);
}

}  // namespace

show::AttentionKind kind_of(const std::string& path) {
  const auto has = [&path](const char* word) { return path.find(word) != std::string::npos; };
  if (has("cross")) return show::AttentionKind::cross;
  if (has("encoder")) return show::AttentionKind::encoder;
  return has("decoder") ? show::AttentionKind::decoder : show::AttentionKind::cross;
}

std::vector<show::AttentionMap> attention_maps(const std::vector<AttentionCall>& calls, bool with_inside) {
  std::vector<show::AttentionMap> maps;
  std::map<show::AttentionKind, Index> layers;
  for (const AttentionCall& call : calls) {
    const Tensor weights = call.weights();
    const bool explained = with_inside && call.formula_holds();
    const show::AttentionKind kind = kind_of(call.path);
    const Index layer = layers[kind]++, heads = weights.rank() == 4 ? weights.size(1) : 1;
    for (Index head = 0; head < heads; ++head) {
      show::AttentionMap map{kind, layer, head, matrix_of(weights, head), {}};
      if (explained) add_inside(map, call, weights);
      maps.push_back(std::move(map));
    }
  }
  return maps;
}

Index inside_numbers(const AttentionCall& call) {
  if (call.formula == ScoreFormula::unknown) return 0;
  return call.q.numel() + call.k.numel() + call.v.numel();
}

std::string attention_page(const std::string& title, const std::vector<std::string>& source,
                           const std::vector<std::string>& target, const AttentionWatch& watch) {
  return page_of(title, source, target, attention_maps(watch.joined()));
}

std::string attention_page(const std::string& title, const std::vector<std::string>& tokens,
                           const AttentionWatch& watch) {
  std::vector<show::AttentionMap> maps = attention_maps(watch.joined());
  for (std::size_t i = 0; i < maps.size(); ++i) maps[i].kind = show::AttentionKind::encoder;
  return page_of(title, tokens, tokens, std::move(maps));
}

}  // namespace heed
