#include "nn/training/progress.h"

#include "nn/show/terminal.h"
#include "tensor/ground/error.h"
#include "tensor/ground/format.h"

#include <algorithm>
#include <cstdio>

namespace heed {

Progress::Progress(bool visible) : visible_(visible) {}
Progress::~Progress() { clear(); }

void Progress::show(const std::string& title, Index done, Index total, double loss, double tokens_per_second,
                    double seconds_left) {
  const double now = stopwatch_.seconds();
  if (!visible_ || now < due_) return;
  due_ = now + 0.1;
  drawn_ = true;
  const std::string numbers =
      text(done, "/", total, "  loss ", decimals(loss, 3), "  ", grouped(tokens_per_second), " tokens/s  ",
           duration(seconds_left), " left");
  // The bar takes the room that is left: a line that is wider than the terminal cannot be redrawn in place.
  const Index room = show::terminal(stderr).columns - static_cast<Index>(title.size() + numbers.size()) - 7;
  const Index width = std::clamp(room, Index{0}, Index{20});
  const Index filled = total ? done * width / total : width;
  const std::string bar = std::string(static_cast<std::size_t>(filled), '#') +
                          std::string(static_cast<std::size_t>(width - filled), '-');
  std::fprintf(stderr, "\r\033[K%s  [%s]  %s", title.c_str(), bar.c_str(), numbers.c_str());
  std::fflush(stderr);
}

void Progress::clear() {
  if (drawn_) std::fputs("\r\033[K", stderr);
  drawn_ = false;
}

}  // namespace heed
