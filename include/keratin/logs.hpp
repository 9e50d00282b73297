#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace keratin {

class Logs;

namespace detail {
[[noreturn]] void fail_unpacking(const Logs& logs);
}

/// The metrics of a step or an epoch in Keras's order, the loss first: `logs["loss"]`, `logs[0]`.
class Logs {
 public:
  Logs() = default;
  explicit Logs(std::vector<std::pair<std::string, double>> values) : values_(std::move(values)) {}

  /// Throws ValueError, listing the known names, for an unknown name.
  double operator[](const std::string& name) const;
  double operator[](const char* name) const { return (*this)[std::string(name)]; }

  /// Throws ValueError for an index out of range.
  double operator[](int index) const;

  [[nodiscard]] bool contains(const std::string& name) const;

  /// Nothing if there is no metric of that name.
  [[nodiscard]] std::optional<double> find(const std::string& name) const;

  /// All names: `"loss", "accuracy"`.
  [[nodiscard]] std::string names() const;

  [[nodiscard]] std::size_t size() const { return values_.size(); }
  [[nodiscard]] auto begin() const { return values_.begin(); }
  [[nodiscard]] auto end() const { return values_.end(); }
  [[nodiscard]] const std::vector<std::pair<std::string, double>>& values() const { return values_; }

  void append(const std::string& name, double value);

  /// Sets the metric of that name, or appends it.
  void set(const std::string& name, double value);

 private:
  std::vector<std::pair<std::string, double>> values_;
};

/// For `auto [loss, accuracy] = model.evaluate(x, y)`. Throws ValueError, as Python does, unless there are
/// two.
template <std::size_t index>
double get(const Logs& logs) {
  if (logs.size() != 2) detail::fail_unpacking(logs);
  return logs.values()[index].second;
}

}  // namespace keratin

/// @cond  How `auto [loss, accuracy]` takes logs apart, which Doxygen does not understand.
template <>
struct std::tuple_size<keratin::Logs> : std::integral_constant<std::size_t, 2> {};

///
template <std::size_t index>
struct std::tuple_element<index, keratin::Logs> {
  using type = double;
};
/// @endcond
