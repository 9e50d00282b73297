#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "serve/served_model.hpp"

namespace keratin::serving {

/// A model that may train meanwhile: requests see copies of its weights after whole steps.
class TrainingSource : public ModelSource {
 public:
  /// Throws ValueError before the model is built, and for a layer that cannot be cloned.
  explicit TrainingSource(const Model& model);

  /// Waits for the end of a step for a second at most, and for none if it cannot: then the last copy.
  std::shared_ptr<ServedModel> current() override;

  /// One more than the last copy's if weights changed since. Copies nothing.
  std::uint64_t loaded() override;

  /// Lets current() wait no longer for the step that runs.
  void cancel() override { cancelled_.store(true); }

 private:
  [[nodiscard]] bool is_copied() const;
  void copy_weights(ServedModel& served, bool all);

  Model model_;
  std::vector<std::shared_ptr<Layer>> layers_;  ///< kept, for the weights, with those in nested models
  std::vector<Weight*> weights_;
  std::vector<std::uint64_t> versions_;          ///< of the weights that are copied
  std::shared_ptr<ServedModel> served_, spare_;  ///< `spare_`: for the next copy, if `served_` is in use
  std::atomic<bool> cancelled_ = false;
};

}  // namespace keratin::serving
