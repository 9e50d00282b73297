#pragma once

#include <type_traits>

#include "config/reader.hpp"
#include "keratin/losses.hpp"

// The arguments of losses in configs.

namespace keratin::losses {

/// What all losses have. Keras 2 also wrote the function, which the class says already, and a reduction that
/// was chosen in training: always the mean.
template <class Fields, class Options>
void list_shared(Fields& fields, Options& options) {
  fields("name", options.name);
  fields("reduction", options.reduction);
  fields.ignore("fn");
  const bool reads = std::is_same_v<Fields, ConfigReader>;
  if (reads && options.reduction == "auto") options.reduction = "sum_over_batch_size";
}

/// Of losses that have no options of their own.
template <class Fields, class Options>
void list_fields(Fields& fields, Options& options) {
  list_shared(fields, options);
}

template <class Fields>
void list_fields(Fields& fields, BinaryCrossentropyOptions& options) {
  list_shared(fields, options);
  fields("from_logits", options.from_logits);
  fields("label_smoothing", options.label_smoothing);
  fields("axis", options.axis);
}

template <class Fields>
void list_fields(Fields& fields, CategoricalCrossentropyOptions& options) {
  list_shared(fields, options);
  fields("from_logits", options.from_logits);
  fields("label_smoothing", options.label_smoothing);
  fields("axis", options.axis);
}

template <class Fields>
void list_fields(Fields& fields, SparseCategoricalCrossentropyOptions& options) {
  list_shared(fields, options);
  fields("from_logits", options.from_logits);
  fields("ignore_class", options.ignore_class);
  const bool reads = std::is_same_v<Fields, ConfigReader>;
  if (reads || options.axis != -1) fields("axis", options.axis);  // not in every version of Keras
}

template <class Fields>
void list_fields(Fields& fields, HuberOptions& options) {
  list_shared(fields, options);
  fields("delta", options.delta);
}

template <class Fields>
void list_fields(Fields& fields, CosineSimilarityOptions& options) {
  list_shared(fields, options);
  fields("axis", options.axis);
}

}  // namespace keratin::losses
