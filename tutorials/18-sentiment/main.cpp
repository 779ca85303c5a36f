#include "tutorials/18-sentiment/model.h"
#include "tutorials/18-sentiment/real.h"
#include "tutorials/lesson.h"
using namespace heed;
int main(int count, char** arguments) {
  return run_lesson({"18", "Sentiment", "about 30 s on two cores"}, count, arguments, [](Lesson& lesson) {
    Rng rng(18);
    for (Index n : {150, 300, 600}) {
    const auto tr = make_reviews(n, rng), te = make_reviews(1000, rng);
    const Vocabulary v = vocabulary_of(tr, 1);
    const Examples a = encode_reviews(tr, v), b = encode_reviews(te, v);
    for (const Kind& kind : kinds()) {
      std::string line;
      for (std::uint64_t seed : {1, 2}) {
      Rng r(seed);
      Classifier m(v.size(), kind, {}, r);
      train(m, a, {.epochs = 9000 / n}, r);
      line += " " + percent(count_right(margins(m, a), a.classes).share(), 1) + " " + percent(count_right(margins(m, b), b.classes).share(), 1);
      }
      lesson.say(n, " ", kind.name, line);
    }
    }
  }, real_reviews);
}
