#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace keratin {

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

  [[nodiscard]] bool contains(const std::string& name) const { return find(name).has_value(); }

  /// Nothing if there is no metric of that name.
  [[nodiscard]] std::optional<double> find(const std::string& name) const;

  /// All names: `"loss", "accuracy"`.
  [[nodiscard]] std::string names() const;

  [[nodiscard]] std::size_t size() const { return values_.size(); }
  [[nodiscard]] auto begin() const { return values_.begin(); }
  [[nodiscard]] auto end() const { return values_.end(); }
  [[nodiscard]] const std::vector<std::pair<std::string, double>>& values() const { return values_; }

  void append(const std::string& name, double value) { values_.emplace_back(name, value); }

  /// Sets the metric of that name, or appends it.
  void set(const std::string& name, double value);

 private:
  std::vector<std::pair<std::string, double>> values_;
};

}  // namespace keratin
