#pragma once

#include <CLI/CLI.hpp>

// The subcommands of the program `keratin`. Each function adds one, which runs while the command line is
// parsed and throws what the library throws.

namespace keratin::tool {

void add_summary(CLI::App& program);
void add_predict(CLI::App& program);
void add_fit(CLI::App& program);
void add_evaluate(CLI::App& program);
void add_convert(CLI::App& program);
void add_image(CLI::App& program);
void add_sample(CLI::App& program);
void add_shape(CLI::App& program);
void add_serve(CLI::App& program);

}  // namespace keratin::tool
