#include "tutorials/20-images/real.h"
using namespace heed;
int main(int count, char** arguments) {
  return run_lesson(
      {"20", "Images", "about 40 s on two cores"}, count, arguments, [](Lesson&) {}, real_digits);
}
