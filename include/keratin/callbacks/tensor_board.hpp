#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "keratin/callbacks/callback.hpp"
#include "keratin/callbacks/frequency.hpp"
#include "keratin/tensor.hpp"

namespace keratin::callbacks {

class EventFile;

/// The named arguments of TensorBoard, in Keras's order.
struct TensorBoardOptions {
  std::string log_dir = "logs";
  int histogram_freq = 0;                        ///< epochs between two histograms of all weights; 0: none
  bool write_steps_per_second = false;           ///< whether to write the speed of training too
  Frequency update_freq = "epoch";               ///< or "batch", or a number of batches
  std::function<Tensor(int epoch)> images = {};  ///< returns images (batch, rows, columns, 1, 3 or 4)
  int images_freq = 1;                           ///< epochs between two images
  bool images_scale = true;                      ///< as `scale` of utils::save_img()
};

/// Writes what TensorBoard shows, in Keras's files, names and steps: `log_dir`/train has each epoch's metrics
/// and the learning rate, `log_dir`/validation the validation metrics. With `.images`, TensorBoard also shows
/// how a generator's images develop: `[&](int) { return generator.predict(points); }`. Training and its
/// random numbers do not change.
class TensorBoard : public Callback {
 public:
  /// Throws ValueError for options out of range and a log_dir with a NUL in it.
  explicit TensorBoard(const TensorBoardOptions& options = {});

  /// Throws IOError if the folders cannot be made or a file in them cannot be written.
  void on_train_begin() override;
  void on_train_end(Logs& logs) override;
  void on_epoch_begin(int epoch) override;

  /// Throws IOError if a file cannot be written, and ValueError for images of another shape and in a library
  /// built without libpng.
  void on_epoch_end(int epoch, Logs& logs) override;
  void on_train_batch_begin(int batch) override;
  void on_train_batch_end(int batch, Logs& logs) override;
  void on_test_end(Logs& logs) override;
  void archive(utils::StateArchive& archive) override;

 private:
  const EventFile& training_file();
  const EventFile& validation_file();
  void write_logs(int epoch, const Logs& logs);
  void write_histograms(int epoch);
  void write_images(int epoch);

  TensorBoardOptions options_;
  std::shared_ptr<const EventFile> training_, validation_;
  int batches_between_writes_;  // 0: only each epoch
  std::int64_t batches_ = 0, batches_before_epoch_ = 0;
  std::chrono::steady_clock::time_point epoch_start_, batch_start_;
};

}  // namespace keratin::callbacks
