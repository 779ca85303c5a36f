// Writes the project's own corpus of English sentences and their German translations:
//     corpus DIRECTORY
// writes DIRECTORY/english-german.tsv for training and DIRECTORY/english-german.heldout.tsv for
// evaluation, and beside each the alignment of its pairs: a line "0-0 1-2" for each line (.align). The files are always the same.
#include "tensor/ground/error.h"
#include "tutorials/corpus/corpus.h"

#include <fstream>
#include <iostream>

namespace heed::corpus {
namespace {

void write(const std::string& path, const std::vector<Pair>& pairs) {
  std::ofstream sentences(path + ".tsv", std::ios::binary), alignments(path + ".align", std::ios::binary);
  for (const Pair& pair : pairs) {
    sentences << pair.english << '\t' << pair.german << '\n';
    alignments << pair.alignment << '\n';
  }
  if (!sentences.flush() || !alignments.flush()) fail("corpus: cannot write ", path);
}

void write_corpus(const std::string& directory) {
  const Corpus corpus = make_corpus(1);
  write(directory + "/english-german", corpus.training);
  write(directory + "/english-german.heldout", corpus.held_out);
}

}  // namespace
}  // namespace heed::corpus

int main(int count, char** arguments) {
  if (count != 2) {
    std::cerr << "usage: corpus DIRECTORY\nwrites english-german and english-german.heldout there, as .tsv "
                 "and .align\n";
    return 2;
  }
  try {
    heed::corpus::write_corpus(arguments[1]);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
