#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "keratin/models/model.hpp"
#include "serve/description.hpp"

namespace keratin::serving {

/// Samples `begin` to `end` of each array, which hold that many.
std::vector<Tensor> part_of(const std::vector<Tensor>& arrays, int begin, int end);

/// Which numbers of samples may run together: those of which each gets the same bits as alone.
class SameBits {
 public:
  static constexpr int most = 32;

  /// Runs the model on samples of the shapes, (1, …), for a short time. Of what is not known by then, false.
  SameBits(const Model& model, const std::vector<Shape>& samples, const Description& description);

  [[nodiscard]] bool of(int samples) const { return same_[static_cast<std::size_t>(samples)]; }

 private:
  std::vector<bool> same_ = std::vector<bool>(most + 1);
};

/// A model as requests see it. Only one thread uses it.
class ServedModel {
 public:
  ServedModel(const Model& model, const Ranges& ranges);

  [[nodiscard]] const Model& model() const { return model_; }
  [[nodiscard]] const Description& description() const { return description_; }

  /// How often a model was read, or its weights changed, until this one.
  std::uint64_t loaded = 1;

  /// What the weights decide is made anew.
  void weights_changed() { directions_.reset(); }

  /// For samples of these shapes, (1, …).
  const SameBits& same_bits(const std::vector<Shape>& samples);

  /// The model that ends with this layer. Throws ValueError if there is no such layer.
  [[nodiscard]] Model until(const std::string& layer) const;

  /// The answer of GET /directions. Throws ValueError unless the model makes images of points.
  const std::string& directions();

  /// The same model for images of any size, if it can.
  const Model& any_size();

 private:
  Model model_;
  Description description_;
  std::optional<Model> any_size_;
  std::optional<std::string> directions_;
  std::vector<std::pair<std::vector<Shape>, SameBits>> same_bits_;
};

/// Where requests find the model. Only one thread calls it.
class ModelSource {
 public:
  virtual ~ModelSource() = default;

  /// The model as it is now, or was a moment ago; it stays so for whoever holds it.
  virtual std::shared_ptr<ServedModel> current() = 0;

  /// What current() would have as `loaded`, found without delay.
  virtual std::uint64_t loaded() { return current()->loaded; }

  /// Lets current() wait for nothing any more. May be called from any thread.
  virtual void cancel() {}
};

}  // namespace keratin::serving
