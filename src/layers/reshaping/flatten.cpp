#include "keratin/layers/reshaping/flatten.hpp"

#include "layers/common/data_format.hpp"
#include "layers/common/dimension.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

Flatten::Flatten(const FlattenOptions& options)
    : Described("Flatten", {}, options), data_format_(parse_data_format(*this, options.data_format)) {
  set_input_spec({.min_rank = 1});
}

Shape Flatten::compute_output_shape(const Shape& input_shape) const {
  const Shape sample = input_shape.without_batch();
  if (!sample.fully_known()) return {input_shape[0], None};
  return {input_shape[0], output_dimension(*this, static_cast<std::int64_t>(sample.element_count()))};
}

View Flatten::forward(View x, Tape& tape) const {
  tape.save(*this, {x});
  const View last = data_format_ == DataFormat::channels_first ? channels_to_last(x, tape) : x;
  return last.reshaped(compute_output_shape(x.shape()));
}

View Flatten::backward(View dy, Tape& tape) const {
  const auto [x] = tape.restore<1>(*this);
  if (data_format_ == DataFormat::channels_last) return dy.reshaped(x.shape());
  return channels_to_first(dy.reshaped(channels_to_last(x.shape())), tape);
}

template <class Fields>
void list_fields(Fields& fields, FlattenOptions& options) {
  list_data_format(fields, options);
}

template class Described<Flatten, Layer, FlattenOptions>;

}  // namespace keratin::layers
