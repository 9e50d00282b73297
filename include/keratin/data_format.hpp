#pragma once

namespace keratin {

/// Where the channels of an image stand: (batch, rows, columns, channels) or (batch, channels, rows,
/// columns).
enum class DataFormat { channels_last, channels_first };

}  // namespace keratin
