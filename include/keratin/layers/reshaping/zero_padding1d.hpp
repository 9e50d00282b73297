#pragma once

#include "keratin/layers/reshaping/base_frame.hpp"

namespace keratin::layers {

using ZeroPadding1DOptions = ZeroPaddingOptions<Sides1D>;

/// Zeros around sequences: (batch, steps, channels) to (batch, before + steps + after, channels).
class ZeroPadding1D : public Described<ZeroPadding1D, BaseFrame<3>, ZeroPadding1DOptions> {
 public:
  /// Throws ValueError for a negative padding and an unknown data_format.
  explicit ZeroPadding1D(Sides1D padding, const ZeroPadding1DOptions& options = {});

  /// A template only so that `{1, 2}` is a padding and not two options.
  template <int = 0>
  explicit ZeroPadding1D(const ZeroPadding1DOptions& options = {})
      : Described("ZeroPadding1D", {}, options, FrameMode::pad, options.padding) {}
};

}  // namespace keratin::layers
