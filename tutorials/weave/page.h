// Weaving: the text of a lesson's page is written by hand; its blocks are filled in from the
// lesson's source and run.
//
//     <!-- code: similarity -->                    lines of main.cpp between the two markers
//     <!-- code: nn/layers.h | class Linear -->    lines of another file: a definition, or between
//                                                  markers // [name] and // [/name]
//     <!-- output: Similarity -->                  the program's output under that heading
//     <!-- figure: weights.svg | Three rows -->    a figure of the program, described in words for
//                                                  readers who cannot see it
//     <!-- table: models -->                       the kept results of a study, tables/models.tsv (study.h)
//     ... <!-- end -->                             closes each block, on a line of its own
//     <!-- value: share -->88 %<!-- end -->        within a sentence: the program's value `share`
//
// Output, figures and values are compared with a tolerance, which a block may widen:
// <!-- output: Training | within 10 % or 0.02 -->. A block that still agrees is left unchanged.
#pragma once

#include "tutorials/weave/sources.h"

#include <string>
#include <vector>

namespace heed::weave {

struct Woven {
  std::string page;                  // the woven page
  std::vector<std::string> stale;    // stale blocks: "line 31: output: line 2: '0.25' became '0.75'"
  std::vector<std::string> figures;  // files to copy, because they are new or have changed
};

// Weaves the page of the lesson in `folder`. Throws an Error that names the line if the page itself
// is wrong: a block that does not end, an unknown name, a heading of the program that the page
// lacks or has in a different order, a figure that is drawn but not shown.
Woven weave(const std::string& page, const std::string& folder, const Sources& sources);

}  // namespace heed::weave
