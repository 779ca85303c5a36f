#include "autograd/variable.h"
#include "tensor/elementwise.h"
#include "tensor/print.h"
#include "tests/tensor/helpers.h"

#include <sstream>

using namespace heed;
using namespace heed::testing;

// The expected texts are those that NumPy prints for the same float32 array with precision=4.

TEST_CASE("numbers are aligned at the decimal point") {
  CHECK(to_string(tensor({{1, 2.5, 3}, {-4, 5, 6.25}})) ==
        "[[ 1.    2.5   3.  ]\n"
        " [-4.    5.    6.25]]");
  CHECK(to_string(arange(4)) == "[0. 1. 2. 3.]");
  CHECK(to_string(tensor({-0.5, 0, 100})) == "[ -0.5   0.  100. ]");
  CHECK(to_string(tensor({0.123456, 99.99})) == "[ 0.1235 99.99  ]");
  CHECK(to_string(tensor({0.1, 0.2})) == "[0.1 0.2]");  // not 0.1000000015
  CHECK(to_string(tensor({0.99999})) == "[1.]");
  CHECK(to_string(scalar(3.5)) == "3.5");
  CHECK(to_string(scalar(-2)) == "-2.");
}

TEST_CASE("deeper axes are set apart by empty lines") {
  CHECK(to_string(reshape(arange(8), {2, 2, 2})) ==
        "[[[0. 1.]\n"
        "  [2. 3.]]\n"
        "\n"
        " [[4. 5.]\n"
        "  [6. 7.]]]");
  CHECK(to_string(reshape(arange(4), {2, 1, 1, 2})) ==
        "[[[[0. 1.]]]\n"
        "\n"
        "\n"
        " [[[2. 3.]]]]");
}

TEST_CASE("numbers far apart, very large or very small are written with exponents") {
  CHECK(to_string(tensor({1e-5, 1})) == "[1.e-05 1.e+00]");
  CHECK(to_string(tensor({1e-5, 1.25})) == "[1.00e-05 1.25e+00]");
  CHECK(to_string(tensor({1e10, -1})) == "[ 1.e+10 -1.e+00]");
  CHECK(to_string(tensor({1.2345678e10})) == "[1.2346e+10]");
  CHECK(to_string(tensor({1, 1000})) == "[   1. 1000.]");
  CHECK(to_string(tensor({1, 1001})) == "[1.000e+00 1.001e+03]");
  CHECK(to_string(tensor({0, 1e-5})) == "[0.e+00 1.e-05]");
  CHECK(to_string(tensor({0.0001, 0.0002})) == "[0.0001 0.0002]");
}

TEST_CASE("NaN and infinity are printed among numbers") {
  CHECK(to_string(tensor({not_a_number, 1, infinity, -infinity})) == "[ nan   1.  inf -inf]");
  CHECK(to_string(tensor({not_a_number, 1.25})) == "[ nan 1.25]");
  CHECK(to_string(tensor({-infinity})) == "[-inf]");
  CHECK(to_string(scalar(not_a_number)) == "nan");
  CHECK(to_string(tensor({not_a_number, 1e-20})) == "[   nan 1.e-20]");
}

TEST_CASE("empty and undefined tensors") {
  CHECK(to_string(zeros({0})) == "[]");
  CHECK(to_string(zeros({2, 0, 3})) == "[] of shape (2, 0, 3)");
  CHECK(to_string(Tensor()) == "undefined");
}

TEST_CASE("more than 1000 numbers are summarised, and only what is shown decides the columns") {
  CHECK(to_string(arange(1001)) == "[   0.    1.    2. ...  998.  999. 1000.]");
  CHECK(to_string(arange(1000)).find("...") == std::string::npos);
  Tensor hidden = zeros({2000});
  hidden.at(1000) = static_cast<Scalar>(1e10);
  CHECK(to_string(hidden) == "[0. 0. 0. ... 0. 0. 0.]");
  CHECK(to_string(reshape(arange(1000), {500, 2}) - 9.5 + zeros({2, 1, 1})) ==
        "[[[ -9.5  -8.5]\n"
        "  [ -7.5  -6.5]\n"
        "  [ -5.5  -4.5]\n"
        "  ...\n"
        "  [984.5 985.5]\n"
        "  [986.5 987.5]\n"
        "  [988.5 989.5]]\n"
        "\n"
        " [[ -9.5  -8.5]\n"
        "  [ -7.5  -6.5]\n"
        "  [ -5.5  -4.5]\n"
        "  ...\n"
        "  [984.5 985.5]\n"
        "  [986.5 987.5]\n"
        "  [988.5 989.5]]]");
  CHECK(to_string(zeros({2, 600})) ==
        "[[0. 0. 0. ... 0. 0. 0.]\n"
        " [0. 0. 0. ... 0. 0. 0.]]");
}

TEST_CASE("long rows are broken within 75 columns") {
  CHECK(to_string(arange(30)) ==
        "[ 0.  1.  2.  3.  4.  5.  6.  7.  8.  9. 10. 11. 12. 13. 14. 15. 16. 17.\n"
        " 18. 19. 20. 21. 22. 23. 24. 25. 26. 27. 28. 29.]");
  // 24 columns of 3 and the brackets are 73; with one more it would be 76.
  std::string row = "[0.";
  for (int i = 1; i < 24; ++i) row += " 0.";
  CHECK(to_string(zeros({24})) == row + "]");
  CHECK(to_string(zeros({25})) == row + "\n 0.]");
}

TEST_CASE("every layout prints the same text, also to a stream") {
  Rng rng(1);
  const Tensor x = random_normal({3, 4, 2}, rng);
  for (const Tensor& layout : layouts(x)) CHECK(to_string(layout) == to_string(x));
  CHECK(to_string(expand(scalar(2), {2, 2})) == "[[2. 2.]\n [2. 2.]]");
  std::ostringstream out;
  out << "x = " << scalar(0.5);
  CHECK(out.str() == "x = 0.5");
}

TEST_CASE("shapes, token matrices and variables print to a stream, too") {
  std::ostringstream out;
  out << Shape{2, 3} << ' ' << TokenMatrix({{1, 2, 3}, {4, 5, 60}}) << ' ' << leaf(tensor({1, 2.5})) << ' '
      << Tensor();
  CHECK(out.str() ==
        "(2, 3) [[ 1  2  3]\n"
        " [ 4  5 60]] [1.  2.5] undefined");
}
