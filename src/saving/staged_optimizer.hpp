#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "files/hdf5_reader.hpp"
#include "models/model_layer.hpp"
#include "models/weight_update.hpp"
#include "saving/older_keras.hpp"

namespace keratin::saving {

/// A file whose optimizer's state is to be read.
struct StateSource {
  const char* reader;  ///< who reads it, for messages: "load_model"
  std::string path;
  const Hdf5Group& root;
  bool keras3 = true;       ///< whether the state lies where Keras 3 has it
  bool is_expected = true;  ///< whether it is worth a word that there is none
  OlderOptimizer older = {};
};

/// A state that was read from a file, for the optimizer of a compiled model to receive.
class StagedOptimizer {
 public:
  StagedOptimizer(const ModelLayer& model, const StateSource& source);

  /// Reads the state; false if the file has none. Throws ValueError, which says why, if it does not fit
  /// the optimizer and the weights that it trains; IOError if it is damaged.
  bool read();

  /// How training differs from now on from what it was when the file was written; empty if it does not.
  [[nodiscard]] const std::string& remark() const { return remark_; }

  /// Gives the optimizer the state.
  void assign();

 private:
  bool read_keras3();
  bool read_legacy();
  void read_older(const Hdf5Group& group, const std::vector<std::string>& names);
  void read_steps(const Hdf5Array& array);
  void read_rate_and_arrays(const std::vector<Hdf5Array>& variables);
  void read_arrays(const std::vector<Hdf5Array>& variables, std::size_t first);
  [[nodiscard]] std::size_t unused_arrays() const;
  void check_count(std::size_t count) const;
  [[noreturn]] void refuse_count(std::size_t received) const;
  void check_numbers(const std::vector<Hdf5Array>& variables, std::size_t first) const;
  [[noreturn]] void damaged(const std::string& reason) const;

  const StateSource& source_;
  WeightUpdate& update_;
  std::vector<StateArray> arrays_;
  std::optional<std::int64_t> iterations_;
  std::optional<float> learning_rate_;
  std::vector<std::vector<float>> values_;
  std::string remark_;
};

/// The state in the file; nothing if the optimizer of the compiled model is to start afresh, for there is
/// none or it does not fit. One line on standard error says why, and what is otherwise. Throws IOError where
/// it is damaged.
std::optional<StagedOptimizer> read_state(const ModelLayer& model, const StateSource& source);

}  // namespace keratin::saving
