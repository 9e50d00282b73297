#pragma once

#include "files/hdf5_reader.hpp"
#include "files/hdf5_writer.hpp"
#include "models/model_layer.hpp"
#include "saving/staged_weights.hpp"

// The layout of Keras 2, which Keras 3 still reads: a group a layer, called by the layer's name, with the
// arrays that its attribute `weight_names` lists; the model's attribute `layer_names` lists the layers. A
// nested model's weights are one list.

namespace keratin::saving {

inline constexpr const char* keras2_version = "2.15.0";  // whose layout this is

/// Writes an attribute of any length: one that is too long begins in `<name>0` and goes on in `<name>1`.
void save_list(Hdf5Writer& file, const std::string& group, const std::string& name,
               const std::vector<std::string>& texts);

/// What save_list() wrote; nothing if there is none.
std::vector<std::string> load_list(const Hdf5Group& group, const std::string& name);

/// Into the group `place`: "" is the file's root.
void save_legacy(const ModelLayer& model, Hdf5Writer& file, const std::string& place = "");

/// The group that holds the layers: the root of a file of weights, a part of a whole model's file. Nothing
/// if the file is of another kind.
std::optional<Hdf5Group> find_legacy_layers(const Hdf5Group& root);

/// Layers are found by their names if these are the model's, else in their order, those without weights
/// left out. `same_names`: the model was made from this very file.
void load_legacy(const ModelLayer& model, const Hdf5Group& layers, StagedWeights& staged,
                 bool same_names = false);

/// Layers are found by their names; those without a counterpart are left as they are.
void load_legacy_by_name(const ModelLayer& model, const Hdf5Group& layers, StagedWeights& staged);

}  // namespace keratin::saving
