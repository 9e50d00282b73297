#include "keratin/callbacks/model_checkpoint.hpp"

#include <fmt/format.h>

#include <utility>

#include "callbacks/arguments.hpp"
#include "callbacks/messages.hpp"
#include "files/system_file.hpp"
#include "keratin/error.hpp"
#include "keratin/models/sequential.hpp"

namespace keratin::callbacks {

ModelCheckpoint::ModelCheckpoint(std::string filepath, const ModelCheckpointOptions& options)
    : MonitorCallback("ModelCheckpoint", options.monitor, options.mode, options.initial_value_threshold, 0.0),
      filepath_(std::move(filepath)),
      options_(options),
      batches_between_saves_(batches_between(options.save_freq, "ModelCheckpoint: save_freq")) {
  saving::system_path(filepath_);
  const bool is_of_weights = filepath_.ends_with(".weights.h5");
  if (options.save_weights_only && !is_of_weights) {
    fail(fmt::format("with save_weights_only filepath must end in \".weights.h5\", but received \"{}\".",
                     filepath_));
  }
  const bool is_of_model = filepath_.ends_with(".keras") || filepath_.ends_with(".h5");
  if (!options.save_weights_only && (is_of_weights || !is_of_model)) {
    fail(
        fmt::format("filepath must end in \".keras\" or \".h5\", or in \".weights.h5\" with "
                    ".save_weights_only = true, but received \"{}\".",
                    filepath_));
  }
}

void ModelCheckpoint::on_train_begin() {
  if (options_.save_best_only) MonitorCallback::on_train_begin();
}

void ModelCheckpoint::on_epoch_end(int epoch, Logs& logs) {
  if (batches_between_saves_ == 0) save(epoch, {}, logs);
}

void ModelCheckpoint::on_train_batch_end(int batch, Logs& logs) {
  if (batches_between_saves_ == 0 || ++batches_since_save_ < batches_between_saves_) return;
  batches_since_save_ = 0;
  save(epoch_, batch, logs);
}

void ModelCheckpoint::save(int epoch, std::optional<int> batch, const Logs& logs) {
  const std::string path = filled_path(filepath_, epoch, batch, logs);
  const std::string start = fmt::format("\nEpoch {}: ", epoch + 1);
  if (!should_save(start, path, logs)) return;
  make_parent_folder(path);
  if (options_.save_weights_only) {
    model().save_weights(path);
  } else {
    model().save(path);
  }
  if (options_.verbose > 0) print_message(fmt::format("{}finished saving model to {}", start, path));
}

bool ModelCheckpoint::should_save(const std::string& start, const std::string& path, const Logs& logs) {
  const bool speaks = options_.verbose > 0;
  if (!options_.save_best_only) {
    if (speaks) print_message(fmt::format("{}saving model to {}", start, path));
    return true;
  }
  const std::optional<double> current = monitored(logs, ": it saves the model");
  if (!current) return true;
  const std::string before = best() ? fmt::format("{:.5f}", *best()) : "None";
  if (!improves(*current, best())) {
    if (speaks) print_message(fmt::format("{}{} did not improve from {}", start, monitor(), before));
    return false;
  }
  if (speaks) {
    print_message(fmt::format("{}{} improved from {} to {:.5f}, saving model to {}", start, monitor(), before,
                              *current, path));
  }
  set_best(current);
  return true;
}

void ModelCheckpoint::archive(utils::StateArchive& archive) {
  MonitorCallback::archive(archive);
  archive(epoch_, batches_since_save_);
}

}  // namespace keratin::callbacks
