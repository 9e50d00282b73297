#pragma once

#include <algorithm>
#include <optional>
#include <string>

#include "keratin/shape.hpp"
#include "keratin/size3d.hpp"
#include "support/catch.hpp"
#include "support/reference.hpp"

namespace keratin::testing {

inline reference::Triple triple(Size3D size) { return {size.depth, size.rows, size.columns}; }

/// A convolution of volumes, another one along each axis so that none can be mistaken for another.
struct VolumeGeometry {
  Size3D kernel, strides, dilation;
  std::string padding;
  std::optional<int> output_padding;
  Shape input;

  /// Whether the window lies inside the input somewhere.
  [[nodiscard]] bool fits_whole() const {
    const auto fits = [&](int Size3D::*side, int size) {
      return (kernel.*side - 1) * (dilation.*side) + 1 <= size;
    };
    return fits(&Size3D::depth, input[1]) && fits(&Size3D::rows, input[2]) &&
           fits(&Size3D::columns, input[3]);
  }
};

/// Calls check(geometry) for kernels 1-4 along the depth, strides 1-3, both paddings, output paddings none, 0
/// and 1, and dilations 1-2 if the strides are 1.
template <class Check>
void for_each_volume(const Check& check) {
  for (int kernel = 1; kernel <= 4; ++kernel) {
    for (int stride = 1; stride <= 3; ++stride) {
      for (int dilation = 1; dilation <= (stride == 1 ? 2 : 1); ++dilation) {
        for (const char* padding : {"valid", "same"}) {
          for (std::optional<int> output_padding :
               {std::optional<int>(), std::optional(0), std::optional(1)}) {
            INFO("kernel " << kernel << ", stride " << stride << ", dilation " << dilation << ", padding "
                           << padding << ", output_padding " << output_padding.value_or(-1));
            const int other = stride == 1 ? 1 : 5 - stride;
            check(VolumeGeometry{{kernel, kernel % 3 + 1, 3 - kernel % 3},
                                 {stride, other, stride},
                                 {dilation, 1, stride == 1 ? 3 - dilation : 1},
                                 padding,
                                 output_padding,
                                 {1, 4, 3, 3, 2}});
          }
        }
      }
    }
  }
}

}  // namespace keratin::testing
