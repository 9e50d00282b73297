#pragma once

#include "keratin/layers/reshaping/base_frame.hpp"

namespace keratin::layers {

using ZeroPadding2DOptions = ZeroPaddingOptions<Sides2D>;

/// Zeros around images: (batch, rows, columns, channels) to (batch, top + rows + bottom, left + columns +
/// right, channels).
class ZeroPadding2D : public Described<ZeroPadding2D, BaseFrame<4>, ZeroPadding2DOptions> {
 public:
  /// Throws ValueError for a negative padding.
  explicit ZeroPadding2D(Sides2D padding);

  /// A template only so that `{{1, 2}, {3, 4}}` is a padding and not two options.
  template <int = 0>
  explicit ZeroPadding2D(const ZeroPadding2DOptions& options = {})
      : Described("ZeroPadding2D", {}, options, FrameMode::pad, options.padding) {}
};

}  // namespace keratin::layers
