#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "files/hdf5_reader.hpp"
#include "files/hdf5_writer.hpp"
#include "keratin/layers/layer.hpp"

namespace keratin::saving {

/// How many numbers, of 16 bits at least, so many bytes of a file can be.
constexpr std::size_t numbers_in(std::uint64_t bytes) { return static_cast<std::size_t>(bytes / 2); }

/// Values read from a file, which the weights receive together once all of them are there.
class StagedWeights {
 public:
  /// Of a whole model that is loaded.
  explicit StagedWeights(std::string file) : file_(std::move(file)) {}

  /// Of load_weights() into a model.
  StagedWeights(std::string file, bool skip_mismatch)
      : file_(std::move(file)), skip_mismatch_(skip_mismatch) {}

  /// From here on values are not read: only whether they are there is of interest.
  void only_check() { only_checks_ = true; }

  /// Reads the value of a layer's weight. If its shape differs it does as mismatch() and returns false.
  bool add(const Layer& layer, Weight* weight, const Hdf5Array& array);

  /// Throws a ValueError, or notes a warning if mismatches are to be skipped.
  void mismatch(const std::string& reason);

  /// Throws a ValueError that names the file.
  [[noreturn]] void fail(const std::string& reason) const;

  /// Gives the weights their values, and writes the warnings to standard error.
  void assign() const;

 private:
  std::string file_;
  std::optional<bool> skip_mismatch_;
  bool only_checks_ = false;
  std::vector<std::pair<Weight*, Tensor>> values_;
  std::vector<std::string> warnings_;
};

/// Writes a weight as its dataset.
void write_weight(Hdf5Writer& file, const std::string& path, const Weight& weight);

/// The weights of a layer or model, those that train now first, as Keras 2 orders them.
std::vector<Weight*> trained_first(const Layer& layer);

/// The same with those first that would train if nothing around them were frozen, as Keras 3 orders them.
std::vector<Weight*> trainable_first(const Layer& layer);

/// "(kernel (4, 64), bias (64,))"; "none" if there are no weights.
std::string describe(const std::vector<Weight*>& weights);

/// The first of the names, for errors: a file may hold any number.
std::string listed(const std::vector<std::string>& names);

}  // namespace keratin::saving
