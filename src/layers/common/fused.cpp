#include "layers/common/fused.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "engine/step_tape.hpp"
#include "keratin/layers/layer.hpp"
#include "kernels/instruction_set.hpp"
#include "kernels/rectify.hpp"
#include "kernels/reduce.hpp"
#include "kernels/scratch.hpp"

namespace keratin::layers {

namespace {

/// A number for all of them, and not 0.
std::uint64_t mixed(std::initializer_list<std::uint64_t> parts) {
  std::uint64_t number = 0;
  for (const std::uint64_t part : parts) number = (number ^ part) * 0x9e3779b97f4a7c15u + (number >> 29);
  return number | 1U;
}

}  // namespace

kernels::Rectifier rectifier_of(const Fusion& fusion) {
  using Kind = kernels::Rectifier::Kind;
  if (!fusion.negative_slope) return {};
  if (*fusion.negative_slope == 0.0f) return {Kind::plain};
  return {Kind::leaky, *fusion.negative_slope};
}

kernels::Epilogue epilogue_of(const Fusion& fusion) { return {rectifier_of(fusion), fusion.adds}; }

Buffer allocate_output(const Layer& layer, const Shape& shape, const Fusion& fusion, Tape& tape) {
  if (!fusion.adds && !fusion.is_part) return tape.allocate(shape);
  const Shape& target = fusion.target.shape();
  Shape fitting = target;
  if (fusion.is_part) fitting[-1] = shape.back();
  if (shape == fitting) return {fusion.target.data() + fusion.first_channel, target};
  layer.fail(fmt::format("its output of shape {} cannot be {} a value of shape {}.", to_string(shape),
                         fusion.adds ? "added to" : "part of", to_string(target)));
}

void save_fused(const Layer& layer, const Fusion& fusion, View x, View y, Tape& tape) {
  if (fusion.ends_with_rectifier()) {
    tape.save(layer, {x, y});
  } else {
    tape.save(layer, {x});
  }
}

FusedRecord restore_fused(const Layer& layer, const Fusion& fusion, View dy, Tape& tape) {
  if (!fusion.ends_with_rectifier()) return {tape.restore<1>(layer)[0], dy};
  const auto [x, y] = tape.restore<2>(layer);
  Buffer dz = StepTape::of(tape).unshared_memory(dy);
  if (dz.empty()) dz = tape.allocate(dy.shape());
  kernels::rectify_gradient(dy.size(), rectifier_of(fusion), y.data(), dy.data(), dz.data());
  return {x, dz};
}

void add_bias_gradient(const Tape& tape, const Weight* bias, View dz) {
  if (bias == nullptr) return;
  const Buffer gradient = tape.gradient(*bias);
  if (!gradient.empty())
    kernels::add_column_sums(dz.size() / bias->size(), bias->size(), dz.data(), gradient.data());
}

std::uint64_t packed_key(std::size_t kind, const Fusion& fusion) {
  return mixed({kind, static_cast<std::uint64_t>(fusion.upsampling.rows),
                static_cast<std::uint64_t>(fusion.upsampling.columns),
                reinterpret_cast<std::uintptr_t>(fusion.affine)});
}

std::uint64_t packed_stamp(const Weight& kernel, const Weight* bias, const Fusion& fusion) {
  return mixed({std::max(kernel.version(), bias == nullptr ? 0 : bias->version()),
                fusion.affine == nullptr ? 0 : fusion.affine->version(),
                static_cast<std::uint64_t>(kernels::instruction_set())});
}

ScaledWeights scaled_weights(const Fusion& fusion, const float* kernel, std::size_t kernel_size,
                             std::size_t inner, const float* bias, std::size_t channels) {
  if (fusion.affine == nullptr) return {kernel, bias};
  struct Scaled;
  float* scaled = kernels::scratch<Scaled>(kernel_size + 2 * channels);
  float *scale = scaled + kernel_size, *shift = scale + channels;
  fusion.affine->write(scale, shift);
  for (std::size_t i = 0; i < kernel_size; ++i) scaled[i] = kernel[i] * scale[i / inner % channels];
  for (std::size_t channel = 0; bias != nullptr && channel < channels; ++channel) {
    shift[channel] += bias[channel] * scale[channel];
  }
  return {scaled, shift};
}

}  // namespace keratin::layers
