#pragma once

#include <nlohmann/json.hpp>
#include <random>

namespace keratin::testing {

/// The document with one to three changes of the kinds that files from elsewhere come with: null, empty, a
/// wrong type, a number out of range, control codes, long texts, deep lists, parts that are missing, repeated
/// or in one another's place, layers within models within models.
nlohmann::json mutated(nlohmann::json document, std::mt19937& random);

}  // namespace keratin::testing
