#pragma once

namespace keratin {

/// Depth, rows and columns, such as a kernel's size: `3` or `{3, 5, 5}`.
struct Size3D {
  constexpr Size3D(int all) : depth(all), rows(all), columns(all) {}
  constexpr Size3D(int depth_, int rows_, int columns_) : depth(depth_), rows(rows_), columns(columns_) {}

  int depth;
  int rows;
  int columns;

  bool operator==(const Size3D&) const = default;
};

}  // namespace keratin
