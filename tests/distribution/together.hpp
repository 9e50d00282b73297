#pragma once

#include <functional>
#include <string>
#include <vector>

#include "keratin/tensor.hpp"

namespace keratin::testing {

/// What a training ends with.
struct Outcome {
  std::vector<Tensor> arrays;   ///< weights and predictions
  std::vector<double> numbers;  ///< losses and metrics
};

/// Notes a failure, with its text, unless `holds`.
void check(bool holds, const std::string& text);

/// The failures so far, in all processes.
[[nodiscard]] int failures();

/// Trains once in each process by itself, and twice together. Together gives the same to 1e-5 of the scale,
/// the same bits in all processes and in both runs. With another seed again if it does not: now and then a
/// number lies at the kink of a LeakyReLU, where its rounding decides on the slope.
void check_training(const std::string& name, const std::function<Outcome()>& train);

/// Calls `make_error` together: all processes must throw ValueError with the same text, which has `part` in
/// it; afterwards they train as before.
void check_error(const std::string& name, const std::string& part, const std::function<void()>& make_error);

/// Whether all processes have the same text.
[[nodiscard]] bool is_shared(const std::string& text);

void check_models();
void check_fits();
void check_errors();

}  // namespace keratin::testing
