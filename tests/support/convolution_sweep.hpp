#pragma once

#include <optional>
#include <string>

#include "support/catch.hpp"

namespace keratin::testing {

/// A convolution on an image of `rows` by `columns`.
struct Geometry {
  int kernel, stride, dilation;
  std::string padding;
  std::optional<int> output_padding;
  int rows, columns;

  /// The kernel's size along the columns: another one, so that rows and columns cannot be mistaken.
  [[nodiscard]] int other_kernel() const { return kernel % 3 + 1; }
};

/// Calls check(geometry) for kernels 1-5, strides 1-3, both paddings, output paddings none, 0 and 1,
/// dilations 1-2 if the stride is 1, and odd and even images.
template <class Check>
void for_each_geometry(const Check& check) {
  for (int kernel = 1; kernel <= 5; ++kernel) {
    for (int stride = 1; stride <= 3; ++stride) {
      for (int dilation = 1; dilation <= (stride == 1 ? 2 : 1); ++dilation) {
        for (const char* padding : {"valid", "same"}) {
          for (std::optional<int> output_padding :
               {std::optional<int>(), std::optional(0), std::optional(1)}) {
            for (int rows : {4, 5}) {
              INFO("kernel " << kernel << ", stride " << stride << ", dilation " << dilation << ", padding "
                             << padding << ", output_padding " << output_padding.value_or(-1) << ", rows "
                             << rows);
              check(Geometry{kernel, stride, dilation, padding, output_padding, rows, 9 - rows});
            }
          }
        }
      }
    }
  }
}

}  // namespace keratin::testing
