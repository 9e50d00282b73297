#pragma once

#include <optional>

#include "keratin/data.hpp"

namespace keratin::utils {

/// The named arguments of Dataset, in Keras's order.
struct DatasetOptions {
  int workers = 1;  ///< threads that make batches while the model trains; 0: the training thread makes them
  int max_queue_size = 10;  ///< maximum number of batches made in advance
};

/// Data that is made batch by batch, as in keras.utils.PyDataset: derive from it to read files or augment
/// data while the model trains. Batches come in order with any number of workers. keratin::random draws in
/// order only with at most one worker; with none, BackupAndRestore also saves its state.
class Dataset {
 public:
  /// Throws ValueError for workers outside 0 to 256 and max_queue_size outside 1 to 65,536.
  explicit Dataset(const DatasetOptions& options = {});
  virtual ~Dataset() = default;

  /// Batches per epoch; nothing for endless data.
  [[nodiscard]] virtual std::optional<int> num_batches() const = 0;

  /// Batch number `index`, from 0. Several workers call it at the same time.
  virtual Data operator[](int index) = 0;

  /// Called around each epoch, while no batch is being made.
  virtual void on_epoch_begin() {}
  virtual void on_epoch_end() {}

  [[nodiscard]] int workers() const { return options_.workers; }
  [[nodiscard]] int max_queue_size() const { return options_.max_queue_size; }

 private:
  DatasetOptions options_;
};

}  // namespace keratin::utils
