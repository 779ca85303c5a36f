#include "tutorials/19-summarisation/reports.h"

#include <algorithm>

namespace heed {

namespace {

const Words first = {"ba", "do", "fe", "gi", "ha", "jo", "ku", "la", "me", "ni",
                     "or", "pa", "ri", "so", "ta", "ul", "ve", "wi", "ya", "zo"};
const Words middle = {"bre", "cha", "dri", "fal", "gan", "hol", "kin", "lom", "mar", "nel",
                      "per", "qua", "ros", "sil", "tor", "vin", "wen", "xan", "yor", "zel"};
const Words ends = {"a",  "an", "as", "da", "do", "el", "en", "er", "i",  "ia",
                    "in", "is", "ko", "la", "na", "o",  "on", "os", "ra", "us"};
const Words jobs = {"baker", "nurse", "pilot", "teacher", "miller", "student"};
const Words things = {"race", "regatta", "election", "chess match", "song contest", "quiz"};
const std::vector<std::string> fillers = {"the weather was fine .", "the town hall was full .",
                                          "tickets were sold out .", "it began an hour late ."};

const std::string& one_of(const Words& words, Rng& rng) {
  return words[static_cast<std::size_t>(rng.integer(static_cast<Index>(words.size())))];
}

// [name]
// Half of all names are known names; the others are put together from three syllables: 8,000 are possible.
std::string some_name(Rng& rng) {
  if (rng.uniform() < 0.5) return one_of(known_names(), rng);
  return one_of(first, rng) + one_of(middle, rng) + one_of(ends, rng);
}
// [/name]

// A name that is not in the list yet, and is in it afterwards.
std::string new_in(Words& used, Rng& rng) {
  std::string name = some_name(rng);
  while (std::find(used.begin(), used.end(), name) != used.end()) name = some_name(rng);
  used.push_back(name);
  return name;
}

void add(Words& to, const std::string& words) {
  for (const std::string& word : tokenize(words, Tokenizer::split)) to.push_back(word);
}

// [news]
// A sentence of news, and its line of the summary: "berlom won the race .". The winner is not always the first name.
void add_news(Report& report, const std::string& name, const std::string& other, const std::string& thing,
              Rng& rng) {
  const bool won = rng.uniform() < 0.5;
  const double form = rng.uniform();
  if (form < 0.4) add(report.words, "after a talk with " + other + " ,");
  const Index position = static_cast<Index>(report.words.size());
  add(report.words, name);
  if (form > 0.7) add(report.words, ", who learned from " + other + " ,");
  add(report.words, won ? "came first in the " + thing + " ." : "was last in the " + thing + " .");
  report.origin.push_back(position);
  add(report.summary, name + (won ? " won the " : " lost the ") + thing + " .");
  report.origin.resize(report.summary.size(), -1);
}
// [/news]

// [other]
// A sentence that the summary leaves out, even if it looks like news.
void add_other(Report& report, const std::string& name, const std::string& thing, Rng& rng) {
  const double form = rng.uniform();
  if (form < 0.3) return add(report.words, one_of(fillers, rng));
  if (form < 0.6)
    return add(report.words, name + " , a " + one_of(jobs, rng) + " , watched the " + thing + " .");
  if (form < 0.8) return add(report.words, name + " hopes to come first in the " + thing + " .");
  add(report.words, "last year " + name + " came first in the " + thing + " .");
}
// [/other]

}  // namespace

const Words& known_names() {
  static const Words names = {"anna",  "boris", "clara", "david", "emma",  "felix",  "greta", "henry",
                              "irene", "jonas", "karin", "leo",   "maria", "nora",   "oscar", "paula",
                              "quinn", "rosa",  "simon", "tina",  "ulla",  "victor", "wanda", "yusuf"};
  return names;
}

// [make report]
Report make_report(Rng& rng) {
  Report report;
  Words used;
  const Index news = 1 + rng.integer(4), others = 1 + rng.integer(3);
  for (Index done = 0, left = news; done < news + others; ++done) {
    const std::string name = new_in(used, rng), other = new_in(used, rng), thing = one_of(things, rng);
    if (rng.integer(news + others - done) < left) {
      add_news(report, name, other, thing, rng);
      --left;
    } else {
      add_other(report, name, thing, rng);
    }
  }
  return report;
}
// [/make report]

std::vector<Report> make_reports(Index count, Rng& rng) {
  std::vector<Report> reports;
  for (Index i = 0; i < count; ++i) reports.push_back(make_report(rng));
  return reports;
}

Vocabulary vocabulary_of(const std::vector<Report>& reports) {
  WordCounts counts;
  for (const Report& report : reports) {
    count_words(report.words, counts);
    count_words(report.summary, counts);
  }
  return Vocabulary::build(counts, 20);
}

// [encode]
EncodedReports encode_reports(const std::vector<Report>& reports, const Vocabulary& vocabulary) {
  EncodedReports result;
  for (const Report& report : reports) {
    Words extra;
    const auto id_of = [&](const std::string& word) {
      const Token token = vocabulary.token(word);
      if (token != Vocabulary::unknown) return token;
      auto found = std::find(extra.begin(), extra.end(), word);
      if (found == extra.end()) found = extra.insert(extra.end(), word);
      return static_cast<Token>(vocabulary.size() + (found - extra.begin()));
    };
    Tokens source, target{Vocabulary::bos};
    for (const std::string& word : report.words) source.push_back(id_of(word));
    for (const std::string& word : report.summary) target.push_back(id_of(word));
    target.push_back(Vocabulary::eos);
    result.pairs.source.push_back(source);
    result.pairs.target.push_back(target);
    result.extra.push_back(extra);
  }
  return result;
}
// [/encode]

ReportBatch batch_of(const EncodedReports& reports, const std::vector<Index>& indices) {
  ReportBatch result{make_batch(reports.pairs, indices)};
  for (const Index i : indices)
    result.extra =
        std::max(result.extra, static_cast<Index>(reports.extra[static_cast<std::size_t>(i)].size()));
  return result;
}

Words decode_report(const Tokens& tokens, const Vocabulary& vocabulary, const Words& extra) {
  Words words;
  for (const Token token : tokens) {
    if (token == Vocabulary::eos) break;
    const Index beyond = token - vocabulary.size();
    words.push_back(beyond < 0 ? vocabulary.word(token) : extra[static_cast<std::size_t>(beyond)]);
  }
  return words;
}

}  // namespace heed
