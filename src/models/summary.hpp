#pragma once

#include "models/model_layer.hpp"

namespace keratin {

/// Prints the table of a model that is built. Throws ValueError, with nothing printed, for options that do
/// not fit.
void print_summary(const ModelLayer& model, const SummaryOptions& options);

}  // namespace keratin
