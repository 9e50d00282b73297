#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/sequential_layer.hpp"
#include "models/weight_update.hpp"
#include "saving/hdf5_reader.hpp"
#include "saving/hdf5_writer.hpp"

// The state of a compiled model's optimizer. Keras 3 keeps it in `optimizer/vars/<number>`: how many steps
// were made (int64), the learning rate where no schedule gives it, and the arrays; before the first step
// those are not there. Keras 2 keeps it in `optimizer_weights`, whose attribute `weight_names` lists the
// arrays; the learning rate stands in the config alone.

namespace keratin::saving {

/// Compiles a loaded model as the config of a file says. Throws ValueError, with how to load it all the same,
/// for what is not supported.
void compile_loaded(SequentialLayer& model, const Config& compile_config, const std::string& path);

/// Says on standard error that the file holds no state, so that training starts afresh.
void warn_of_new_state(const std::string& path);

/// Nothing where the model is not compiled.
void save_keras3_optimizer(const SequentialLayer& model, Hdf5Writer& file);
void save_legacy_optimizer(const SequentialLayer& model, Hdf5Writer& file);

/// A state that was read from a file, for the optimizer of a compiled model to receive.
class StagedOptimizer {
 public:
  /// `file` is named in errors.
  StagedOptimizer(const SequentialLayer& model, std::string file);

  /// Read the state; false where the file has none. Throw ValueError where it does not fit the optimizer and
  /// the weights that it trains, for a training that starts afresh without a word is worse; IOError where it
  /// is damaged. The optimizers of Keras up to 2.10 kept their arrays slot by slot and computed otherwise in
  /// places: as Keras does, their state is passed over.
  bool read_keras3(const Hdf5Group& root);
  bool read_legacy(const Hdf5Group& root);

  /// Gives the optimizer the state; nothing where none was read.
  void assign();

 private:
  void read(const std::vector<Hdf5Array>& variables);
  void read_arrays(const std::vector<Hdf5Array>& variables, std::size_t first);
  [[nodiscard]] std::size_t unused_arrays() const;
  void check_count(std::size_t count) const;
  [[noreturn]] void refuse_count(std::size_t received) const;
  void check_numbers(const std::vector<Hdf5Array>& variables, std::size_t first) const;
  [[noreturn]] void refuse(const std::string& reason) const;
  [[noreturn]] void damaged(const std::string& reason) const;

  std::string file_;
  WeightUpdate& update_;
  std::vector<StateArray> arrays_;
  std::optional<std::int64_t> iterations_;
  std::optional<float> learning_rate_;
  std::vector<std::vector<float>> values_;
};

}  // namespace keratin::saving
