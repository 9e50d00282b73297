#pragma once

#include <optional>
#include <string>
#include <vector>

#include "keratin/models/model.hpp"
#include "serve/range.hpp"

namespace keratin::serving {

/// What black and white are to a model, in the images that it takes and gives, if it is known.
struct Ranges {
  std::optional<Range> input = {}, output = {};
};

/// Throws ValueError as check_range(), for the options --range and --output-range.
void check_ranges(const Ranges& ranges);

/// The image that an array is: sizes of one sample, open ones None.
struct ImageForm {
  int rows, columns, channels;
};

/// What a model is for, as far as its shapes say: which page fits it.
struct Description {
  std::string kind = "other";         ///< "vector_to_image", "image_to_image", "image_to_classes", …
  std::vector<std::string> inputs;    ///< names
  std::vector<std::string> outputs;   ///< names
  std::string activation;             ///< the function that makes the first output; "linear" for none
  Ranges ranges;                      ///< as they were given, or else as the layers say
  std::size_t main_input = 0;         ///< of several: the one that is not the label
  std::optional<std::size_t> labels;  ///< the input that takes a class, if there is one,
  int num_classes = 0;                ///< and how many classes there are
  std::optional<ImageForm> image;     ///< what the main input, or else the output, is
};

Description describe(const Model& model, const Ranges& given);

/// What black and white are, if nobody says it: from -1 to 1 if the output is that of tanh, from 0 to 255 if
/// the first layer takes that, or else from 0 to 1.
Range input_range_of(const Description& description);
Range output_range_of(const Description& description);

/// All that a page says of the model, as JSON, of which `loaded` says how often the model was read.
std::string to_json(const Model& model, const Description& description, std::uint64_t loaded);

}  // namespace keratin::serving
