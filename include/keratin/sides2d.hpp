#pragma once

namespace keratin {

/// Rows and columns on the four sides of an image: `1` on all, `{rows, columns}` on both of each, or
/// `{{top, bottom}, {left, right}}`.
struct Sides2D {
  struct Ends {
    int before, after;
  };

  constexpr Sides2D(int all) : Sides2D(all, all) {}
  constexpr Sides2D(int rows, int columns) : Sides2D({rows, rows}, {columns, columns}) {}
  constexpr Sides2D(Ends rows, Ends columns)
      : top(rows.before), bottom(rows.after), left(columns.before), right(columns.after) {}

  int top, bottom, left, right;
};

}  // namespace keratin
