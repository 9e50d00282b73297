#include "keratin/layers/core/lambda.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <mutex>

namespace keratin::layers {

namespace {

/// The result of a user's function; what it throws becomes a ValueError.
template <class Call>
auto guarded(const Layer& layer, const char* whose, const Call& call) {
  std::string what = "something that is no std::exception";
  try {
    return call();
  } catch (const std::exception& error) {
    what = error.what();
  } catch (...) {
  }
  layer.fail(fmt::format("its {} threw: {}", whose, what));
}

/// The same for a function that returns an array, which must not have too many dimensions.
template <class Call>
Tensor guarded_array(const Layer& layer, const char* whose, const Call& call) {
  return guarded(layer, whose, [&] {
    Tensor array = call();
    static_cast<void>(shape_of(array));
    return array;
  });
}

/// Zeros of this shape, with `size` for each open dimension.
Tensor zeros(Shape shape, int size) {
  for (int axis = 0; axis < shape.rank(); ++axis) {
    if (shape[axis] == None) shape[axis] = size;
  }
  Tensor tensor = empty_tensor(shape);
  std::fill(tensor.begin(), tensor.end(), 0.0f);
  return tensor;
}

}  // namespace

/// The last input shape whose output shape was inferred, both without the batch.
struct Lambda::Inferred {
  std::mutex mutex;
  bool known = false;
  Shape input, output;
};

LambdaOutputShape::LambdaOutputShape(std::initializer_list<int> sample) : LambdaOutputShape(Shape(sample)) {}

LambdaOutputShape::LambdaOutputShape(const Shape& sample)
    : function_([sample](const Shape& input_shape) { return sample.with_batch(input_shape[0]); }) {}

Lambda::Lambda(Function function, const LambdaOptions& options)
    : Layer("Lambda", options),
      function_(std::move(function)),
      options_(options),
      inferred_(std::make_shared<Inferred>()) {
  if (!function_) fail("it needs a function of a Tensor that returns one, but received an empty function.");
  set_input_spec({.min_rank = 1});
}

Shape Lambda::compute_output_shape(const Shape& input_shape) const {
  if (!function_) fail("it was moved from.");
  if (const auto& function = options_.output_shape.function())
    return guarded(*this, "output_shape", [&] { return function(input_shape); });
  return inferred_shape(input_shape.without_batch()).with_batch(input_shape[0]);
}

Shape Lambda::inferred_shape(const Shape& sample) const {
  {
    const std::lock_guard lock(inferred_->mutex);
    if (inferred_->known && inferred_->input == sample) return inferred_->output;
  }
  const Shape output = infer(sample);
  const std::lock_guard lock(inferred_->mutex);
  inferred_->known = true;
  inferred_->input = sample;
  inferred_->output = output;
  return output;
}

Shape Lambda::infer(const Shape& sample) const {
  constexpr int batches[] = {2, 3}, sizes[] = {83, 89};
  const auto output_shape = [&](int which) {
    return shape_of(guarded_array(*this, "function, called with zeros since output_shape is not given,", [&] {
      return function_(zeros(sample.with_batch(batches[which]), sizes[which]));
    }));
  };
  const Shape first = output_shape(0), other = output_shape(1);
  Shape output = first;
  bool fits =
      !output.empty() && output.rank() == other.rank() && output[0] == batches[0] && other[0] == batches[1];
  for (int axis = 1; fits && axis < output.rank(); ++axis) {
    if (output[axis] == other[axis]) continue;
    fits = !sample.fully_known();
    output[axis] = None;
  }
  if (fits) return output.without_batch();
  fail(fmt::format(
      "its function must keep the batch first and let nothing else depend on it, but gave shapes {} "
      "and {} for {} and {} samples of shape {}.",
      to_string(first), to_string(other), batches[0], batches[1], to_string(sample)));
}

View Lambda::forward(View x, Tape& tape) const {
  const Tensor output = guarded_array(*this, "function", [&] { return function_(Tensor(x.array())); });
  const Shape shape = shape_of(output), expected = compute_output_shape(x.shape());
  if (shape != expected) {
    fail(fmt::format("its function returned shape {} for an input of shape {}, but output_shape says {}.",
                     to_string(shape), to_string(x.shape()), to_string(expected)));
  }
  const Buffer y = tape.evaluate(output);
  tape.save(*this, {x, y});
  return y;
}

View Lambda::backward(View dy, Tape& tape) const {
  const auto [x, y] = tape.restore<2>(*this);
  if (!tape.needs_input_gradient()) return {};
  if (!options_.gradient) {
    fail(
        "it has no gradient, which training the layers before it takes: give .gradient, a function of x, y "
        "and dy.");
  }
  const Tensor dx = guarded_array(*this, "gradient", [&, x = x, y = y] {
    return options_.gradient(Tensor(x.array()), Tensor(y.array()), Tensor(dy.array()));
  });
  if (shape_of(dx) != x.shape()) {
    fail(fmt::format("its gradient returned shape {} for an input of shape {}.", to_string(shape_of(dx)),
                     to_string(x.shape())));
  }
  return tape.evaluate(dx);
}

std::shared_ptr<Layer> Lambda::clone() const { return std::make_shared<Lambda>(function_, own(options_)); }

Config Lambda::get_config() const {
  fail(
      "it holds a function, which no file can keep: derive a class from Layer, and make it known with "
      "register_layer().");
}

}  // namespace keratin::layers
