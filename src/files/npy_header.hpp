#pragma once

#include <string>
#include <string_view>

#include "keratin/shape.hpp"

namespace keratin::utils {

/// What the header of a .npy file says.
struct NpyHeader {
  std::string descr;  ///< the type of an element: "<f4"
  bool fortran_order = false;
  Shape shape;
};

/// Reads a header such as `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`. Throws ValueError,
/// with the reason alone, for another one.
NpyHeader parse_npy_header(std::string_view text);

}  // namespace keratin::utils
