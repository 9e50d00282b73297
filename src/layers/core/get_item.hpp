#pragma once

#include <optional>
#include <string>
#include <vector>

#include "keratin/layers/described.hpp"

namespace keratin::layers {

struct GetItemOptions {
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// Keras's operation `a[:, 0:2]`: slices, places, `...` and new axes, of all axes but the batch.
class GetItem : public Described<GetItem, Layer, GetItemOptions, Config> {
 public:
  /// One part of the key, as in Python: `start:stop:step`, a place (`start`), or None for a new axis.
  struct Part {
    enum class Kind { slice, place, new_axis } kind = Kind::slice;
    std::optional<int> start = {}, stop = {};
    int step = 1;
  };

  /// The key as Keras 3 writes it in files. Throws ValueError for one that is not supported.
  explicit GetItem(const Config& key, const GetItemOptions& options = {});

  [[nodiscard]] const Config& key() const { return key_; }

  /// The parts for all axes of an input, with slices for those that the key does not name.
  [[nodiscard]] std::vector<Part> parts_for(const Shape& input) const;

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override;
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;

 private:
  Config key_;
  std::vector<Part> parts_;
  std::optional<std::size_t> rest_;  // before which of them "..." stands
};

}  // namespace keratin::layers
