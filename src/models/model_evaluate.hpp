#pragma once

#include "callbacks/callback_list.hpp"
#include "models/epoch_iterator.hpp"
#include "models/metric_results.hpp"

namespace keratin {

/// The mean loss and the metrics over the iterator's batches, in the order of compile(); none if there was
/// no batch.
Logs evaluate(const ModelLayer& model, EpochIterator& batches, const callbacks::CallbackList& callbacks);

}  // namespace keratin
