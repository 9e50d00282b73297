// `keratin shape N --to M`: the layers that take N rows to M. Each layer that is printed does it.
#include <string>
#include <vector>

#include "keratin/layers.hpp"
#include "support/catch.hpp"
#include "support/program.hpp"

namespace keratin::test_shape_ways {
namespace {

using Catch::Matchers::Contains;
using testing::run_keratin;

std::string ways(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "shape");
  const testing::Ended ended = run_keratin(arguments);
  CHECK(ended.code == 0);
  CHECK(ended.errors.empty());
  return ended.output;
}

std::string error(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "shape");
  const testing::Ended ended = run_keratin(arguments);
  CHECK(ended.code == 1);
  CHECK(ended.output.empty());
  return ended.errors;
}

const std::string two_doublings =
    "in 2 steps, 7 to 14 to 28:\n"
    "Conv2DTranspose(filters, 4, {.strides = 2, .padding = \"same\"})\n"
    "Conv2DTranspose(filters, 4, {.strides = 2, .padding = \"same\"})\n";

const std::string two_halvings =
    "// or in 2 steps, 28 to 14 to 7:\n"
    "Conv2D(filters, 3, {.strides = 2, .padding = \"same\"})\n"
    "Conv2D(filters, 3, {.strides = 2, .padding = \"same\"})\n";

/// The rows that the layer of a line makes.
int rows_made(const std::string& line, int input) {
  int kernel_size = 0, stride = 0;
  const char* form = line.starts_with("Conv2DTranspose") ? "Conv2DTranspose(filters, %d, {.strides = %d,"
                                                         : "Conv2D(filters, %d, {.strides = %d,";
  REQUIRE(std::sscanf(line.c_str(), form, &kernel_size, &stride) == 2);
  const std::string padding = line.find("same") == std::string::npos ? "valid" : "same";
  const Shape in = {None, input, input, 1};
  if (line.starts_with("Conv2DTranspose"))
    return layers::Conv2DTranspose(1, kernel_size, {.strides = stride, .padding = padding})
        .compute_output_shape(in)[1];
  return layers::Conv2D(1, kernel_size, {.strides = stride, .padding = padding}).compute_output_shape(in)[1];
}

}  // namespace

TEST_CASE("keratin shape: one layer, and several steps") {
  CHECK_THAT(ways({"7", "--to", "28"}), Contains("// or " + two_doublings));
  CHECK_THAT(ways({"28", "--to", "7"}),
             Contains("Conv2D(filters, 4, {.strides = 4, .padding = \"same\"})\n") && Contains(two_halvings));
  CHECK_THAT(ways({"5", "--to", "60"}), Contains("in 3 steps, 5 to 10 to 20 to 60:\n"));
  CHECK_THAT(ways({"7", "--to", "14"}), !Contains("steps"));
  CHECK_THAT(ways({"7", "--to", "77"}), !Contains("steps"));
}

TEST_CASE("keratin shape: the options leave only the layers that have them") {
  CHECK(ways({"7", "--to", "28", "--kernel-size", "3"}) ==
        "Conv2DTranspose(filters, 3, {.strides = 4, .padding = \"same\"})\n"
        "Conv2DTranspose(filters, 3, {.strides = 4, .padding = \"valid\"})\n"
        "// or in 2 steps, 7 to 14 to 28:\n"
        "Conv2DTranspose(filters, 3, {.strides = 2, .padding = \"same\"})\n"
        "Conv2DTranspose(filters, 3, {.strides = 2, .padding = \"same\"})\n");
  CHECK(ways({"7", "--to", "28", "-s", "2", "-p", "SAME"}) == "// " + two_doublings);
  CHECK(ways({"28", "--to", "7", "-k", "3", "-s", "4", "-p", "valid"}) ==
        "Conv2D(filters, 3, {.strides = 4, .padding = \"valid\"})\n");
  CHECK_THAT(error({"7", "--to", "28", "-k", "3", "-s", "3"}), Contains("leave out --kernel-size, --stride"));
  CHECK_THAT(error({"7", "--to", "28", "-k", "1001"}), Contains("--kernel-size must be from 1 to 1000"));
  CHECK_THAT(error({"7", "--to", "28", "--output-padding", "1"}), Contains("without an output padding"));
}

TEST_CASE("keratin shape: each layer that is printed makes the rows that are wanted") {
  for (const auto& [input, output] :
       {std::pair{7, 28}, {28, 7}, {7, 3}, {64, 1}, {5, 5}, {4, 10}, {10, 4}, {224, 56}}) {
    INFO(input << " to " << output);
    const std::string text = ways({std::to_string(input), "--to", std::to_string(output)});
    int layers_alone = 0, rows = input;
    bool in_steps = false;
    for (std::size_t begin = 0, end = 0; (end = text.find('\n', begin)) != std::string::npos;
         begin = end + 1) {
      const std::string line = text.substr(begin, end - begin);
      INFO(line);
      if (line.starts_with("//")) {
        in_steps = true;
      } else if (in_steps) {
        rows = rows_made(line, rows);
      } else {
        ++layers_alone;
        CHECK(rows_made(line, input) == output);
      }
    }
    CHECK((layers_alone > 0 || in_steps));
    if (in_steps) CHECK(rows == output);
  }
}

TEST_CASE("keratin shape: the largest numbers") {
  CHECK_THAT(ways({"1", "--to", "2147483647"}), Contains("strides = 2147483647"));
  CHECK_THAT(ways({"1", "--to", "1073741824"}), Contains("in 30 steps"));
  CHECK_THAT(error({"2147483647", "--to", "1", "--largest-kernel", "1000"}),
             Contains("no kernel up to 1000"));
  CHECK(ways({"2147483647", "--to", "2147483647"}).size() < 1000);
}

}  // namespace keratin::test_shape_ways
