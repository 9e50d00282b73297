#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "keratin/models/sequential.hpp"

// The models of tests/golden/files/whole.py, which together have every layer of Keras's.

namespace keratin::testing {

inline const std::vector<std::string> whole_models = {
    "pictures", "more_pictures", "sequences", "volumes", "words", "steps", "nested", "chain", "nested_chain"};

/// What `library` ("keras" or "tf_keras") predicts with each of them.
nlohmann::json golden_models(const std::string& library);

/// Checks that the model predicts what Keras does, to 1e-5 of its scale.
void check_predictions(const Sequential& model, const nlohmann::json& expected);

}  // namespace keratin::testing
