#include <cstdint>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/print.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"

namespace keratin::test_print {
namespace {

/// One array and what NumPy printed for it; tests/golden/print.py says how a case is written.
struct Case {
  std::string type;
  std::vector<std::size_t> shape;
  std::vector<std::uint64_t> bits;
  std::string expected;
};

Case parse_header(const std::string& line) {
  Case result;
  std::istringstream words(line);
  words >> result.type;
  std::string word;
  while (words >> word && word != "|") result.shape.push_back(std::stoul(word));
  while (words >> word) result.bits.push_back(std::stoull(word, nullptr, 16));
  return result;
}

std::vector<Case> read_cases() {
  std::ifstream file(testing::golden_path("print.txt"));
  std::vector<Case> cases;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    cases.push_back(parse_header(line));
    std::string& text = cases.back().expected;
    while (std::getline(file, line) && line != "---") text += (text.empty() ? "" : "\n") + line;
  }
  return cases;
}

template <class T>
std::string print_case(const Case& printed) {
  xt::xarray<T> array = xt::xarray<T>::from_shape(printed.shape);
  for (std::size_t i = 0; i < array.size(); ++i) {
    std::memcpy(array.data() + i, &printed.bits[i % printed.bits.size()], sizeof(T));
  }
  return format_array(array);
}

std::string print_case(const Case& printed) {
  if (printed.type == "float32") return print_case<float>(printed);
  if (printed.type == "float64") return print_case<double>(printed);
  if (printed.type == "int8") return print_case<std::int8_t>(printed);
  if (printed.type == "uint8") return print_case<std::uint8_t>(printed);
  if (printed.type == "int16") return print_case<std::int16_t>(printed);
  if (printed.type == "int32") return print_case<std::int32_t>(printed);
  if (printed.type == "uint32") return print_case<std::uint32_t>(printed);
  if (printed.type == "int64") return print_case<std::int64_t>(printed);
  if (printed.type == "uint64") return print_case<std::uint64_t>(printed);
  if (printed.type == "bool") return print_case<bool>(printed);
  return "unknown type " + printed.type;
}

}  // namespace

TEST_CASE("print: the same text as NumPy's, byte for byte") {
  const std::vector<Case> cases = read_cases();
  REQUIRE(cases.size() > 500);
  for (const Case& printed : cases) {
    INFO(printed.type);
    CAPTURE(printed.shape, printed.bits);
    CHECK(print_case(printed) == printed.expected);
  }
}

TEST_CASE("print: any expression") {
  const xt::xarray<int> a = {{1, 2}, {3, 4}};
  CHECK(format_array(a) == "[[1 2]\n [3 4]]");
  CHECK(format_array(a * 10) == "[[10 20]\n [30 40]]");
  CHECK(format_array(a > 2) == "[[False False]\n [ True  True]]");
  CHECK(format_array(0.5f * a) == "[[0.5 1. ]\n [1.5 2. ]]");
  CHECK(format_array(xt::xtensor<double, 1>{0.1, 1}) == "[0.1 1. ]");
  CHECK(format_array(xt::xarray<int, xt::layout_type::column_major>(a)) == "[[1 2]\n [3 4]]");
  CHECK(format_array(xt::view(a, 1)) == "[3 4]");
  CHECK(format_array(xt::view(a, xt::all(), 1)) == "[2 4]");
  CHECK(format_array(Tensor{7.0F}) == "[7.]");
  CHECK(format_array(Tensor::from_shape({0})) == "[]");

  Tensor yhat = xt::xarray<float>{{1, 2}, {3, 4}};
  CHECK(format_array(yhat.reshape({1, 4})) == "[[1. 2. 3. 4.]]");
}

TEST_CASE("print: a huge expression is summarized without being computed") {
  const std::vector<std::size_t> shape = {std::size_t{1} << 30, std::size_t{1} << 30};
  CHECK(format_array(xt::ones<float>(shape)).starts_with("[[1. 1. 1. ... 1. 1. 1.]\n"));
}

TEST_CASE("print: too many axes are rejected") {
  CHECK(format_array(xt::ones<int>(std::vector<std::size_t>(64, 1))).size() == 129);
  CHECK_THROWS_WITH(format_array(xt::ones<int>(std::vector<std::size_t>(65, 1))),
                    "An array of at most 64 axes can be printed; received one of 65.");
  CHECK_THROWS_AS(format_array(xt::ones<float>(std::vector<std::size_t>(24, 6))), ValueError);
}

}  // namespace keratin::test_print
