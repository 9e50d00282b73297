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

  std::shared_ptr<ServedModel> current() override;

  /// Lets current() wait no longer for the step that runs.
  void cancel() override { cancelled_.store(true); }

 private:
  void copy_weights(ServedModel& served);

  Model model_;
  LayerList layers_;  ///< kept, for the weights
  std::vector<Weight*> weights_;
  std::vector<std::uint64_t> versions_;  ///< of the weights that are copied
  std::shared_ptr<ServedModel> served_;
  std::atomic<bool> cancelled_ = false;
};

}  // namespace keratin::serving
