#pragma once

#include <optional>

#include "models/summary_table.hpp"

namespace keratin::summary {

/// What a place of data with this many axes besides batch and channels is called: "step", "pixel" or "voxel".
std::string place_name(int axes);

/// How the sizes of a layer's output follow from those of its input, as in "rows and columns: ⌈28 / 2⌉ = 14";
/// empty if they are the same, open, or not known.
std::string size_of_output(const Row& row);

/// The part of the model's input that one number behind these layers depends on.
class ReceptiveField {
 public:
  /// Takes in the next layer.
  void add(const Row& row);

  /// As in "7·7 pixels"; empty if it is one, the whole input, or not known.
  [[nodiscard]] std::string text() const;

 private:
  /// Along one axis, in pixels of the input: how many, and how far two neighbours of the output are apart.
  struct Extent {
    double size = 1.0, step = 1.0;
  };

  bool known_ = true;
  std::vector<Extent> extents_;
};

}  // namespace keratin::summary
