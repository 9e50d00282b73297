#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "keratin/models/sequential.hpp"

namespace keratin::testing {

/// What tests/golden/files/compiled.py wrote with `library`: "keras" or "tf_keras".
nlohmann::json compiled_models(const std::string& library);

/// Trains for steps `first` to `last` - 1 on the batches of that script.
void train_steps(Sequential& model, const nlohmann::json& batches, int first, int last);

/// Checks that the weights are these, to `tolerance` of their scale.
void check_weights(const Sequential& model, const nlohmann::json& expected, float tolerance = 1e-5f);

}  // namespace keratin::testing
