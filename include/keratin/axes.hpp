#pragma once

#include <initializer_list>
#include <utility>
#include <vector>

namespace keratin {

/// One or more axes of an array: `0` or `{0, 1, 2}`; a negative one counts from the end.
class Axes {
 public:
  Axes(int axis) : axes_{axis} {}
  Axes(std::initializer_list<int> axes) : axes_(axes) {}
  explicit Axes(std::vector<int> axes) : axes_(std::move(axes)) {}

  [[nodiscard]] auto begin() const { return axes_.begin(); }
  [[nodiscard]] auto end() const { return axes_.end(); }

 private:
  std::vector<int> axes_;
};

}  // namespace keratin
