#pragma once

namespace keratin {

/// The position of an image's channels: (batch, rows, columns, channels) or (batch, channels, rows, columns).
enum class DataFormat { channels_last, channels_first };

}  // namespace keratin
