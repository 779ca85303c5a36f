// Writes the project's own corpus of English sentences and their German translations:
//     corpus DIRECTORY
// writes DIRECTORY/english-german.tsv for training and DIRECTORY/english-german.heldout.tsv for
// evaluation. The two files are always the same.
#include "tensor/ground/error.h"
#include "tutorials/corpus/corpus.h"

#include <fstream>
#include <iostream>

namespace heed::corpus {
namespace {

void write(const std::string& path, const std::vector<Pair>& pairs) {
  std::ofstream file(path, std::ios::binary);
  for (const Pair& pair : pairs) file << pair.english << '\t' << pair.german << '\n';
  if (!file.flush()) fail("corpus: cannot write ", path);
}

void write_corpus(const std::string& directory) {
  const Corpus corpus = make_corpus(1);
  write(directory + "/english-german.tsv", corpus.training);
  write(directory + "/english-german.heldout.tsv", corpus.held_out);
}

}  // namespace
}  // namespace heed::corpus

int main(int count, char** arguments) {
  if (count != 2) {
    std::cerr << "usage: corpus DIRECTORY\nwrites english-german.tsv and english-german.heldout.tsv there\n";
    return 2;
  }
  try {
    heed::corpus::write_corpus(arguments[1]);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
