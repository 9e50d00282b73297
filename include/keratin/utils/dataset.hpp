#pragma once

#include <optional>

#include "keratin/data.hpp"

namespace keratin::utils {

/// The named arguments of Dataset, in Keras's order.
struct DatasetOptions {
  int workers =
      1;  ///< threads that make batches while the model trains; 0: the thread that trains makes them
  int max_queue_size = 10;  ///< batches that are made in advance at most
};

/// Data that are made a batch at a time, as keras.utils.PyDataset: derive from it to read files or to augment
/// while the model trains. Batches come in order whatever the number of workers. Random numbers of
/// keratin::random are drawn in order with at most one worker; with none they are also part of what
/// BackupAndRestore keeps.
class Dataset {
 public:
  /// Throws ValueError for workers outside 0 to 256 and max_queue_size outside 1 to 65,536.
  explicit Dataset(const DatasetOptions& options = {});
  virtual ~Dataset() = default;

  /// Batches of an epoch; nothing where there is no end.
  [[nodiscard]] virtual std::optional<int> num_batches() const = 0;

  /// Batch number `index`, from 0. With several workers it is called by several threads at once.
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
