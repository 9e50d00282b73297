#include "keratin/layers/reshaping/reshape.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "layers/common/dimension.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

Reshape::Reshape(const Shape& target_shape, const ReshapeOptions& options)
    : Described("Reshape", {target_shape}, options), target_shape_(target_shape) {
  const auto positive =
      std::count_if(target_shape.begin(), target_shape.end(), [](int size) { return size > 0; });
  const auto open = std::count(target_shape.begin(), target_shape.end(), -1);
  if (positive + open != target_shape.rank() || open > 1) {
    fail(fmt::format("target_shape must have positive dimensions and at most one -1, but received ({}).",
                     fmt::join(target_shape, ", ")));
  }
  set_input_spec({.min_rank = 1});
}

Shape Reshape::compute_output_shape(const Shape& input_shape) const {
  const Shape sample = input_shape.without_batch();
  if (!sample.fully_known()) return target_shape_.with_batch(input_shape[0]);
  Shape target = target_shape_;
  int unused = 1;
  int* open = &unused;
  for (int axis = 0; axis < target.rank(); ++axis) {
    if (target[axis] == -1) open = &target[axis];
  }
  *open = 1;
  const std::size_t given = sample.element_count(), taken = target.element_count();
  if (given % taken != 0 || (open == &unused && given != taken)) {
    fail(fmt::format(
        "its input of shape {} has {} numbers per sample, which do not fill target_shape ({}): {}.",
        to_string(input_shape), given, fmt::join(target_shape_, ", "),
        open == &unused ? fmt::format("give the layer before it {} numbers, or change target_shape", taken)
                        : fmt::format("their number must be a multiple of {}", taken)));
  }
  *open = output_dimension(*this, static_cast<std::int64_t>(given / taken));
  return target.with_batch(input_shape[0]);
}

View Reshape::forward(View x, Tape& tape) const {
  tape.save(*this, {x});
  return x.reshaped(compute_output_shape(x.shape()));
}

View Reshape::backward(View dy, Tape& tape) const {
  const auto [x] = tape.restore<1>(*this);
  return dy.reshaped(x.shape());
}

template <class Fields>
void list_fields(Fields& fields, Shape& target_shape, ReshapeOptions& /*options*/) {
  fields.required("target_shape", target_shape);
}

template class Described<Reshape, Layer, ReshapeOptions, Shape>;

Config Reshape::get_config() const {
  Config config = Described::get_config();
  config.set("target_shape",
             Config::List(target_shape_.begin(), target_shape_.end()));  // the inferred dimension is -1
  return config;
}

}  // namespace keratin::layers
