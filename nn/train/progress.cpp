#include "nn/train/progress.h"

#include "tensor/error.h"

#include <cstdio>

namespace heed {

std::string duration(double seconds) {
  const auto whole = static_cast<Index>(seconds + 0.5);
  if (whole < 60) return text(whole, " s");
  if (whole < 3600) return text(whole / 60, " min ", whole % 60, " s");
  return text(whole / 3600, " h ", whole / 60 % 60, " min");
}

std::string grouped(double number) {
  std::string digits = to_text(static_cast<Index>(number + 0.5));
  for (std::size_t place = digits.size(); place > 3; place -= 3) digits.insert(place - 3, ",");
  return digits;
}

Progress::Progress(bool visible) : visible_(visible) {}
Progress::~Progress() { clear(); }

void Progress::show(const std::string& title, Index done, Index total, double loss, double tokens_per_second,
                    double seconds_left) {
  const auto now = std::chrono::steady_clock::now();
  if (!visible_ || now - last_ < std::chrono::milliseconds(100)) return;
  last_ = now;
  drawn_ = true;
  constexpr Index width = 20;
  const Index filled = total ? done * width / total : width;
  const std::string bar = std::string(static_cast<std::size_t>(filled), '#') +
                          std::string(static_cast<std::size_t>(width - filled), '-');
  std::fprintf(stderr, "\r\033[K%s  [%s]  %lld/%lld  loss %.3f  %s tokens/s  %s left", title.c_str(),
               bar.c_str(), static_cast<long long>(done), static_cast<long long>(total), loss,
               grouped(tokens_per_second).c_str(), duration(seconds_left).c_str());
  std::fflush(stderr);
}

void Progress::clear() {
  if (drawn_) std::fputs("\r\033[K", stderr);
  drawn_ = false;
}

}  // namespace heed
