#pragma once

#include <cstdint>
#include <optional>

#include "keratin/size2d.hpp"

namespace keratin {

/// A scale and a shift a channel, as a BatchNormalization is in inference.
class ChannelAffine {
 public:
  virtual ~ChannelAffine() = default;

  /// Writes each channel's scale and shift.
  virtual void write(float* scale, float* shift) const = 0;

  /// A number that grows with every change of them.
  [[nodiscard]] virtual std::uint64_t version() const = 0;

 protected:
  ChannelAffine() = default;
  ChannelAffine(const ChannelAffine&) = default;
  ChannelAffine(ChannelAffine&&) = default;
};

/// What a FusingLayer's kernel does for the layers around it, so that no image is written and read again
/// for them.
struct Fusion {
  Size2D upsampling = 1;                  ///< nearest, of its input
  const ChannelAffine* affine = nullptr;  ///< of its output; in inference alone
  std::optional<float> negative_slope;    ///< a rectifier of what comes out: its slope below 0
  bool own_activation = false;            ///< whether the layer's own activation is among these

  [[nodiscard]] bool ends_with_rectifier() const { return negative_slope.has_value(); }
};

}  // namespace keratin
