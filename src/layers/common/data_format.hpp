#pragma once

#include <string>

#include "keratin/data_format.hpp"
#include "keratin/layers/layer.hpp"

namespace keratin::layers {

/// Reads "channels_last" (also for an empty text) or "channels_first", case-insensitively. Throws ValueError
/// for anything else.
DataFormat parse_data_format(const Layer& layer, const std::string& text);

/// The size of an input's axis of channels, −1 or 1. Throws ValueError if it is not known.
int known_channels(const Layer& layer, const Shape& input_shape, int axis = -1);

/// The shape of (batch, channels, …) as (batch, …, channels), and back.
Shape channels_to_last(const Shape& shape);
Shape channels_to_first(const Shape& shape);

/// The same for the numbers, in memory of `tape` if their order changes. An empty view stays empty.
View channels_to_last(View x, Tape& tape);
View channels_to_first(View x, Tape& tape);

}  // namespace keratin::layers
