#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>

#include "keratin/error.hpp"
#include "keratin/utils/conv_utils.hpp"
#include "tool/commands.hpp"

namespace keratin::tool {

namespace {

struct ShapeArguments {
  int input = 0;
  std::optional<int> output;
  int kernel_size = 3, stride = 2, largest_kernel = 5;
  std::string padding = "valid";
  std::optional<int> output_padding;
};

void print_ways(const ShapeArguments& arguments) {
  const auto ways =
      utils::conv_transpose_arguments(arguments.input, *arguments.output, arguments.largest_kernel);
  if (ways.empty()) {
    throw ValueError(
        fmt::format("no kernel up to {} takes {} rows to {}: allow a larger one with --largest-kernel",
                    arguments.largest_kernel, arguments.input, *arguments.output));
  }
  for (const utils::ConvTransposeArguments& way : ways) {
    fmt::print("Conv2DTranspose(filters, {}, {{.strides = {}, .padding = \"{}\"}})\n", way.kernel_size,
               way.stride, way.padding);
  }
}

void shape(const ShapeArguments& arguments) {
  if (arguments.output) return print_ways(arguments);
  fmt::print("{}\n",
             utils::conv_transpose_output_length(arguments.input, arguments.kernel_size, arguments.stride,
                                                 arguments.padding, arguments.output_padding));
}

}  // namespace

void add_shape(CLI::App& program) {
  const auto arguments = std::make_shared<ShapeArguments>();
  CLI::App* command = program.add_subcommand(
      "shape", "Say what size a transposed convolution makes, or which one makes a size");
  command->add_option("input", arguments->input, "Rows, or columns, of the input")->required();
  command->add_option("--to", arguments->output, "Rows that are wanted: prints the ways that lead there");
  command->add_option("-k,--kernel-size", arguments->kernel_size, "Rows of the kernel")
      ->capture_default_str();
  command->add_option("-s,--stride", arguments->stride, "The stride")->capture_default_str();
  command->add_option("-p,--padding", arguments->padding, "valid or same")->capture_default_str();
  command->add_option("--output-padding", arguments->output_padding, "Rows added to the output");
  command->add_option("--largest-kernel", arguments->largest_kernel, "With --to: the largest kernel to try")
      ->capture_default_str();
  command->callback([arguments] { shape(*arguments); });
}

}  // namespace keratin::tool
