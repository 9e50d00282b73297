#pragma once

#include "keratin/fusion.hpp"
#include "keratin/layers/described.hpp"

namespace keratin {

/// A layer whose kernel can also compute adjacent layers: Dense, the convolutions and max pooling.
class FusingLayer : public Layer {
 public:
  /// Whether the kernel can compute this fusion.
  [[nodiscard]] virtual bool can_fuse(const Fusion& fusion) const = 0;

  /// Whether rectifying its input gives the same as rectifying its output: true of max pooling, whose output
  /// is usually smaller.
  [[nodiscard]] virtual bool commutes_with_rectifier() const { return false; }

  /// forward() and backward(), fused with the adjacent layers.
  virtual View forward_fused(View x, const Fusion& fusion, Tape& tape) const = 0;
  virtual View backward_fused(View dy, const Fusion& fusion, Tape& tape) const = 0;

  View forward(View x, Tape& tape) const override { return forward_fused(x, {}, tape); }
  View backward(View dy, Tape& tape) const override { return backward_fused(dy, {}, tape); }

 protected:
  using Layer::Layer;
};

}  // namespace keratin
