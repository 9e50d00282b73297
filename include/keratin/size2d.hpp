#pragma once

namespace keratin {

/// Rows and columns, such as a kernel's size: `3` or `{3, 5}`.
struct Size2D {
  constexpr Size2D(int both) : rows(both), columns(both) {}
  constexpr Size2D(int rows_, int columns_) : rows(rows_), columns(columns_) {}

  int rows;
  int columns;

  bool operator==(const Size2D&) const = default;
};

}  // namespace keratin
