#pragma once

namespace keratin {

/// Steps at the two ends of a sequence: `1` at both, or `{before, after}`.
struct Sides1D {
  constexpr Sides1D(int both) : before(both), after(both) {}
  constexpr Sides1D(int before_, int after_) : before(before_), after(after_) {}

  int before, after;
};

}  // namespace keratin
