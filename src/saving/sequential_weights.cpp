#include <fmt/format.h>

#include <span>

#include "files/atomic_file.hpp"
#include "files/hdf5_reader.hpp"
#include "files/hdf5_writer.hpp"
#include "keratin/models/sequential.hpp"
#include "memory_error.hpp"
#include "models/sequential_layer.hpp"
#include "saving/keras3_weights.hpp"
#include "saving/legacy_weights.hpp"
#include "saving/optimizer_state.hpp"
#include "saving/read_back.hpp"
#include "saving/staged_optimizer.hpp"
#include "saving/staged_weights.hpp"

namespace keratin {

namespace {

/// Reads the weights of a file; whether it is in the layout of Keras 2.
bool stage(const SequentialLayer& model, const saving::Hdf5Group& root, const LoadWeightsOptions& options,
           saving::StagedWeights& staged) {
  const std::optional<saving::Hdf5Group> legacy_layers = saving::find_legacy_layers(root);
  if (options.by_name && !legacy_layers) {
    staged.fail("by_name is for files as Keras 2 wrote them; in those of Keras 3 layers have no names");
  }
  if (!legacy_layers) {
    saving::load_keras3(model, root, staged);
  } else if (options.by_name) {
    saving::load_legacy_by_name(model, *legacy_layers, staged);
  } else {
    saving::load_legacy(model, *legacy_layers, staged);
  }
  return legacy_layers.has_value();
}

/// The content of the file; the HDF5 library, which takes one caller at a time, is free again after it.
std::vector<std::uint8_t> content_of(const SequentialLayer& model, const std::string& path, bool keras3) {
  saving::Hdf5Writer file(path);
  if (keras3) {
    saving::save_keras3(model, file);
    saving::save_keras3_optimizer(model, file);
  } else {
    saving::save_legacy(model, file);
  }
  return file.bytes();
}

}  // namespace

void Sequential::save_weights(const std::string& path) const {
  model_->require_built();
  const bool keras3 = path.ends_with(".weights.h5");
  if (!keras3 && !path.ends_with(".h5") && !path.ends_with(".hdf5")) {
    model_->fail(
        fmt::format("save_weights: the name of the file must end in .weights.h5 (as Keras 3 writes it), .h5 "
                    "or .hdf5 (as Keras "
                    "2), but received '{}'.",
                    path));
  }
  const auto write = [&] {
    const std::vector<std::uint8_t> bytes = content_of(*model_, path, keras3);
    saving::check_readable(fmt::format("The file '{}'", path), [&] {
      saving::StagedWeights staged(path, false);
      staged.only_check();
      stage(*model_, saving::Hdf5Group::open(path, std::span(bytes)), {}, staged);
    });
    saving::write_atomically(path, bytes);
  };
  within_memory(write, [&] { saving::fail_to_hold(path); });
}

void Sequential::load_weights(const std::string& path, const LoadWeightsOptions& options) {
  model_->require_built();
  const auto read = [&] {
    const saving::Hdf5Group root = saving::Hdf5Group::open(path);
    saving::StagedWeights staged(path, options.skip_mismatch);
    const bool legacy = stage(*model_, root, options, staged);
    const saving::StateSource source{
        .reader = "load_weights", .path = path, .root = root, .is_expected = false};
    std::optional<saving::StagedOptimizer> optimizer =
        legacy || model_->trainer == nullptr ? std::nullopt : saving::read_state(*model_, source);
    staged.assign();
    if (optimizer) optimizer->assign();
  };
  within_memory(read, [&] { saving::fail_to_hold(path); });
}

}  // namespace keratin
