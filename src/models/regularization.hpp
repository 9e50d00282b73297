#pragma once

#include <vector>

#include "keratin/tape.hpp"

namespace keratin {

/// The sum of the penalties of these weights' regularizers.
double penalty_of(const std::vector<Weight*>& weights);

/// Adds its gradient to theirs.
void add_penalty_gradients(const std::vector<Weight*>& weights, const Tape& tape);

/// Makes the weights fulfil their constraints.
void constrain(const std::vector<Weight*>& weights);

}  // namespace keratin
