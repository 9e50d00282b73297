#pragma once

#include <cstddef>
#include <initializer_list>
#include <utility>
#include <vector>

#include "keratin/view.hpp"

namespace keratin::distribution {

class GradientSum;
class Team;

/// The part of a batch that this process computes in a training step. A process without a sample of its own
/// computes one that does not count, so that all exchange the same things.
///
/// Layers compute as if the part were the whole batch, so that a mean over samples is one over those of the
/// part; where numbers of all parts are added up, each part's count by its weight.
struct BatchPart {
  Team* team = nullptr;
  GradientSum* gradients = nullptr;
  std::size_t begin = 0, count = 0, total = 0;

  /// The samples that are computed, here and in a process.
  [[nodiscard]] std::size_t rows() const { return count == 0 ? 1 : count; }
  [[nodiscard]] std::size_t rows_of(int process) const;

  /// Whether an array of this length has one entry for each sample of the part. Throws ValueError if another
  /// process would take it for that of its part.
  [[nodiscard]] bool is_of_samples(int length) const;

  [[nodiscard]] double weight() const { return static_cast<double>(count) / static_cast<double>(total); }
  [[nodiscard]] double weight_of(int process) const;

  /// The numbers of all processes, one process after the other.
  [[nodiscard]] std::vector<float> gather(const std::vector<View>& own) const;

  /// Makes these numbers the sums of those of all processes.
  void sum(std::initializer_list<Buffer> own) const;

  /// The part of the step that this thread computes; null outside of one. Random numbers for as many samples
  /// are then those that the part gets in the whole batch.
  [[nodiscard]] static const BatchPart* current();

  /// Sets it while it lives.
  class Scope {
   public:
    explicit Scope(const BatchPart* part);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    const BatchPart* outer_;
  };
};

}  // namespace keratin::distribution
