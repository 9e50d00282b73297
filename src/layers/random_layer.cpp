#include "keratin/layers/random_layer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "distribution/batch_part.hpp"
#include "engine/step_tape.hpp"
#include "kernels/noise.hpp"
#include "kernels/parallel.hpp"
#include "kernels/strided.hpp"
#include "random/generators.hpp"
#include "random/stateless.hpp"

namespace keratin {

void RandomLayer::start_drawing(std::optional<std::int64_t> seed) {
  drawn_ = std::make_shared<Drawn>(seed ? *seed : random::next_seed());
}

void RandomLayer::set_noise_shape(const Shape& noise_shape) {
  if (!std::all_of(noise_shape.begin(), noise_shape.end(), [](int n) { return n == None || n > 0; })) {
    fail(fmt::format("noise_shape must have positive dimensions, or None for the input's, but received {}.",
                     to_string(noise_shape)));
  }
  noise_shape_ = noise_shape;
}

void RandomLayer::check_share(const char* what, double value) const {
  if (!(value >= 0.0 && value <= 1.0))
    fail(fmt::format("{} must be from 0 to 1, but received {}.", what, value));
}

void RandomLayer::check_share_below_one(const char* what, double value) const {
  if (!(value >= 0.0 && value < 1.0))
    fail(fmt::format("{} must be at least 0 and below 1, but received {}.", what, value));
}

void RandomLayer::build(const Shape& input_shape) { static_cast<void>(noise_shape_for(input_shape)); }

Shape RandomLayer::noise_shape_for(const Shape& input_shape) const {
  if (noise_shape_.empty()) return input_shape;
  bool fits = noise_shape_.rank() == input_shape.rank();
  Shape shape = noise_shape_;
  for (int axis = 0; fits && axis < shape.rank(); ++axis) {
    if (shape[axis] == None) shape[axis] = input_shape[axis];
    fits = shape[axis] == 1 || shape[axis] == input_shape[axis] || input_shape[axis] == None;
  }
  if (fits) return shape;
  fail(fmt::format(
      "noise_shape {} does not fit an input of shape {}: give 1, None or the input's size for each "
      "axis, the batch included.",
      to_string(noise_shape_), to_string(input_shape)));
}

RandomLayer::Place RandomLayer::place_of_noise(const Shape& input_shape,
                                               const distribution::BatchPart* part) const {
  if (part == nullptr) return {noise_shape_for(input_shape)};
  const int each = input_shape[0] / static_cast<int>(part->rows());
  Shape shape = noise_shape_for(input_shape.without_batch().with_batch(each * static_cast<int>(part->total)));
  const bool is_same_for_all = !noise_shape_.empty() && noise_shape_[0] == 1;
  if (is_same_for_all) return {shape};
  shape[0] = input_shape[0];
  return {shape, shape.element_count() / part->rows() * part->begin};
}

Buffer RandomLayer::noise(const Shape& input_shape, Tape& tape) const {
  const random::StatelessSeed seed(drawn_->seed, StepTape::of(tape).count_call(drawn_->calls));
  const Place place = place_of_noise(input_shape, StepTape::of(tape).part());
  const Buffer drawn = tape.allocate(place.shape);
  constexpr std::size_t part = 4096, work = 30;
  kernels::parallel_parts(drawn.size(), part, work, [&](std::size_t begin, std::size_t end) {
    draw(seed, place.first + begin, end - begin, drawn.data() + begin);
  });
  if (drawn.shape() == input_shape) return drawn;
  const Buffer noise = tape.allocate(input_shape);
  kernels::broadcast(drawn.shape(), input_shape, drawn.data(), noise.data());
  return noise;
}

bool RandomLayer::draws(const Tape& tape) const {
  return drawn_ != nullptr && StepTape::of(tape).behaves_as_training();
}

View RandomLayer::forward(View x, Tape& tape) const {
  if (!draws(tape)) return x;
  const Buffer factors = noise(x.shape(), tape), y = tape.allocate(x.shape());
  kernels::apply_mask(x.size(), factors.data(), x.data(), y.data());
  tape.save(*this, {factors});
  return y;
}

View RandomLayer::backward(View dy, Tape& tape) const {
  if (!draws(tape)) return dy;
  const auto [factors] = tape.restore<1>(*this);
  const Buffer dx = tape.allocate(dy.shape());
  kernels::apply_mask(dy.size(), factors.data(), dy.data(), dx.data());
  return dx;
}

}  // namespace keratin
