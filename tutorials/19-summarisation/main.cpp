#include "tutorials/19-summarisation/model.h"
#include "tutorials/lesson.h"
#include <iostream>
#include <chrono>
using namespace heed;
int main(int, char** a) {
  const Index n = std::stol(a[1]), epochs = std::stol(a[2]); const double rate = std::stod(a[3]); const Index seed=std::stol(a[4]);
  Rng rng(19);
  auto tr = make_reports(n, rng), te = make_reports(300, rng);
  auto v = vocabulary_of(tr);
  std::cout << v.size() << "\n";
  auto join=[](const Words& w){std::string s; for (auto& x:w) s+=x+" "; return s;};
  for (int i=0;i<3;++i) std::cout << join(te[i].words) << "\n => " << join(te[i].summary) << "\n";
  auto etr = encode_reports(tr, v), ete = encode_reports(te, v);
  for (const Kind& k : kinds()) {
    if (a[5] && k.name.find(a[5]) == std::string::npos) continue;
    auto t0=std::chrono::steady_clock::now();
    Rng r(seed); Summariser m(v.size(), k, r);
    train(m, etr, {.epochs=epochs, .rate=rate}, r);
    auto s = write_all(m, ete);
    for (bool rep : {false, true}) { if (rep && k.name != "attention") continue;
    std::vector<Words> w; for (size_t i=0;i<s.size();++i) w.push_back(words_of(s[i], te[i], v, ete.extra[i], rep));
    Marks x = evaluate(w, te, v);
    std::cout << k.name << (rep?" replaced":"") << " exact " << percent(x.exact,1) << " known " << percent(x.known,1) << " fresh " << percent(x.fresh,1) << " facts " << percent(x.facts,1) << " rep " << percent(x.repeated,1) << " p " << m.parameter_count() << " s " << std::chrono::duration<double>(std::chrono::steady_clock::now()-t0).count() << "\n" << join(w[0]) << "\n"<< std::flush; }
  }
}
