// Weaving: a lesson's page is written by hand but for its blocks, and those are filled in from the lesson's
// source and run.
//
//     <!-- code: similarity -->                     lines of main.cpp between // [similarity] and //
//     [/similarity]
//     <!-- code: nn/layers.h | class Linear -->     lines of another file: between markers, or a definition
//     <!-- output: Similarity -->                   what the program printed under that heading
//     <!-- figure: weights.svg | Three rows -->     a figure that it drew, and its words for who cannot see
//     it
//     ... <!-- end -->                              closes each of them, on a line of its own
//     <!-- value: share -->88 %<!-- end -->         within a sentence: what the program calls so
//
// Output, figures and values are compared with a tolerance, which a block may widen:
// <!-- output: Training | within 10 % or 0.02 -->. A block that still agrees is left as it is.
#pragma once

#include "tutorials/weave/sources.h"

#include <string>
#include <vector>

namespace heed::weave {

struct Woven {
  std::string page;                  // as it should be
  std::vector<std::string> stale;    // "line 31: output: line 2: '0.25' became '0.75'": what was not
  std::vector<std::string> figures;  // files to copy, because the lesson's folder lacks them or has others
};

// Throws, naming the line, when the page itself is wrong: a block that does not end, a name that nobody
// knows, a heading of the program that the page lacks or has in another order, a figure that is drawn but not
// shown. `folder` is the lesson's.
Woven weave(const std::string& page, const std::string& folder, const Sources& sources);

}  // namespace heed::weave
