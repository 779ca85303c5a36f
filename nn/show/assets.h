// The scripts and styles of the pages: the .js and .css files of this folder, which the Makefile
// embeds into the library as strings. The file page.css is the string assets::page_css; a new file
// needs a name here.
#pragma once

#include <string_view>

namespace heed::show::assets {

// The colours and classes that all figures share, and the rules of all pages.
extern const std::string_view figure_css, page_css;

// How scripts make elements: html(tag, attributes, ...children), svg(...), hover(text). An
// attribute that is a function becomes an event listener. The scripts of the attention and graph
// pages come after it.
extern const std::string_view elements_js;

// attention_figure.js draws one map, as a matrix or as lines between words; attention_inside.js
// computes one query's weights again, number by number; attention_page.js has the controls and
// starts the page.
extern const std::string_view attention_figure_js, attention_inside_js, attention_page_js, attention_page_css;

// graph_box.css has the boxes and lines of a graph, for figures and the page.
extern const std::string_view graph_box_css, graph_page_js, graph_page_css;

extern const std::string_view flame_chart_css, profile_page_js, profile_page_css;

extern const std::string_view run_page_css;

}  // namespace heed::show::assets
