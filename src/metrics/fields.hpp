#pragma once

#include "config/reader.hpp"
#include "keratin/metrics.hpp"

// The arguments of metrics in configs.

namespace keratin::metrics {

/// The fields of metrics without options.
template <class Fields, class Options>
void list_fields(Fields& fields, Options& options) {
  fields("name", options.name);
}

template <class Fields>
void list_fields(Fields& fields, BinaryAccuracyOptions& options) {
  fields("name", options.name);
  fields("threshold", options.threshold);
}

template <class Fields>
void list_fields(Fields& fields, TopKCategoricalAccuracyOptions& options) {
  fields("name", options.name);
  fields("k", options.k);
}

template <class Fields>
void list_fields(Fields& fields, CosineSimilarityOptions& options) {
  fields("name", options.name);
  fields("axis", options.axis);
}

/// None, one number, or a list of them.
Config to_config(const Thresholds& thresholds);
void read_argument(std::string_view argument, const Config& config, Thresholds& thresholds);

/// Of Precision and Recall.
template <class Fields, class Options>
void list_confusion(Fields& fields, Options& options) {
  fields("name", options.name);
  fields("thresholds", options.thresholds);
  fields("top_k", options.top_k);
  fields("class_id", options.class_id);
}

template <class Fields>
void list_fields(Fields& fields, PrecisionOptions& options) {
  list_confusion(fields, options);
}

template <class Fields>
void list_fields(Fields& fields, RecallOptions& options) {
  list_confusion(fields, options);
}

/// A list that is None if it is empty.
template <class Fields>
void list_numbers(Fields& fields, const char* argument, std::vector<double>& numbers) {
  Config config = numbers.empty() ? Config() : keratin::to_config(numbers);
  fields(argument, config);
  keratin::read_argument(argument, config, numbers);
}

template <class Fields>
void list_fields(Fields& fields, AUCOptions& options) {
  fields("name", options.name);
  fields("num_thresholds", options.num_thresholds);
  fields("curve", options.curve);
  fields("summation_method", options.summation_method);
  fields("multi_label", options.multi_label);
  fields("num_labels", options.num_labels);
  list_numbers(fields, "label_weights", options.label_weights);
  fields("from_logits", options.from_logits);
  std::vector<double> thresholds = options.thresholds.value_or(std::vector<double>());
  list_numbers(fields, "thresholds", thresholds);
  options.thresholds.reset();
  if (!thresholds.empty()) options.thresholds = thresholds;
}

template <class Options>
Config metric_config(const Options& options) {
  return write_config(Config::entries({{"name", Config()}, {"dtype", "float32"}}), options);
}

}  // namespace keratin::metrics
