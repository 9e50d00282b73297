#include "kernels/conv/padded.hpp"

#include <algorithm>

#include "kernels/scratch.hpp"

namespace keratin::kernels {

Padded pad(const float* image, int rows, int columns, std::size_t channels, Span row_span, Span column_span) {
  Padded padded{image, row_span, column_span, channels};
  const auto row_size = static_cast<std::size_t>(columns) * channels;
  if (column_span.begin == 0 && column_span.end == columns && row_span.begin >= 0 && row_span.end <= rows) {
    padded.data = image + static_cast<std::size_t>(row_span.begin) * row_size;
    return padded;
  }
  struct PaddedImage;
  float* to = scratch<PaddedImage>(padded.size());
  padded.data = to;
  const int first = std::clamp(0, column_span.begin, column_span.end),
            last = std::clamp(columns, first, std::max(first, column_span.end));
  const std::size_t before = padded.offset(0, first - column_span.begin),
                    copied = padded.offset(0, last - first), after = padded.offset(0, column_span.end - last);
  for (int row = row_span.begin; row < row_span.end; ++row) {
    if (row < 0 || row >= rows || copied == 0) {
      to = std::fill_n(to, padded.offset(1, 0), 0.0f);
      continue;
    }
    const float* from =
        image + static_cast<std::size_t>(row) * row_size + static_cast<std::size_t>(first) * channels;
    to = std::fill_n(to, before, 0.0f);
    to = std::copy_n(from, copied, to);
    to = std::fill_n(to, after, 0.0f);
  }
  return padded;
}

}  // namespace keratin::kernels
