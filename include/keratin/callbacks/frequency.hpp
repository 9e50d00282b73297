#pragma once

#include <optional>
#include <string>
#include <utility>

namespace keratin::callbacks {

/// How often a callback writes: after each epoch ("epoch"), after each batch ("batch", only TensorBoard), or
/// after a number of batches.
class Frequency {
 public:
  Frequency(const char* word) : word_(word) {}
  Frequency(std::string word) : word_(std::move(word)) {}
  Frequency(int batches) : batches_(batches) {}

  [[nodiscard]] const std::string& word() const { return word_; }
  /// Empty for a word.
  [[nodiscard]] const std::optional<int>& batches() const { return batches_; }

 private:
  std::string word_;
  std::optional<int> batches_;
};

}  // namespace keratin::callbacks
