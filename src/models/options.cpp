#include "models/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "keratin/error.hpp"
#include "models/batches.hpp"

namespace keratin {

bool ValidationFreq::includes(int epoch) const {
  if (!epochs_) return (epoch + 1) % every_ == 0;
  return std::find(epochs_->begin(), epochs_->end(), epoch + 1) != epochs_->end();
}

void check_count(const char* option, std::optional<int> count) {
  if (count && *count <= 0)
    throw ValueError(fmt::format("{} must be positive, but received {}.", option, *count));
}

void check_verbose(int verbose) {
  if (verbose < 0 || verbose > 2)
    throw ValueError(fmt::format("verbose must be 0, 1 or 2, but received {}.", verbose));
}

void check_class_weight(const ClassWeight& class_weight) {
  for (const auto& [number, weight] : class_weight) {
    if (!std::isfinite(weight) || weight < 0.0f) {
      throw ValueError(fmt::format(
          "class_weight must be finite numbers, 0 or more, but that of class {} is {}.", number, weight));
    }
  }
}

void check_options(const FitOptions& options) {
  check_count("batch_size", options.batch_size);
  if (options.epochs < 0)
    throw ValueError(fmt::format("epochs must not be negative, but received {}.", options.epochs));
  if (options.verbose) check_verbose(*options.verbose);
  if (!(options.validation_split >= 0.0 && options.validation_split < 1.0)) {
    throw ValueError(fmt::format("validation_split must be from 0 to less than 1, but received {}.",
                                 options.validation_split));
  }
  check_class_weight(options.class_weight);
  if (options.initial_epoch < 0) {
    throw ValueError(
        fmt::format("initial_epoch must not be negative, but received {}.", options.initial_epoch));
  }
  check_count("steps_per_epoch", options.steps_per_epoch);
  check_count("validation_steps", options.validation_steps);
  check_count("validation_batch_size", options.validation_batch_size);
  check_count("validation_freq", options.validation_freq.every());
}

void check_options_of_batches(const FitOptions& options) {
  if (options.validation_split > 0.0 && !options.validation_data)
    throw ValueError("validation_split is for arrays: give validation_data in its place.");
  if (options.sample_weight.dimension() > 0)
    throw ValueError("sample_weight is for arrays: put the weights into the batches, Data{x, y, weights}.");
}

}  // namespace keratin
