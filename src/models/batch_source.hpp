#pragma once

#include <memory>
#include <optional>

#include "keratin/models/fit_options.hpp"
#include "models/inputs.hpp"

namespace keratin {

/// Where batches come from: arrays, a Dataset or a function.
class BatchSource {
 public:
  virtual ~BatchSource() = default;

  /// How many there are; nothing if there is no end or it is not known.
  [[nodiscard]] virtual std::optional<int> num_batches() const = 0;

  /// Begins again, in another order if it shuffles.
  virtual void restart() {}

  /// Gets ready for `count` batches from number `position` on; without a count for all.
  virtual void begin(int position, std::optional<int> count) = 0;

  /// The next batch, valid until the next call; null if there is none.
  virtual const DataView* next() = 0;

  /// No batch is being made afterwards.
  virtual void end() {}

  /// The order that restart() made.
  virtual void archive(utils::StateArchive& archive) = 0;
};

/// What both kinds of calls say of the arrays' batches.
struct Batching {
  std::optional<int> batch_size;
  std::optional<int> steps;
  bool shuffle = false;
  bool targets = true;  ///< whether batches hold targets, as everywhere but in predict()
};

/// What the options of evaluate() or predict() say. Throws ValueError for values that no data could make
/// right.
template <class Options>
Batching batching_of(const Options& options, bool targets = true) {
  check_count("steps", options.steps);
  check_verbose(options.verbose);
  return {.batch_size = options.batch_size, .steps = options.steps, .targets = targets};
}

/// The batch size that they mean for that many samples. Throws ValueError if it is not positive.
int batch_size_of(const Batching& batching, std::size_t samples);

/// Batches of arrays that are checked and outlive it.
std::unique_ptr<BatchSource> array_source(const DataView& data, const Batching& batching);

/// Batches of a Dataset or of a function, made by its workers or a thread of its own, and checked. Throws
/// ValueError for a batch size.
std::unique_ptr<BatchSource> stream_source(ModelLayer& model, utils::Dataset& dataset,
                                           const Batching& batching, const ClassWeight& class_weight = {});
std::unique_ptr<BatchSource> stream_source(ModelLayer& model, Generator generator, const Batching& batching,
                                           const ClassWeight& class_weight = {});

/// Any of them.
std::unique_ptr<BatchSource> source_of(ModelLayer& model, const ValidationData& data,
                                       const Batching& batching);

}  // namespace keratin
