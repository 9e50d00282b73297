#pragma once

#include <initializer_list>
#include <utility>
#include <vector>

namespace keratin {

/// A number for all channels or one for each: `1.0 / 255` or `{0.5, 0.25, 0.25}`; `{}` is none.
class PerChannel {
 public:
  PerChannel(double value) : values_{value} {}
  PerChannel(std::initializer_list<double> values) : values_(values) {}
  PerChannel(std::vector<double> values) : values_(std::move(values)) {}

  [[nodiscard]] const std::vector<double>& values() const { return values_; }

 private:
  std::vector<double> values_;
};

}  // namespace keratin
