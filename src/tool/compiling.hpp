#pragma once

#include <string>
#include <vector>

#include "tool/files.hpp"

namespace keratin::tool {

/// How a model is compiled; without a loss as its file says.
struct CompileArguments {
  std::string loss, optimizer = "adam";
  std::vector<std::string> metrics;
};

/// Adds the options --loss and --metrics; returns the first, which others need.
CLI::Option* add_compile_options(CLI::App& command, CompileArguments& arguments);

/// Compiles a model that was loaded from the file, if a loss is given. Throws ValueError, naming --loss, if
/// it is not compiled then; and for unknown names.
void compile(Model& model, const ModelFiles& files, const CompileArguments& arguments);

}  // namespace keratin::tool
