#pragma once

#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>

#include "keratin/layers/layer.hpp"

namespace keratin {

/// A layer that is another one's argument: moved in, or held by a std::shared_ptr.
class InnerLayer {
 public:
  InnerLayer() = default;

  template <std::derived_from<Layer> L>
  // NOLINTNEXTLINE(bugprone-forwarding-reference-overload): an InnerLayer is not a Layer
  requires(!std::is_lvalue_reference_v<L>) InnerLayer(L&& layer)
      : layer_(std::make_shared<L>(std::forward<L>(layer))) {}

  template <std::derived_from<Layer> L>
  InnerLayer(std::shared_ptr<L> layer) : layer_(std::move(layer)) {}

  /// Null if none was given.
  [[nodiscard]] const std::shared_ptr<Layer>& get() const { return layer_; }

 private:
  std::shared_ptr<Layer> layer_;
};

}  // namespace keratin
