#pragma once

#include <cstddef>

#include "keratin/shape.hpp"

namespace keratin {

/// While it lives, the layers that this thread builds may make weights of no more numbers in all than this:
/// what a file says of their shapes must not decide how much memory is taken.
class WeightBudget {
 public:
  /// What the weights begin with: as ever, or 0 if those in a file will replace them. `none`: models build
  /// no layers, for only their shapes are asked for.
  enum class Values { initial, loaded, none };

  WeightBudget(std::size_t most_numbers, Values values);
  ~WeightBudget();
  WeightBudget(const WeightBudget&) = delete;
  WeightBudget& operator=(const WeightBudget&) = delete;

  /// That of this thread; null if none lives.
  static WeightBudget* current();

  [[nodiscard]] Values values() const { return values_; }

  /// Throws ValueError if a weight of this shape is more than is left.
  void charge(const Shape& shape);

 private:
  WeightBudget* outer_;
  std::size_t most_, left_;
  Values values_;
};

}  // namespace keratin
