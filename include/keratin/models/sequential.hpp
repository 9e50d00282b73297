#pragma once

#include <concepts>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "keratin/models/model.hpp"

namespace keratin {

/// The named arguments of Sequential, in Keras's order.
struct SequentialOptions {
  bool trainable = true;
  std::string name = {};  ///< numbered from "sequential" if empty
};

/// What a list of a Sequential's layers holds.
struct StackedLayer {
  template <std::derived_from<Layer> L>
  StackedLayer(L moved) : layer(std::make_shared<L>(std::move(moved))) {}
  template <std::derived_from<Layer> L>
  StackedLayer(const std::shared_ptr<L>& shared) : layer(shared) {}
  StackedLayer(const Model& model);
  StackedLayer(const layers::Input& first);

  std::shared_ptr<Layer> layer = {};
  std::optional<layers::Input> input = {};  ///< in place of a layer
};

/// A stack of layers: a Model of one input and one output that grows by add().
class Sequential : public Model {
 public:
  explicit Sequential(const SequentialOptions& options = {});

  /// Adds each of the layers: `Sequential({Input({3}), Dense(8), Dense(1)})`. Throws ValueError as add()
  /// does.
  explicit Sequential(std::initializer_list<StackedLayer> layers, const SequentialOptions& options = {});

  /// Moves a layer in and returns it. The first layer's input_shape builds the model as it grows. A compiled
  /// model stays compiled; its optimizer is reset. Throws ValueError, with nothing changed, for a layer that
  /// does not fit, for models nested more than 100 levels deep and for more than 4,096 layers, including
  /// those of inner models.
  template <std::derived_from<Layer> L>
  requires(!std::is_lvalue_reference_v<L>) L& add(L&& layer) {
    return add(std::make_shared<L>(std::forward<L>(layer)));
  }

  template <std::derived_from<Layer> L>
  L& add(L& layer) = delete;  // write add(Dense(8)), add(std::move(layer)), or give a std::shared_ptr

  /// Adds a shared layer.
  template <std::derived_from<Layer> L>
  L& add(const std::shared_ptr<L>& layer) {
    add_layer(layer);
    return *layer;
  }

  /// Adds another model by reference: both share its weights.
  void add(const Model& model);

  /// Sets the shape of the model's input. Throws ValueError unless it comes first.
  void add(const layers::Input& input);

  /// Removes the last layer; a compiled model stays compiled, as with add(). Throws ValueError if there is
  /// none.
  void pop();

 private:
  explicit Sequential(std::shared_ptr<ModelLayer> model) : Model(std::move(model)) {}
  void add_layer(const std::shared_ptr<Layer>& layer);

  friend Sequential handle_of(std::shared_ptr<ModelLayer> model);
};

/// A new model with the layers, names and arguments of `model` and new weights, not compiled. Throws
/// ValueError if a user's layer cannot be cloned.
[[nodiscard]] Sequential clone_model(const Model& model);

}  // namespace keratin
