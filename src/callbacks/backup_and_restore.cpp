#include "keratin/callbacks/backup_and_restore.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "callbacks/arguments.hpp"
#include "files/atomic_file.hpp"
#include "keratin/error.hpp"
#include "models/fit.hpp"
#include "models/model_layer.hpp"

namespace keratin::callbacks {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kind = "keratin training state ";
constexpr std::string_view file_mark = "keratin training state 2\n";

/// FNV-1a of 64 bits (Fowler, Noll and Vo).
std::uint64_t checksum(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
  return hash;
}

std::string header_of(std::string_view state) {
  return fmt::format("{}{:016x} {:016x}\n", file_mark, state.size(), checksum(state));
}

/// What save() wrote, without the header. Throws IOError, with the file's name, if it cannot be read or is
/// damaged.
std::string read_state(const std::string& path) {
  const std::vector<std::uint8_t> bytes = saving::read_file(path);
  const std::string content(bytes.begin(), bytes.end());
  if (content.starts_with(kind) && content.size() >= file_mark.size() && !content.starts_with(file_mark)) {
    throw IOError(fmt::format(
        "The file '{}' is the state of a training of another version of Keratin. Delete it to train from the "
        "beginning.",
        path));
  }
  const std::size_t size = header_of("").size();
  if (!content.starts_with(file_mark) || content.size() < size ||
      content.substr(0, size) != header_of(std::string_view(content).substr(size))) {
    throw IOError(fmt::format(
        "The file '{}' is damaged: it holds no complete training state. Delete it to train from the "
        "beginning.",
        path));
  }
  return content.substr(size);
}

}  // namespace

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
  const bool has_previous = options_.double_checkpoint && fs::exists(previous_file_);
  if (!fs::exists(file_)) {
    if (has_previous) resume(previous_file_);
    return;
  }
  try {
    resume(file_);
  } catch (const IOError&) {
    if (!has_previous) throw;
    resume(previous_file_);
  }
}

void BackupAndRestore::resume(const std::string& path) {
  const std::string state = read_state(path);
  try {
    layer_of(model()).run->resume(state);
  } catch (const IOError& error) {
    throw IOError(fmt::format("The file '{}' cannot be resumed: {}", path, error.what()));
  }
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
  if (!options_.delete_checkpoint) return;
  std::error_code ignored;
  fs::remove(file_, ignored);
  fs::remove(previous_file_, ignored);
  fs::remove(directory_, ignored);  // if nothing else lies in it
}

void BackupAndRestore::save() {
  std::error_code error;
  fs::create_directories(directory_, error);
  if (error) throw IOError(fmt::format("The folder '{}' cannot be made: {}.", directory_, error.message()));
  if (options_.double_checkpoint && fs::exists(file_)) fs::rename(file_, previous_file_, error);
  const std::string state = layer_of(model()).run->state();
  saving::write_atomically(file_, saving::bytes_of(header_of(state) + state));
}

}  // namespace keratin::callbacks
