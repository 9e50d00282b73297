#pragma once

#include "keratin/layers/layer.hpp"
#include "kernels/channels.hpp"

namespace keratin::layers {

/// How a layer normalizes each sample: gamma · (x − mean) / √(variance + epsilon) + beta.
struct NormalizationGroups {
  kernels::Channels channels;  ///< each with a mean and a variance
  Shape statistics;            ///< their shape: as many as channels in all samples
  Shape row;                   ///< a gamma and a beta for each position of a row
  const Weight* gamma;         ///< of the row's shape or of its first axes; null for 1
  const Weight* beta;          ///< the same; null for 0
  double epsilon;
};

View normalize(const Layer& layer, const NormalizationGroups& groups, View x, Tape& tape);

/// Adds the gradients of gamma and beta. Returns the gradient with respect to x, empty if it is not needed.
View normalize_gradient(const Layer& layer, const NormalizationGroups& groups, View dy, Tape& tape);

}  // namespace keratin::layers
