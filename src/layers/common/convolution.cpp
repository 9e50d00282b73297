#include "layers/common/convolution.hpp"

#include <algorithm>

#include "engine/step_tape.hpp"
#include "kernels/conv/column_group.hpp"
#include "kernels/conv/merge_taps.hpp"
#include "kernels/scratch.hpp"
#include "layers/common/fused.hpp"

namespace keratin::layers {

kernels::TapConv tap_conv_of(const Shape& input_shape, kernels::Axis rows, kernels::Axis columns,
                             int large_channels, int small_channels, kernels::Axis depth) {
  return {.batch = static_cast<std::size_t>(input_shape[0]),
          .rows = rows,
          .columns = columns,
          .large_channels = static_cast<std::size_t>(large_channels),
          .small_channels = static_cast<std::size_t>(small_channels),
          .depth = depth};
}

namespace {

bool enlarges(const Fusion& fusion) { return fusion.upsampling != Size2D(1); }

kernels::ColumnGroup column_group(const Shape& whole, int groups, int group) {
  const std::size_t columns = kernels::as_size(whole.back());
  return {whole.element_count() / columns, columns, kernels::as_size(groups), kernels::as_size(group)};
}

/// The pass that runs: over the small image if fusion enlarges it, and by the method for the whole batch if
/// this process computes a part of one.
kernels::ConvPass fused_pass(const kernels::ConvPass& pass, const Fusion& fusion, const Tape& tape) {
  kernels::ConvPass fused = pass;
  if (enlarges(fusion)) {
    fused = {kernels::merged_conv(pass.conv, fusion.upsampling.rows, fusion.upsampling.columns),
             kernels::Direction::to_large};
  }
  if (const auto* part = StepTape::of(tape).part())
    fused.conv.whole_batch = pass.conv.batch / part->rows() * part->total;
  return fused;
}

/// The channels of one group of `whole`, copied to `part`; all of it if there is only one group.
View group_of(View whole, int groups, int group, Buffer part) {
  if (groups == 1) return whole;
  kernels::take_group(column_group(whole.shape(), groups, group), whole.data(), part.data());
  return part;
}

/// Memory for one group of such an array; none if there is one group.
Buffer group_buffer(const Shape& whole, int groups, Tape& tape) {
  if (groups == 1) return {};
  Shape shape = whole;
  shape[-1] /= groups;
  return tape.allocate(shape);
}

/// The kernel of one group with taps merged as `fusion` says, in this thread's memory if it changes.
const float* prepared_kernel(const kernels::ConvPass& pass, const Fusion& fusion, const Shape& shape,
                             const float* kernel, int groups, int group) {
  if (groups > 1) {
    struct Group;
    float* part = kernels::scratch<Group>(pass.conv.kernel_size());
    kernels::take_group(column_group(shape, groups, group), kernel, part);
    kernel = part;
  }
  if (!enlarges(fusion)) return kernel;
  struct Merged;
  const auto [rows, columns] = fusion.upsampling;
  float* merged = kernels::scratch<Merged>(kernels::merged_conv(pass.conv, rows, columns).kernel_size());
  kernels::merge_taps(pass.conv, rows, columns, kernel, merged);
  return merged;
}

/// Packs the kernels of all groups, with taps merged and channels scaled as `fusion` says, for one of the two
/// directions.
const float* packed_kernel(const kernels::ConvPass& pass, const kernels::ConvMethod& method, bool forward,
                           const ConvolutionWeights& weights, const Fusion& fusion, Tape& tape) {
  const std::size_t kind = 2 * method.kind() + (forward ? 0 : 1);
  const std::size_t channels = pass.output_channels(), inner = pass.to_small() ? 1 : pass.input_channels();
  const std::size_t groups = kernels::as_size(weights.groups), step = method.packed_size();
  return weights.packed.get(
      packed_key(kind, fusion), groups * step, weights.kernel, tape,
      [&] { return packed_stamp(weights.kernel, weights.bias, fusion); },
      [&](float* packed) {
        const float* bias = weights.bias == nullptr ? nullptr : weights.bias->data();
        const ScaledWeights scaled = scaled_weights(fusion, weights.kernel.data(), weights.kernel.size(),
                                                    inner, bias, groups * channels);
        for (std::size_t group = 0; group < groups; ++group) {
          const float* kernel = prepared_kernel(pass, fusion, weights.kernel.shape(), scaled.kernel,
                                                weights.groups, static_cast<int>(group));
          const bool adds = forward && scaled.bias != nullptr;
          method.pack(kernel, adds ? scaled.bias + group * channels : nullptr, packed + group * step);
        }
      });
}

/// Runs the method for each group of channels.
void run_groups(const kernels::ConvMethod& method, const float* packed, int groups, View x,
                kernels::Epilogue epilogue, Tape& tape, Buffer y) {
  const Buffer x_part = group_buffer(x.shape(), groups, tape), y_part = group_buffer(y.shape(), groups, tape);
  for (int group = 0; group < groups; ++group, packed += method.packed_size()) {
    const float* input = group_of(x, groups, group, x_part).data();
    method.run(packed, input, epilogue, groups == 1 ? y.data() : y_part.data());
    if (groups > 1) kernels::put_group(column_group(y.shape(), groups, group), y_part.data(), y.data());
  }
}

/// Adds the gradient with respect to the kernel of one group.
void add_gradient(const kernels::ConvPass& pass, const Fusion& fusion, View x, View dz, Tape& tape,
                  float* gradient) {
  const kernels::ConvPass fused = fused_pass(pass, fusion, tape);
  const kernels::TapConv& run = fused.conv;
  const bool large_in = fused.to_small();
  const float *large = large_in ? x.data() : dz.data(), *small = large_in ? dz.data() : x.data();
  if (!enlarges(fusion)) return kernels::add_kernel_gradient(run, large, small, gradient);
  const Buffer merged = tape.allocate({static_cast<int>(run.kernel_size())});
  std::fill_n(merged.data(), merged.size(), 0.0f);
  kernels::add_kernel_gradient(run, large, small, merged.data());
  kernels::add_merged_gradient(pass.conv, fusion.upsampling.rows, fusion.upsampling.columns, merged.data(),
                               gradient);
}

void add_group_gradients(const kernels::ConvPass& pass, int groups, const Fusion& fusion, View x, View dz,
                         Tape& tape, Buffer gradient) {
  const Buffer x_part = group_buffer(x.shape(), groups, tape),
               dz_part = group_buffer(dz.shape(), groups, tape),
               part = group_buffer(gradient.shape(), groups, tape);
  for (int group = 0; group < groups; ++group) {
    const View x_group = group_of(x, groups, group, x_part), dz_group = group_of(dz, groups, group, dz_part);
    if (groups == 1) return add_gradient(pass, fusion, x_group, dz_group, tape, gradient.data());
    group_of(gradient, groups, group, part);
    add_gradient(pass, fusion, x_group, dz_group, tape, part.data());
    kernels::put_group(column_group(gradient.shape(), groups, group), part.data(), gradient.data());
  }
}

}  // namespace

void convolve(const kernels::ConvPass& pass, const ConvolutionWeights& weights, const Fusion& fusion, View x,
              Tape& tape, Buffer y) {
  kernels::ConvPass run = fused_pass(pass, fusion, tape);
  if (fusion.is_part) run.output_stride = kernels::as_size(y.shape().back());
  const kernels::ConvMethod method(run, tape.updates(weights.kernel));
  const float* packed = packed_kernel(pass, method, true, weights, fusion, tape);
  run_groups(method, packed, weights.groups, x, epilogue_of(fusion), tape, y);
}

View convolve_backward(const kernels::ConvPass& pass, const ConvolutionWeights& weights, const Fusion& fusion,
                       View x, View dz, Tape& tape) {
  if (const Buffer gradient = tape.gradient(weights.kernel); !gradient.empty())
    add_group_gradients(pass, weights.groups, fusion, x, dz, tape, gradient);
  add_bias_gradient(tape, weights.bias, dz);
  if (!tape.needs_input_gradient()) return {};
  const Buffer dx = tape.allocate(x.shape());
  const kernels::ConvMethod method(fused_pass(pass, fusion, tape).reversed(), tape.updates(weights.kernel));
  const float* packed = packed_kernel(pass, method, false, weights, fusion, tape);
  run_groups(method, packed, weights.groups, dz, {}, tape, dx);
  return dx;
}

}  // namespace keratin::layers
