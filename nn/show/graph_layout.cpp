#include "nn/show/graph_layout.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace heed::show {
namespace {

using Item = GraphLayout::Item;
using Edges = std::map<std::pair<Item, Item>, Index>;  // (from, to) -> how many

constexpr std::size_t none = static_cast<std::size_t>(-1);

// The edges of the graph from the perspective of each module: between items inside, from items
// outside, and to the module's own item, which represents everything outside.
std::vector<Edges> edges_in_modules(const Graph& graph, const GraphLayout& layout) {
  std::vector<Edges> edges(layout.modules.size());
  for (Item user = 0; user < layout.operations; ++user) {
    for (const Item input : graph.operations()[user].inputs) {
      if (input == Graph::constant) continue;
      // Climb from both ends to the innermost module that holds both; parents have smaller numbers.
      Item from = input, to = user;
      std::size_t outer = graph.operations()[from].module, inner = graph.operations()[to].module;
      std::vector<std::pair<std::size_t, Item>> entered;
      while (outer != inner) {
        if (outer > inner) {
          ++edges[outer][{from, layout.item_of(outer)}];
          from = layout.item_of(outer);
          outer = graph.modules()[outer].parent;
        } else {
          entered.push_back({inner, to});
          to = layout.item_of(inner);
          inner = graph.modules()[inner].parent;
        }
      }
      ++edges[outer][{from, to}];
      for (const auto& [module, target] : entered) ++edges[module][{from, target}];
    }
  }
  return edges;
}

// Builds the rows of one module.
class Rows {
 public:
  Rows(Item self, const std::vector<Item>& members, const Edges& edges, GraphLayout::Module& result)
      : self_(self), edges_(edges), result_(result) {
    for (const Item member : members) row_[member] = none;
    assign_rows(members);
    lower_sources(members);
    fill();
    for (int sweep = 0; sweep < 8; ++sweep) sort_slots(sweep % 2 == 0);
  }

 private:
  bool is_inside(Item item) const { return row_.count(item) > 0; }
  bool goes_up(Item from, Item to) const { return upward_.count({from, to}) > 0; }

  // Each member is placed below all its inputs. If members are inputs of each other in a cycle,
  // the one that began first is placed first, and the remaining lines to it go upward.
  void assign_rows(const std::vector<Item>& members) {
    std::map<Item, Index> waiting;
    std::map<Item, std::vector<Item>> users, inputs;
    for (const auto& [edge, count] : edges_) {
      if (is_inside(edge.first) && is_inside(edge.second)) {
        ++waiting[edge.second];
        users[edge.first].push_back(edge.second);
        inputs[edge.second].push_back(edge.first);
      }
    }
    std::map<Item, std::size_t> order;
    std::set<std::size_t> ready, left;
    for (std::size_t i = 0; i < members.size(); ++i) {
      order[members[i]] = i;
      left.insert(i);
      if (waiting[members[i]] == 0) ready.insert(i);
    }
    while (!left.empty()) {
      const std::size_t next = ready.empty() ? *left.begin() : *ready.begin();
      const Item member = members[next];
      ready.erase(next);
      left.erase(next);
      std::size_t row = 1;  // row 0 is for the lines that enter
      for (const Item other : inputs[member]) {
        if (row_[other] == none) {
          upward_.insert({other, member});
        } else {
          row = std::max(row, row_[other] + 1);
        }
      }
      row_[member] = row;
      for (const Item user : users[member]) {
        if (row_[user] == none && --waiting[user] == 0) ready.insert(order[user]);
      }
    }
  }

  // An item without inputs, such as a parameter, goes directly above its first user.
  void lower_sources(const std::vector<Item>& members) {
    std::map<Item, std::size_t> first_user;
    std::set<Item> led_to;
    for (const auto& [edge, count] : edges_) {
      const auto& [from, to] = edge;
      if (!is_inside(to) || goes_up(from, to)) continue;
      led_to.insert(to);
      if (!is_inside(from)) continue;
      const auto [place, is_new] = first_user.try_emplace(from, row_[to]);
      place->second = std::min(place->second, row_[to]);
    }
    for (const Item member : members) {
      if (!led_to.count(member) && first_user.count(member)) row_[member] = first_user[member] - 1;
    }
  }

  // Puts items and lines into slots, and links them.
  void fill() {
    std::size_t bottom = 0;
    for (const auto& [item, row] : row_) bottom = std::max(bottom, row + 1);
    rows_.resize(bottom + 1);
    std::vector<std::pair<std::size_t, Item>> in_order;  // by row, then by creation
    for (const auto& [item, row] : row_) in_order.push_back({row, item});
    std::sort(in_order.begin(), in_order.end());
    std::map<Item, std::map<std::size_t, std::vector<std::pair<Item, Index>>>> signals;  // from -> row -> to
    for (const auto& [edge, count] : edges_) {
      if (!goes_up(edge.first, edge.second)) {
        signals[edge.first][edge.second == self_ ? bottom : row_.at(edge.second)].push_back(
            {edge.second, count});
      }
    }
    std::map<Item, std::size_t> place;
    for (const auto& [row, item] : in_order) {
      place[item] = rows_[row].size();
      rows_[row].push_back({item, false});
    }
    for (const auto& [from, targets] : signals) {
      const bool enters = !is_inside(from);
      std::size_t row = enters ? 0 : row_.at(from), slot = enters ? rows_[0].size() : place[from];
      if (enters) rows_[0].push_back({from, true});
      Index tensors = 0;
      for (const auto& [target_row, users] : targets) {
        for (const auto& [to, count] : users) tensors += count;
      }
      const std::size_t last = targets.rbegin()->first;
      for (; row < last; ++row) {
        const auto users = targets.find(row + 1);
        if (users != targets.end()) {
          for (const auto& [to, count] : users->second) {
            if (to == self_ && rows_[bottom].empty()) rows_[bottom].push_back({self_, true});
            result_.links.push_back({row, slot, to == self_ ? 0 : place[to], count});
            tensors -= count;
          }
        }
        if (row + 1 < last) {
          rows_[row + 1].push_back({from, true});
          result_.links.push_back({row, slot, rows_[row + 1].size() - 1, tensors});
          slot = rows_[row + 1].size() - 1;
        }
      }
    }
    if (rows_.back().empty()) rows_.pop_back();
    if (rows_.front().empty()) {
      rows_.erase(rows_.begin());
      for (GraphLayout::Link& link : result_.links) --link.row;
    }
    result_.rows = rows_;
    result_.upward.assign(upward_.begin(), upward_.end());
  }

  // Barycentres: each slot moves to the mean position of the slots that it is linked to in
  // the previous row.
  void sort_slots(bool downward) {
    auto& rows = result_.rows;
    for (std::size_t step = 1; step < rows.size(); ++step) {
      const std::size_t row = downward ? step : rows.size() - 1 - step;
      std::vector<double> sum(rows[row].size()), count(rows[row].size());
      for (const GraphLayout::Link& link : result_.links) {
        if (link.row != (downward ? row - 1 : row)) continue;
        const std::size_t here = downward ? link.to : link.from, there = downward ? link.from : link.to;
        const auto others = static_cast<double>(rows[downward ? row - 1 : row + 1].size());
        sum[here] += (static_cast<double>(there) + 0.5) / others;
        ++count[here];
      }
      std::vector<double> wish(rows[row].size());
      for (std::size_t i = 0; i < wish.size(); ++i) {
        wish[i] = count[i] > 0 ? sum[i] / count[i] : 1;  // parameters go to the right of the lines that pass
      }
      std::vector<std::size_t> order(wish.size()), place(wish.size());
      std::iota(order.begin(), order.end(), std::size_t{0});
      std::stable_sort(order.begin(), order.end(),
                       [&](std::size_t a, std::size_t b) { return wish[a] < wish[b]; });
      std::vector<GraphLayout::Slot> sorted;
      for (std::size_t i = 0; i < order.size(); ++i) {
        sorted.push_back(rows[row][order[i]]);
        place[order[i]] = i;
      }
      rows[row] = sorted;
      for (GraphLayout::Link& link : result_.links) {
        if (link.row == row) link.from = place[link.from];
        if (link.row + 1 == row) link.to = place[link.to];
      }
    }
  }

  Item self_;
  const Edges& edges_;
  GraphLayout::Module& result_;
  std::map<Item, std::size_t> row_;
  std::set<std::pair<Item, Item>> upward_;
  std::vector<std::vector<GraphLayout::Slot>> rows_;
};

}  // namespace

GraphLayout graph_layout(const Graph& graph) {
  GraphLayout layout{graph.operations().size(), std::vector<GraphLayout::Module>(graph.modules().size())};
  // Members in the order in which they began: a module begins with its first operation.
  std::vector<std::vector<Item>> members(layout.modules.size());
  std::vector<bool> begun(layout.modules.size());
  begun[0] = true;
  for (Item i = 0; i < layout.operations; ++i) {
    Item item = i;
    std::size_t module = graph.operations()[i].module;
    const bool is_leaf = graph.operations()[i].operation == "leaf";
    members[module].push_back(item);
    for (; !begun[module]; module = graph.modules()[module].parent) {
      begun[module] = true;
      item = layout.item_of(module);
      members[graph.modules()[module].parent].push_back(item);
    }
    for (module = graph.operations()[i].module;; module = graph.modules()[module].parent) {
      ++(is_leaf ? layout.modules[module].parameters : layout.modules[module].operations);
      if (module == 0) break;
    }
  }
  const std::vector<Edges> edges = edges_in_modules(graph, layout);
  for (std::size_t m = 0; m < layout.modules.size(); ++m) {
    Rows(layout.item_of(m), members[m], edges[m], layout.modules[m]);
  }
  return layout;
}

std::vector<std::vector<double>> place_slots(const GraphLayout::Module& module,
                                             const std::vector<std::vector<double>>& widths,
                                             const std::vector<LinkEnds>& ends, double gap) {
  const std::size_t rows = widths.size();
  std::vector<std::vector<double>> centres(rows);
  for (std::size_t row = 0; row < rows; ++row) centres[row].resize(widths[row].size());
  // Downward and upward in turn, each row moves as close to the positions in the previous row as
  // its widths allow.
  for (int sweep = 0; sweep < 9; ++sweep) {
    const bool downward = sweep % 2 == 0;
    for (std::size_t step = 0; step < rows; ++step) {
      const std::size_t row = downward ? step : rows - 1 - step;
      std::vector<double> sum(widths[row].size()), count(widths[row].size());
      for (std::size_t i = 0; i < module.links.size(); ++i) {
        const GraphLayout::Link& link = module.links[i];
        const double slant = ends[i].lower - ends[i].upper;
        if (downward && link.row + 1 == row) {
          sum[link.to] += centres[link.row][link.from] - slant;
          ++count[link.to];
        } else if (!downward && link.row == row) {
          sum[link.from] += centres[row + 1][link.to] + slant;
          ++count[link.from];
        }
      }
      std::vector<double>& x = centres[row];
      double edge = 0, off = 0;
      for (std::size_t i = 0; i < x.size(); ++i) {
        const double wish = count[i] > 0 ? sum[i] / count[i] : x[i];
        const double least = edge + widths[row][i] / 2;
        x[i] = i == 0 ? wish : std::max(wish, least);
        edge = x[i] + widths[row][i] / 2 + gap;
        off += x[i] - wish;
      }
      for (double& centre : x) centre -= off / static_cast<double>(std::max<std::size_t>(1, x.size()));
    }
  }
  double left = 0;
  bool first = true;
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t i = 0; i < widths[row].size(); ++i) {
      const double edge = centres[row][i] - widths[row][i] / 2;
      left = first ? edge : std::min(left, edge);
      first = false;
    }
  }
  for (std::vector<double>& row : centres) {
    for (double& centre : row) centre -= left;
  }
  return centres;
}

}  // namespace heed::show
