#include "keratin/callbacks/backup_and_restore.hpp"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <system_error>
#include <utility>

#include "callbacks/arguments.hpp"
#include "distribution/team.hpp"
#include "distribution/writes.hpp"
#include "files/atomic_file.hpp"
#include "keratin/error.hpp"
#include "models/fit.hpp"
#include "models/model_layer.hpp"
#include "models/state_file.hpp"

namespace keratin::callbacks {

namespace fs = std::filesystem;

BackupAndRestore::BackupAndRestore(std::string backup_dir, const BackupAndRestoreOptions& options)
    : directory_(std::move(backup_dir)),
      file_((fs::path(saving::system_path(directory_)) / "training.state").string()),
      previous_file_(file_ + ".bkp"),
      options_(options),
      batches_between_saves_(batches_between(options.save_freq, "BackupAndRestore: save_freq")) {
  if (directory_.empty()) throw ValueError("BackupAndRestore: backup_dir must be the name of a folder.");
}

void BackupAndRestore::on_train_begin() {
  batches_since_save_ = 0;
  const std::string own = distribution::writes() ? resume_from_file() : "";
  distribution::Team* team = distribution::Team::current();
  if (team == nullptr) return;
  const std::string state = team->broadcast(own);
  if (own.empty() && !state.empty()) layer_of(model()).run->resume(state);
}

std::string BackupAndRestore::resume_from_file() {
  const bool has_previous = options_.double_checkpoint && fs::exists(previous_file_);
  if (!fs::exists(file_)) return has_previous ? resume(previous_file_) : "";
  try {
    return resume(file_);
  } catch (const IOError&) {
    if (!has_previous) throw;
    return resume(previous_file_);
  }
}

std::string BackupAndRestore::resume(const std::string& path) {
  std::string state = read_state(path);
  try {
    layer_of(model()).run->resume(state);
  } catch (const IOError& error) {
    throw IOError(fmt::format("The file '{}' cannot be resumed: {}", path, error.what()));
  }
  return state;
}

void BackupAndRestore::on_train_batch_end(int /*batch*/, Logs& logs) {
  const bool step_was_taken = std::isfinite(logs["loss"]);
  if (batches_between_saves_ == 0 || !step_was_taken) return;
  if (++batches_since_save_ < batches_between_saves_) return;
  batches_since_save_ = 0;
  save();
}

void BackupAndRestore::on_epoch_end(int /*epoch*/, Logs& /*logs*/) {
  if (batches_between_saves_ == 0) save();
}

void BackupAndRestore::on_train_end(Logs& /*logs*/) {
  if (!options_.delete_checkpoint || !distribution::writes()) return;
  std::error_code ignored;
  fs::remove(file_, ignored);
  fs::remove(previous_file_, ignored);
  fs::remove(directory_, ignored);  // if nothing else lies in it
}

void BackupAndRestore::save() {
  if (!distribution::writes()) return;
  std::error_code error;
  fs::create_directories(directory_, error);
  if (error) throw IOError(fmt::format("The folder '{}' cannot be made: {}.", directory_, error.message()));
  if (options_.double_checkpoint && fs::exists(file_)) fs::rename(file_, previous_file_, error);
  write_state(file_, layer_of(model()).run->state());
}

}  // namespace keratin::callbacks
