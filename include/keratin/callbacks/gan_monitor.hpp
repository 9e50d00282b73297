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
  std::string filepath = "generated_{epoch:03d}.png";  ///< with fields as in ModelCheckpoint
  int every = 1;                                       ///< epochs between two files
  std::int64_t seed = 0;                               ///< of the points, as for random::seed()
  utils::ImageGridOptions grid = {};
};

/// Draws a generator's output for the same random points after every epoch, one PNG file each. The points are
/// those of utils::generate_latent_points() after random::seed(seed); the program's own random numbers do not
/// change. In your own training loop, call on_epoch_end().
class GANMonitor : public Callback {
 public:
  /// `generator` (batch, latent_dim) → (batch, rows, columns, 1, 3 or 4) shares its weights with the
  /// caller's. Throws ValueError before it is built, for other shapes, for a filepath that does not end in
  /// ".png" or has a NUL in it, and for options out of range.
  GANMonitor(const Model& generator, int latent_dim, const GANMonitorOptions& options = {});

  /// Throws ValueError if the filepath asks for a metric that is not in `logs`, or if the library was built
  /// without libpng, and IOError if the file cannot be written.
  void on_epoch_end(int epoch, Logs& logs) override;

 private:
  Model generator_;
  GANMonitorOptions options_;
  Tensor points_;
};

}  // namespace keratin::callbacks
