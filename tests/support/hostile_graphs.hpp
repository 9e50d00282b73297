#pragma once

#include <nlohmann/json.hpp>
#include <random>
#include <string>

namespace keratin::testing {

/// A functional model as no program would write it, in Keras 3's form or 2's: thousands of layers in any
/// order, circles, places that do not exist, names twice, arrays that many layers take, models in models,
/// shapes that merge to enormous ones.
nlohmann::json hostile_graph(std::mt19937& random);

/// The model of such a config as a file: .keras or .h5, without weights.
void write_graph(const std::string& path, const nlohmann::json& model);

}  // namespace keratin::testing
