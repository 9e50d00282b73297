#pragma once

#include <optional>
#include <vector>

#include "distribution/team.hpp"
#include "engine/step_tape.hpp"
#include "models/metric_results.hpp"

namespace keratin {

/// Whether each of these outputs has as many samples as the batch.
bool are_of_samples(const std::vector<Shape>& outputs, std::size_t samples);

/// A batch of which each process that trains together with others computes its part. A process that computes
/// alone computes all of it, and so do all processes if the outputs of the model are not one for each sample.
class SharedBatch {
 public:
  /// `batch` must outlive it. Without `divides` each process computes all of it too.
  explicit SharedBatch(const DataView& batch, bool divides = true);
  SharedBatch(const SharedBatch&) = delete;
  SharedBatch& operator=(const SharedBatch&) = delete;

  [[nodiscard]] const DataView& whole() const { return whole_; }

  /// What this process computes.
  [[nodiscard]] const DataView& own() const { return part_ ? own_ : whole_; }

  /// Null if that is the whole batch.
  [[nodiscard]] distribution::BatchPart* part() { return part_ ? &*part_ : nullptr; }

  /// Begins to exchange the losses of the parts, and their outputs if there are any.
  void give(const BatchLosses& own, const Views& outputs);

  /// The losses of the whole batch, when all have given theirs. Throws ValueError if they were given others.
  BatchLosses losses();

  /// The outputs of the whole batch, in memory of the tape. After losses().
  Views outputs(StepTape& tape) const;

 private:
  [[nodiscard]] std::size_t numbers_of_losses() const { return given_.of_outputs.size() + 3; }
  [[nodiscard]] std::vector<std::size_t> offsets() const;
  void require_same(int process, double samples, double hash) const;

  const DataView& whole_;
  double hash_ = 0.0;  ///< of its inputs and targets
  std::optional<distribution::BatchPart> part_;
  DataView own_;
  BatchLosses given_;
  Views given_outputs_;
  distribution::Team::Gather* gather_ = nullptr;
  std::vector<float> all_;  ///< of all processes: losses as pairs of floats, then outputs
};

}  // namespace keratin
