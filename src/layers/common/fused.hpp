#pragma once

#include "keratin/fusion.hpp"
#include "keratin/tape.hpp"
#include "kernels/simd/vector_kernels.hpp"

namespace keratin::layers {

/// The rectifier that the kernel applies.
kernels::Rectifier rectifier_of(const Fusion& fusion);

/// The rectifier, and whether the output is added to `fusion.target` before.
kernels::Epilogue epilogue_of(const Fusion& fusion);

/// Memory for a layer's output of this shape: that of `fusion.target` if the fusion adds; if the output is
/// part of it, the memory begins at the first channel and has the shape of the whole. Throws ValueError if
/// the target's shape does not fit.
Buffer allocate_output(const Layer& layer, const Shape& shape, const Fusion& fusion, Tape& tape);

/// Saves what restore_fused() restores.
void save_fused(const Layer& layer, const Fusion& fusion, View x, View y, Tape& tape);

/// The input of the forward pass, and the gradient before the fused rectifier.
struct FusedRecord {
  View x, dz;
};
FusedRecord restore_fused(const Layer& layer, const Fusion& fusion, View dy, Tape& tape);

/// Adds the gradient with respect to `bias`, if there is one and this step trains it.
void add_bias_gradient(const Tape& tape, const Weight* bias, View dz);

/// Identifies a packed form of a layer's weights, by `kind` and by what is fused; not 0.
std::uint64_t packed_key(std::size_t kind, const Fusion& fusion);

/// Identifies a state of a layer's weights and of what is fused with them; not 0.
std::uint64_t packed_stamp(const Weight& kernel, const Weight* bias, const Fusion& fusion);

/// A kernel (…, channels) and a bias, times the fused scale and plus the fused shift, in this thread's
/// memory; unchanged if nothing is fused.
struct ScaledWeights {
  const float* kernel;
  const float* bias;
};
ScaledWeights scaled_weights(const Fusion& fusion, const float* kernel, std::size_t kernel_size,
                             std::size_t inner, const float* bias, std::size_t channels);

}  // namespace keratin::layers
