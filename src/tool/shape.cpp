#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>
#include <optional>
#include <string>

#include "keratin/error.hpp"
#include "keratin/utils/conv_utils.hpp"
#include "tool/commands.hpp"
#include "tool/ways.hpp"
#include "utils/lower_case.hpp"

namespace keratin::tool {

namespace {

struct ShapeArguments {
  int input = 0;
  std::optional<int> output, kernel_size, stride, output_padding;
  std::optional<std::string> padding;
  int largest_kernel = 5;
};

void check(const char* name, std::optional<int> value, int most) {
  if (!value || (*value >= 1 && *value <= most)) return;
  throw ValueError(fmt::format("{} must be from 1 to {}, but received {}", name, most, *value));
}

/// What the options leave open.
WayOptions way_options(const ShapeArguments& arguments) {
  constexpr int largest = 1000;
  check("input", arguments.input, most_rows);
  check("--to", arguments.output, most_rows);
  check("--kernel-size", arguments.kernel_size, largest);
  check("--stride", arguments.stride, most_rows);
  check("--largest-kernel", arguments.largest_kernel, largest);
  std::optional<std::string> padding;
  if (arguments.padding) padding = utils::lower_case(*arguments.padding);
  if (padding && padding != "valid" && padding != "same") {
    throw ValueError(
        fmt::format("padding must be \"valid\" or \"same\", but received \"{}\"", *arguments.padding));
  }
  if (arguments.output_padding) {
    throw ValueError("--to finds ways without an output padding: leave out --output-padding or --to");
  }
  return {arguments.input,       *arguments.output, arguments.largest_kernel,
          arguments.kernel_size, arguments.stride,  padding};
}

void print_way(const Way& way, bool enlarges) {
  fmt::print("{}(filters, {}, {{.strides = {}, .padding = \"{}\"}})\n",
             enlarges ? "Conv2DTranspose" : "Conv2D", way.kernel_size, way.stride, way.padding);
}

void print_ways(const ShapeArguments& arguments) {
  const WayOptions options = way_options(arguments);
  const bool enlarges = options.output >= options.input;
  const std::vector<Way> single = enlarges ? ways_to_enlarge(options) : ways_to_reduce(options);
  const std::vector<Way> steps = steps_between(options);
  if (single.empty() && steps.empty()) {
    throw ValueError(
        arguments.kernel_size || arguments.stride || arguments.padding
            ? fmt::format("no layer with these options takes {} rows to {}: leave out --kernel-size, "
                          "--stride and --padding to see what does",
                          options.input, options.output)
            : fmt::format("no kernel up to {} takes {} rows to {} without rows that it never reads: allow a "
                          "larger one with --largest-kernel",
                          options.largest_kernel, options.input, options.output));
  }
  for (const Way& way : single) print_way(way, enlarges);
  if (steps.empty()) return;
  fmt::print("// {}in {} steps, {}:\n", single.empty() ? "" : "or ", steps.size(),
             fmt::join(rows_of_steps(options, steps), " to "));
  for (const Way& step : steps) print_way(step, enlarges);
}

void shape(const ShapeArguments& arguments) {
  if (arguments.output) return print_ways(arguments);
  fmt::print("{}\n", utils::conv_transpose_output_length(
                         arguments.input, arguments.kernel_size.value_or(3), arguments.stride.value_or(2),
                         arguments.padding.value_or("valid"), arguments.output_padding));
}

}  // namespace

void add_shape(CLI::App& program) {
  const auto arguments = std::make_shared<ShapeArguments>();
  CLI::App* command = program.add_subcommand(
      "shape", "Say what size a transposed convolution makes, or which layers make a size");
  command->add_option("input", arguments->input, "Rows, or columns, of the input")->required();
  command->add_option(
      "--to", arguments->output,
      "Rows that are wanted: prints the transposed convolutions that lead there, in one step and in several; "
      "for fewer rows the convolutions");
  command->add_option("-k,--kernel-size", arguments->kernel_size,
                      "Rows of the kernel; 3 by default, with --to any");
  command->add_option("-s,--stride", arguments->stride, "The stride; 2 by default, with --to any");
  command->add_option("-p,--padding", arguments->padding, "valid or same; valid by default, with --to both");
  command->add_option("--output-padding", arguments->output_padding, "Rows added to the output");
  command->add_option("--largest-kernel", arguments->largest_kernel, "With --to: the largest kernel to try")
      ->capture_default_str();
  command->callback([arguments] { shape(*arguments); });
}

}  // namespace keratin::tool
