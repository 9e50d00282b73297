#pragma once

#include <string>
#include <utility>

namespace keratin::callbacks {

/// How often a callback writes: after each epoch ("epoch"), after each batch ("batch", of TensorBoard), or
/// after a number of batches.
class Frequency {
 public:
  Frequency(const char* word) : word_(word) {}
  Frequency(std::string word) : word_(std::move(word)) {}
  Frequency(int batches) : batches_(batches) {}

  /// Empty where a number was given.
  [[nodiscard]] const std::string& word() const { return word_; }
  [[nodiscard]] int batches() const { return batches_; }

 private:
  std::string word_;
  int batches_ = 0;
};

}  // namespace keratin::callbacks
