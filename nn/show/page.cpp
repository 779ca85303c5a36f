#include "nn/show/page.h"

#include "nn/show/assets.h"
#include "nn/show/svg.h"

namespace heed::show {
namespace {

// A text that HTML and XML read in the same way: CDATA for XML, within comments of the text's own language.
void append_style(std::string& page, std::string_view css) {
  page.append("<style>/*<![CDATA[*/\n").append(css).append("/*]]>*/</style>\n");
}

}  // namespace

std::string joined(std::initializer_list<std::string_view> texts) {
  std::string result;
  for (const std::string_view text : texts) result.append(text);
  return result;
}

std::string html_page(std::string_view title, std::string_view body, const PageParts& parts) {
  std::string page =
      "<!DOCTYPE html>\n"
      "<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n<meta charset=\"utf-8\"/>\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
      "script-src 'unsafe-inline'\"/>\n";
  if (parts.reload) page += "<meta http-equiv=\"refresh\" content=\"5\"/>\n";
  page.append("<title>").append(escape(title)).append("</title>\n");
  append_style(page, assets::page_css);
  if (!parts.style.empty()) append_style(page, parts.style);
  page.append("</head>\n<body>\n<main>\n<h1>").append(escape(title)).append("</h1>\n");
  page.append(body).append("\n</main>\n");
  if (!parts.data.empty()) {
    page.append("<script type=\"application/json\" id=\"data\">").append(parts.data).append("</script>\n");
  }
  if (!parts.script.empty()) {
    page.append("<script>//<![CDATA[\n").append(parts.script).append("//]]>\n</script>\n");
  }
  return page.append("</body>\n</html>\n");
}

}  // namespace heed::show
