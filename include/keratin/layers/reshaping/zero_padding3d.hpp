#pragma once

#include "keratin/layers/reshaping/base_frame.hpp"

namespace keratin::layers {

using ZeroPadding3DOptions = ZeroPaddingOptions<Sides3D>;

/// Zeros around volumes: (batch, depth, rows, columns, channels) to (batch, front + depth + back, top + rows
/// + bottom, left + columns + right, channels).
class ZeroPadding3D : public Described<ZeroPadding3D, BaseFrame<5>, ZeroPadding3DOptions> {
 public:
  /// Throws ValueError for a negative padding.
  explicit ZeroPadding3D(Sides3D padding, const ZeroPadding3DOptions& options = {});

  /// A template only so that `{{1, 2}, {3, 4}, {5, 6}}` is a padding and not two options.
  template <int = 0>
  explicit ZeroPadding3D(const ZeroPadding3DOptions& options = {})
      : Described("ZeroPadding3D", {}, options, FrameMode::pad, options.padding) {}
};

}  // namespace keratin::layers
