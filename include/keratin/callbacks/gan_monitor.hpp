#pragma once

#include <cstdint>
#include <string>

#include "keratin/callbacks/callback.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/utils/image_utils.hpp"

namespace keratin::callbacks {

/// The named arguments of GANMonitor, in Keras's order.
struct GANMonitorOptions {
  int num_img = 100;                                   ///< images in a file
  std::string filepath = "generated_{epoch:03d}.png";  ///< with fields as ModelCheckpoint takes them
  int every = 1;                                       ///< a file after each so many epochs
  std::int64_t seed = 0;                               ///< of the points, as random::seed() takes it
  utils::ImageGridOptions grid = {};
};

/// Draws what a generator makes of the same random points after every epoch, one PNG file each. The points
/// are those that utils::generate_latent_points() gives after random::seed(seed); the program's own random
/// numbers stay as they are. In a training loop of one's own, call on_epoch_end().
class GANMonitor : public Callback {
 public:
  /// `generator` (batch, latent_dim) → (batch, rows, columns, 1, 3 or 4) shares its weights with the
  /// caller's. Throws ValueError before it is built, for other shapes, for a filepath that does not end in
  /// ".png" or has a NUL in it, and for options out of range.
  GANMonitor(const Sequential& generator, int latent_dim, const GANMonitorOptions& options = {});

  /// Throws ValueError where the filepath asks for a figure that is not in `logs` and in a library built
  /// without libpng, and IOError where the file cannot be written.
  void on_epoch_end(int epoch, Logs& logs) override;

 private:
  Sequential generator_;
  GANMonitorOptions options_;
  Tensor points_;
};

}  // namespace keratin::callbacks
