#pragma once

#include <cstdint>
#include <optional>

#include "keratin/size2d.hpp"
#include "keratin/view.hpp"

namespace keratin {

/// A scale and a shift per channel: a BatchNormalization in inference.
class ChannelAffine {
 public:
  virtual ~ChannelAffine() = default;

  /// Writes each channel's scale and shift.
  virtual void write(float* scale, float* shift) const = 0;

  /// A number that grows whenever they change.
  [[nodiscard]] virtual std::uint64_t version() const = 0;

 protected:
  ChannelAffine() = default;
  ChannelAffine(const ChannelAffine&) = default;
  ChannelAffine(ChannelAffine&&) = default;
};

/// The work of adjacent layers that a FusingLayer's kernel does, so that no image is written and read again.
struct Fusion {
  Size2D upsampling = 1;                  ///< nearest, of its input
  const ChannelAffine* affine = nullptr;  ///< of its output; only in inference
  bool adds = false;     ///< whether the output is added to `target`: an Add; only in inference
  bool is_part = false;  ///< whether it is some channels of `target`: a Concatenate; only in inference
  Buffer target = {};    ///< what is added to, or the whole: the memory that the output goes to
  std::size_t first_channel = 0;        ///< of the part
  std::optional<float> negative_slope;  ///< of a rectifier of the output: its slope below 0
  bool own_activation = false;          ///< whether this includes the layer's own activation

  [[nodiscard]] bool ends_with_rectifier() const { return negative_slope.has_value(); }
};

}  // namespace keratin
