#pragma once

#include "distribution/agreement.hpp"
#include "keratin/models/fit_options.hpp"
#include "models/inputs.hpp"

namespace keratin {

/// Makes the weights of a built model, its counts of calls and its optimizer's state those of process 0, if
/// this thread computes together with other processes and the model has not been used with them.
void share_state_once(ModelLayer& model);

/// The same, again.
void share_state(ModelLayer& model);

/// Throws ValueError, in all processes, if they differ in the model or in how it is compiled.
void require_same_model(const ModelLayer& model);

/// The same for some of the weights and the arrays and for the options of a call of fit(), or for the number
/// of batches where there are no arrays.
void require_same_fit(const ModelLayer& model, const FitOptions& options, const DataView& data,
                      std::optional<int> batches = {});

}  // namespace keratin
