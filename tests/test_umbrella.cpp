// Programs as a user writes them, with one include and one using-directive.
#include "nn/heed.h"

#include <sstream>

using namespace heed;

namespace {

// The ten lines of README.md.
std::string ten_lines() {
  Rng rng(1);
  Variable Q = leaf(random_normal({1, 2, 4}, rng)), K = leaf(random_normal({1, 3, 4}, rng));
  const Tensor V = random_normal({1, 3, 4}, rng);
  const ScaledDotAttention attend;
  const Variable output = attend(Q, K, V).output;
  sum(output * output).backward();
  std::ostringstream out;
  out << output << '\n' << Q.grad() << '\n' << output.shape() << '\n';
  return out.str();
}

// A character model: the next character from the three before it.
class CharacterModel : public Module {
 public:
  CharacterModel(Index characters, Rng& rng)
      : embed(*this, "embed", characters, 8, rng),
        hidden(*this, "hidden", 3 * 8, 32, rng),
        predict(*this, "predict", 32, characters, rng) {}

  // (batch, 3) -> (batch, characters)
  Variable operator()(const TokenMatrix& context) const {
    const Variable x = reshape(embed(context), {context.rows, -1});
    return predict(maximum(hidden(x), 0));
  }

  Child<Embedding> embed;
  Child<Linear> hidden, predict;
};

std::string character_model(const std::string& sentence) {
  const std::string alphabet = "abcdefghijklmnopqrstuvwxyz ";
  const Index count = static_cast<Index>(sentence.size()) - 3;
  TokenMatrix contexts(count, 3), next(count, 1);
  for (Index row = 0; row < count; ++row) {
    const auto id = [&](Index i) {
      return static_cast<Token>(alphabet.find(sentence[static_cast<std::size_t>(row + i)]));
    };
    for (Index i = 0; i < 3; ++i) contexts(row, i) = id(i);
    next(row, 0) = id(3);
  }
  Rng rng(1);
  CharacterModel model(static_cast<Index>(alphabet.size()), rng);
  Adam optimizer(model.parameters(), 0.02);
  for (int step = 0; step < 100; ++step) {
    optimizer.zero_grad();
    cross_entropy(model(contexts), next).backward();
    optimizer.step();
  }
  std::string text = sentence.substr(0, 3);
  TokenMatrix context({{contexts(0, 0), contexts(0, 1), contexts(0, 2)}});
  while (text.size() < sentence.size()) {
    const NoGrad evaluating;
    const Token id = static_cast<Token>(rng.categorical(softmax(5 * model(context).value()[0]).to_vector()));
    text += alphabet[static_cast<std::size_t>(id)];
    context = TokenMatrix({{context(0, 1), context(0, 2), id}});
  }
  return text;
}

// A classifier of points inside and outside of a circle.
double accuracy_of_circle() {
  Rng rng(2);
  const Tensor points = random_uniform({200, 2}, rng, -1, 1);
  const Tensor inside = sum(points * points, 1, keep_axis) < 0.6;
  Sequential model;
  model.add<Linear>(2, 16, rng);
  model.add([](const Variable& x) { return tanh(x); });
  model.add<Linear>(16, 1, rng);
  Adam optimizer(model.parameters(), 0.05);
  for (int step = 0; step < 150; ++step) {
    optimizer.zero_grad();
    Variable loss = binary_cross_entropy_with_logits(model(points), inside);
    loss += 1e-4 * mse_loss(model(points), zeros({200, 1}));
    loss.backward();
    optimizer.step();
  }
  return static_cast<double>(mean((model(points) > 0) == inside).item());
}

}  // namespace

#include "tests/catch.h"

#include <filesystem>
#include <fstream>

TEST_CASE("the ten lines of the README run with one include", "[umbrella]") {
  CHECK(ten_lines().find("(1, 2, 4)") != std::string::npos);
}

TEST_CASE("a character model learns a sentence", "[umbrella]") {
  CHECK(character_model("attention is all you need") == "attention is all you need");
}

TEST_CASE("a classifier learns a circle", "[umbrella]") { CHECK(accuracy_of_circle() >= 0.95); }

TEST_CASE("the umbrella includes each header that a user may need", "[umbrella]") {
  std::ifstream file("nn/heed.h");
  REQUIRE(file.is_open());
  const std::string umbrella(std::istreambuf_iterator<char>(file), {});
  for (const char* room :
       {"tensor", "tensor/files", "autograd", "autograd/operations", "autograd/watch", "nn", "nn/attention",
        "nn/recurrent", "nn/transformer", "nn/optim", "nn/text", "nn/translate"}) {
    for (const std::filesystem::directory_entry& entry : std::filesystem::directory_iterator(room)) {
      const std::string header = entry.path().string();
      if (entry.path().extension() != ".h" || header == "nn/heed.h" || header == "tensor/loops.h") continue;
      INFO(header);
      CHECK(umbrella.find("#include \"" + header + "\"\n") != std::string::npos);
    }
  }
}
