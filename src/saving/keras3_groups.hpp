#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "files/hdf5_reader.hpp"
#include "models/model_layer.hpp"
#include "saving/staged_weights.hpp"

// Where a file in the layout of Keras 3 keeps each layer of a model (see keras3_weights.hpp).

namespace keratin::saving {

/// A group of a layer or of a list of layers. Keras 2 on Windows wrote all groups into the file's root, with
/// names such as `layers\dense`: there it is the links whose names begin with a prefix.
class Keras3Group {
 public:
  explicit Keras3Group(Hdf5Group root) : group_(std::move(root)) {}

  /// The weights of this very layer; nothing if it has none.
  [[nodiscard]] std::optional<Hdf5Group> vars() const;

  /// What is called `name` in it; nothing if it is not there.
  [[nodiscard]] std::optional<Keras3Group> find(const std::string& name) const;

  /// The names in it.
  [[nodiscard]] std::set<std::string> names() const;

 private:
  Keras3Group(Hdf5Group group, std::string prefix) : group_(std::move(group)), prefix_(std::move(prefix)) {}

  Hdf5Group group_;
  std::string prefix_;  // "layers\dense\"; empty if it is a group of its own
};

/// The names of the groups of a model's layers, as they are written.
std::vector<std::string> keras3_names(const ModelLayer& model);

/// The groups of a model's layers, in their order; nothing for a layer that the file does not have, or that
/// is among `seen`, those that were met before; if that is null, none was, nor is any met twice. Fails
/// through `staged` if the names in the file can be understood in several ways.
std::vector<std::optional<Keras3Group>> find_layers(const ModelLayer& model, const Keras3Group& group,
                                                    const std::set<const Layer*>* seen,
                                                    StagedWeights& staged);

}  // namespace keratin::saving
