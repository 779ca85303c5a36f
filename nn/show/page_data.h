// The data of a page as JSON, whose text is made by Json::to_html().
#pragma once

#include "nn/show/heat_map.h"
#include "tensor/files/json.h"

#include <vector>

namespace heed::show {

// An array of make(item) for each item.
template <class T, class Make>
Json json_array(const std::vector<T>& items, Make make) {
  Json::Array result;
  for (const T& item : items) result.push_back(make(item));
  return result;
}

// An array of numbers or strings.
template <class T>
Json json_array(const std::vector<T>& items) {
  return Json::Array(items.begin(), items.end());
}

// An array of rows.
Json json_array(const Matrix& matrix);

}  // namespace heed::show
