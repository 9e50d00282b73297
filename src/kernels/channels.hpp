#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "kernels/parallel.hpp"

namespace keratin::kernels {

/// An array seen as (samples, outer, channels, inner): each channel of a sample has a mean and a variance of
/// its own. A row is (channels, inner); a place is a position in it.
struct Channels {
  std::size_t outer, channels, inner;
  std::size_t samples = 1;

  [[nodiscard]] std::size_t values_per_channel() const { return outer * inner; }
  [[nodiscard]] std::size_t row() const { return channels * inner; }
  [[nodiscard]] std::size_t rows() const { return samples * outer; }
};

/// Calls visit(position, index of the sample's channel, place) for the places [begin, end) of a row.
template <class Visit>
void visit_row(const Channels& shape, std::size_t row, std::size_t begin, std::size_t end,
               const Visit& visit) {
  const std::size_t first = row * shape.row(), sample = row / shape.outer * shape.channels;
  if (shape.inner == 1) {
    for (std::size_t place = begin; place < end; ++place) visit(first + place, sample + place, place);
    return;
  }
  for (std::size_t channel = begin / shape.inner; channel * shape.inner < end; ++channel) {
    const std::size_t last = std::min(end, (channel + 1) * shape.inner);
    for (std::size_t place = std::max(begin, channel * shape.inner); place < last; ++place)
      visit(first + place, sample + channel, place);
  }
}

/// The same for all rows, on several threads.
template <class Visit>
void visit_rows(const Channels& shape, const Visit& visit) {
  parallel_rows(shape.rows(), shape.row(), 4,
                [&](std::size_t row) { visit_row(shape, row, 0, shape.row(), visit); });
}

inline constexpr std::size_t channels_in_a_part = 32;

/// Calls body(sample, begin, end) for parts of each sample's channels, on several threads.
template <class Body>
void for_parts_of_channels(const Channels& shape, const Body& body) {
  const std::size_t parts = (shape.channels + channels_in_a_part - 1) / channels_in_a_part;
  const std::size_t work = 4 * std::min(shape.channels, channels_in_a_part) * shape.values_per_channel();
  parallel_for(shape.samples * parts, work, [&](std::size_t i) {
    const std::size_t begin = i % parts * channels_in_a_part;
    body(i / parts, begin, std::min(shape.channels, begin + channels_in_a_part));
  });
}

/// Several sums for each of a part's channels.
template <std::size_t count>
using ChannelSums = std::array<std::array<double, channels_in_a_part>, count>;

/// For all values of a sample's channels [begin, end) the sums of what term(position, index of the sample's
/// channel, place) returns, an array of doubles; long runs of one channel are summed in several lanes.
template <std::size_t count, class Term>
ChannelSums<count> sum_terms(const Channels& shape, std::size_t sample, std::size_t begin, std::size_t end,
                             const Term& term) {
  constexpr std::size_t lanes = 8;
  ChannelSums<count> sums{};
  const std::size_t first = sample * shape.channels;
  for (std::size_t row = sample * shape.outer; row < (sample + 1) * shape.outer; ++row) {
    if (shape.inner < lanes) {
      visit_row(shape, row, begin * shape.inner, end * shape.inner,
                [&](std::size_t position, std::size_t channel, std::size_t place) {
                  const std::array<double, count> terms = term(position, channel, place);
                  for (std::size_t k = 0; k < count; ++k) sums[k][channel - first - begin] += terms[k];
                });
      continue;
    }
    for (std::size_t channel = begin; channel < end; ++channel) {
      const std::size_t place = channel * shape.inner, position = row * shape.row() + place;
      double partial[count][lanes] = {};
      const auto add = [&](std::size_t i, std::size_t lane) {
        const std::array<double, count> terms = term(position + i, first + channel, place + i);
        for (std::size_t k = 0; k < count; ++k) partial[k][lane] += terms[k];
      };
      std::size_t i = 0;
      for (; i + lanes <= shape.inner; i += lanes) {
        for (std::size_t lane = 0; lane < lanes; ++lane) add(i + lane, lane);
      }
      for (; i < shape.inner; ++i) add(i, 0);
      for (std::size_t k = 0; k < count; ++k) {
        for (double sum : partial[k]) sums[k][channel - begin] += sum;
      }
    }
  }
  return sums;
}

}  // namespace keratin::kernels
