#pragma once

#include <optional>

#include "keratin/models/fit_options.hpp"

namespace keratin {

/// Throws ValueError unless `count`, where given, is positive.
void check_count(const char* option, std::optional<int> count);

/// Throws ValueError unless it is 0, 1 or 2.
void check_verbose(int verbose);

/// Throws ValueError unless all weights are finite and not negative, those of classes that do not occur too.
void check_class_weight(const ClassWeight& class_weight);

/// Throws ValueError for options that no data could make right.
void check_options(const FitOptions& options);

/// Throws ValueError for options that are for arrays alone.
void check_options_of_batches(const FitOptions& options);

}  // namespace keratin
