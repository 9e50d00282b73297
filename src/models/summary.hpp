#pragma once

#include "models/sequential_layer.hpp"

namespace keratin {

/// Prints the table of a model that is built. Throws ValueError, with nothing printed, for options that do
/// not fit.
void print_summary(const SequentialLayer& model, const SummaryOptions& options);

}  // namespace keratin
