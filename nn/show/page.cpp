#include "nn/show/page.h"

#include "nn/show/svg.h"

namespace heed::show {
namespace {

constexpr std::string_view style = R"css(
:root { color-scheme: light dark; --paper: #ffffff; --panel: #f5f6f8; --ink: #1a1a1a; --quiet: #595959;
  --border: #c4c8ce; --accent: #0072b2; --negative: #d55e00; --chosen: #dceaf5; }
@media (prefers-color-scheme: dark) { :root { --paper: #16181c; --panel: #1f2228; --ink: #e8e8e8;
  --quiet: #a8adb5; --border: #474d57; --accent: #3d9fe0; --negative: #f2762e; --chosen: #1d3a50; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "DejaVu Sans", sans-serif; }
main { max-width: 1500px; margin: 0 auto; padding: 1rem 1.25rem 3rem; }
h1 { font-size: 1.4rem; margin: 0 0 .75rem; }
h2 { font-size: 1.05rem; margin: 0 0 .5rem; }
h3 { font-size: .95rem; margin: 1rem 0 .4rem; }
p { margin: .4rem 0; max-width: 75ch; }
.quiet { color: var(--quiet); }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
select, button, input { font: inherit; color: inherit; }
select, button { background: var(--panel); border: 1px solid var(--border); border-radius: 5px;
  padding: .25rem .6rem; }
button { cursor: pointer; }
button:disabled { opacity: .45; cursor: default; }
button[aria-pressed="true"] { background: var(--chosen); border-color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.bar { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin: .5rem 0; }
.bar label { display: flex; gap: .4rem; align-items: center; max-width: 100%; }
.bar select { min-width: 0; max-width: 24rem; }
.panel { background: var(--panel); border: 1px solid var(--border); border-radius: 8px; padding: .9rem 1rem;
  margin-top: 1rem; overflow-x: auto; }
table { border-collapse: collapse; }
th, td { padding: .15rem .6rem .15rem 0; text-align: left; vertical-align: middle; }
th { font-weight: 600; color: var(--quiet); font-size: .85rem; }
tr.chosen { background: var(--chosen); }
svg { display: block; }
[hidden] { display: none !important; }
)css";

}  // namespace

std::string html_page(std::string_view title, std::string_view body, std::string_view script,
                      std::string_view data, std::string_view head) {
  std::string page =
      "<!DOCTYPE html>\n"
      "<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n<meta charset=\"utf-8\"/>\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
      "script-src 'unsafe-inline'\"/>\n";
  page.append(head).append("<title>").append(escape(title)).append("</title>\n");
  page.append("<style>/*<![CDATA[*/").append(style).append("/*]]>*/</style>\n</head>\n<body>\n<main>\n<h1>");
  page.append(escape(title)).append("</h1>\n").append(body).append("\n</main>\n");
  if (!data.empty()) {
    page.append("<script type=\"application/json\" id=\"data\">").append(data).append("</script>\n");
  }
  if (!script.empty()) page.append("<script>//<![CDATA[\n").append(script).append("//]]>\n</script>\n");
  return page.append("</body>\n</html>\n");
}

}  // namespace heed::show
