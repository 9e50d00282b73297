#pragma once

namespace keratin {

/// Depth, rows and columns on the six sides of a volume: `1` on all, `{depth, rows, columns}` on both of
/// each, or `{{front, back}, {top, bottom}, {left, right}}`.
struct Sides3D {
  struct Ends {
    int before, after;
  };

  constexpr Sides3D(int all) : Sides3D(all, all, all) {}
  constexpr Sides3D(int depth, int rows, int columns)
      : Sides3D({depth, depth}, {rows, rows}, {columns, columns}) {}
  constexpr Sides3D(Ends depth, Ends rows, Ends columns)
      : front(depth.before),
        back(depth.after),
        top(rows.before),
        bottom(rows.after),
        left(columns.before),
        right(columns.after) {}

  int front, back, top, bottom, left, right;
};

}  // namespace keratin
