#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "keratin/tensor.hpp"

namespace keratin::utils {

/// Writes values, or reads them in the same order, so that one function lists a state's parts:
/// `archive(wait_, best_);`. Reading throws IOError if the bytes end early or are not such values.
class StateArchive {
 public:
  /// For writing.
  StateArchive() = default;

  /// For reading what another archive wrote.
  explicit StateArchive(std::string bytes) : reading_(true), bytes_(std::move(bytes)) {}

  template <class... Values>
  void operator()(Values&... values) {
    (value(values), ...);
  }

  /// `count` floats in the caller's memory.
  void floats(float* data, std::size_t count) { raw(data, count * sizeof(float)); }

  /// Writes what must be the same when the state is read. Throws IOError if it is not.
  void expect(const std::string& what);

  [[nodiscard]] bool reading() const { return reading_; }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  void value(bool& value) { raw(&value, sizeof value); }
  void value(int& value) { raw(&value, sizeof value); }
  void value(std::int64_t& value) { raw(&value, sizeof value); }
  void value(std::uint64_t& value) { raw(&value, sizeof value); }
  void value(float& value) { raw(&value, sizeof value); }
  void value(double& value) { raw(&value, sizeof value); }
  void value(std::string& text);
  void value(Tensor& tensor);

  template <class T>
  void value(std::vector<T>& values) {
    values.resize(count(values.size(), 1));
    for (T& element : values) value(element);
  }

  template <class T>
  void value(std::optional<T>& optional) {
    bool holds = optional.has_value();
    value(holds);
    if (!holds) {
      optional.reset();
    } else {
      if (!optional) optional.emplace();
      value(*optional);
    }
  }

  template <class T>
  void value(std::map<std::string, T>& values) {
    std::vector<std::string> keys;
    keys.reserve(values.size());
    for (const auto& [key, element] : values) keys.push_back(key);
    value(keys);
    if (reading_) values.clear();
    for (const std::string& key : keys) value(values[key]);
  }

  void raw(void* data, std::size_t size);

  /// A number of elements of at least `size` bytes each, which the rest of the bytes can hold.
  std::size_t count(std::size_t count, std::size_t size);

  bool reading_ = false;
  std::string bytes_;
  std::size_t position_ = 0;
};

}  // namespace keratin::utils
