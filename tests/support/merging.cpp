#include "support/merging.hpp"

#include <algorithm>
#include <stdexcept>

#include "keratin/models/model.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/thread_count.hpp"

namespace keratin::testing {

namespace {

std::vector<View> views_of(const std::vector<Tensor>& x) {
  std::vector<View> views;
  for (const Tensor& one : x) views.emplace_back(one);
  return views;
}

std::vector<Shape> shapes_of(const std::vector<Tensor>& x) {
  std::vector<Shape> shapes;
  for (const Tensor& one : x) shapes.push_back(shape_of(one));
  return shapes;
}

/// Numbers of which no two are equal, of one input or of several.
std::vector<Tensor> random_inputs(const std::vector<Shape>& shapes, unsigned seed) {
  std::vector<Tensor> x;
  float shift = 0.0f;
  for (const Shape& shape : shapes) {
    x.push_back(random_tensor(shape, seed++));
    x.back() += shift;
    shift += 0.0137f;
  }
  return x;
}

Tensor run_forward(const Layer& layer, const std::vector<Tensor>& x, StepTape& tape) {
  View y;
  LayerAccess::run_forward(layer, views_of(x), {&y, 1}, tape);
  return copy_of(y);
}

std::vector<Tensor> run_backward(const Layer& layer, const Tensor& dy, std::size_t count, StepTape& tape) {
  std::vector<View> dx(count);
  const View gradient(dy);
  LayerAccess::run_backward(layer, {&gradient, 1}, dx, tape);
  std::vector<Tensor> copies;
  for (const View& one : dx) copies.push_back(one.empty() ? Tensor() : copy_of(one));
  return copies;
}

void check_shapes(const MakeMergingLayer& make, const std::vector<Shape>& inputs, const Shape& output) {
  const std::shared_ptr<Layer> layer = make();
  CHECK_FALSE(layer->built());
  std::vector<Shape> open = inputs;
  for (Shape& shape : open) shape[0] = None;
  Shape open_output = output;
  open_output[0] = None;
  const std::vector<Shape> connected = LayerAccess::connect(*layer, open);
  REQUIRE(connected.size() == 1);
  CHECK(to_string(connected[0]) == to_string(open_output));
  CHECK(layer->built());
  CHECK(layer->weights().empty());
  CHECK(to_string(LayerAccess::output_shapes(*layer, inputs)[0]) == to_string(output));
  CHECK(to_string(shape_of(infer(*layer, random_inputs(inputs, 1)))) == to_string(output));
}

/// One tape, two uses of the layer before the backward passes: as in a model with a shared layer.
void check_shared_use(const Layer& layer, const std::vector<Tensor>& x, const Tensor& dy) {
  const std::vector<Tensor> other_x = random_inputs(shapes_of(x), 30);
  const Tensor other_dy = random_tensor(shape_of(dy), 4);
  const MergingStep one = train(layer, x, dy), other = train(layer, other_x, other_dy);
  StepTape tape;
  const Gradients none;
  tape.begin_training(none);
  CHECK((run_forward(layer, x, tape) == one.y));
  CHECK((run_forward(layer, other_x, tape) == other.y));
  CHECK((run_backward(layer, other_dy, x.size(), tape) == other.dx));
  CHECK((run_backward(layer, dy, x.size(), tape) == one.dx));
  CHECK(tape.empty());
}

void check_needed_gradients(const Layer& layer, const std::vector<Tensor>& x, const Tensor& dy) {
  const MergingStep all = train(layer, x, dy);
  for (std::size_t i = 0; i < x.size(); ++i) {
    CHECK(shape_of(all.dx[i]) == shape_of(x[i]));
    std::vector<bool> needed(x.size(), false);
    needed[i] = true;
    const MergingStep one = train(layer, x, dy, needed);
    for (std::size_t k = 0; k < x.size() && x.size() > 1; ++k)
      CHECK((one.dx[k] == (k == i ? all.dx[k] : Tensor())));
  }
}

double loss(const Tensor& y, const Tensor& target) {
  double sum = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double difference = double{y.data()[i]} - double{target.data()[i]};
    sum += difference * difference / 2;
  }
  return sum;
}

/// A small step of the inputs against their gradients lowers a squared error.
void check_training_lowers_loss(const Layer& layer, std::vector<Tensor> x, const Shape& output) {
  const Tensor target = random_tensor(output, 5);
  const Tensor y = infer(layer, x);
  const MergingStep step = train(layer, x, y - target);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] -= 1e-3 * step.dx[i];
  CHECK(loss(infer(layer, x), target) < loss(y, target));
}

void check_threads(const Layer& layer, const std::vector<Tensor>& x, const Tensor& dy) {
  const auto with_threads = [&](int count) {
    const ThreadCount setting(count);
    return train(layer, x, dy);
  };
  const MergingStep one = with_threads(1), three = with_threads(3);
  CHECK((one.y == three.y));
  CHECK((one.dx == three.dx));
}

void check_clone(const MakeMergingLayer& make, const std::vector<Tensor>& x) {
  const std::shared_ptr<Layer> layer = make();
  layer->set_trainable(false);
  LayerAccess::connect(*layer, shapes_of(x));
  const std::shared_ptr<Layer> clone = layer->clone();
  CHECK_FALSE(clone->built());
  CHECK(clone->name() == layer->name());
  CHECK(clone->class_name() == layer->class_name());
  CHECK(clone->get_config() == layer->get_config());
  LayerAccess::connect(*clone, shapes_of(x));
  CHECK((infer(*clone, x) == infer(*layer, x)));
}

}  // namespace

MergingStep train(const Layer& layer, const std::vector<Tensor>& x, const Tensor& dy,
                  const std::vector<bool>& needed) {
  StepTape tape;
  const Gradients none;
  tape.begin_training(none);
  tape.set_needed_inputs(needed);
  Tensor y = run_forward(layer, x, tape);
  std::vector<Tensor> dx = run_backward(layer, dy, x.size(), tape);
  if (!tape.empty()) throw std::logic_error("The backward pass left something on the tape.");
  return {std::move(y), std::move(dx)};
}

Tensor infer(const Layer& layer, const std::vector<Tensor>& x) {
  StepTape tape;
  tape.begin_inference();
  Tensor y = run_forward(layer, x, tape);
  if (!tape.empty()) throw std::logic_error("A forward pass in inference left something on the tape.");
  return y;
}

void check_merging_layer(const MakeMergingLayer& make, const std::vector<Shape>& inputs,
                         const Shape& output) {
  check_shapes(make, inputs, output);
  const std::shared_ptr<Layer> layer = make();
  LayerAccess::connect(*layer, inputs);
  const std::vector<Tensor> x = random_inputs(inputs, 1);
  const Tensor dy = random_tensor(output, 9);
  CHECK((infer(*layer, x) == infer(*layer, x)));
  check_shared_use(*layer, x, dy);
  check_needed_gradients(*layer, x, dy);
  check_training_lowers_loss(*layer, x, output);
  check_threads(*layer, x, dy);
  check_clone(make, x);
}

void check_merging_golden(Layer& layer, const LayerCase& golden, double tolerance) {
  INFO("golden case " << golden.name);
  CHECK(to_string(LayerAccess::connect(layer, shapes_of(golden.inputs))[0]) == to_string(shape_of(golden.y)));
  require_close(infer(layer, golden.inputs), golden.y, tolerance);
  const MergingStep step = train(layer, golden.inputs, golden.dy);
  require_close(step.y, golden.y, tolerance);
  for (std::size_t i = 0; i < step.dx.size(); ++i)
    require_close(step.dx[i], golden.input_gradients[i], tolerance);
}

void check_merging_reference(Layer& layer, const std::vector<Shape>& inputs,
                             const MergingReference& reference, double tolerance) {
  const std::vector<Tensor> x = random_inputs(inputs, 1);
  const Tensor dy = random_tensor(LayerAccess::connect(layer, inputs)[0], 9);
  const MergingStep step = train(layer, x, dy);
  std::vector<reference::Array> x64;
  for (const Tensor& one : x) x64.push_back(reference::from_tensor(one));
  require_close(step.y, reference::to_tensor(reference(x64)), tolerance);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto of_one = [&](const reference::Array& moved) {
      std::vector<reference::Array> all = x64;
      all[i] = moved;
      return reference(all);
    };
    const reference::Array gradient =
        reference::central_difference(of_one, x64[i], reference::from_tensor(dy));
    require_close(step.dx[i], reference::to_tensor(gradient), tolerance);
  }
}

namespace {

/// The element of x for this one of the output: x's axes after the batch are the output's last ones.
std::size_t element_of(const Shape& x, const Shape& output, std::size_t element) {
  std::size_t place = 0, stride = 1;
  for (int axis = 1; axis <= output.rank(); ++axis) {  // from the end
    const auto size = static_cast<std::size_t>(output[-axis]);
    const std::size_t here = element % size;
    element /= size;
    const bool is_batch = axis == output.rank();
    if (!is_batch && axis >= x.rank()) continue;
    const int own = is_batch ? x[0] : x[-axis];
    if (own != 1) place += here * stride;
    stride *= static_cast<std::size_t>(own);
  }
  return place;
}

}  // namespace

reference::Array folded(const std::vector<reference::Array>& x, double (*function)(double, double)) {
  Shape shape{x.front().shape[0]};
  int rank = 0;
  for (const auto& one : x) rank = std::max(rank, one.shape.rank());
  for (int axis = rank - 1; axis > 0; --axis) {
    int size = 1;
    for (const auto& one : x) size = std::max(size, axis < one.shape.rank() ? one.shape[-axis] : 1);
    shape.push_back(size);
  }
  reference::Array y = reference::zeros(shape);
  for (std::size_t i = 0; i < y.data.size(); ++i) {
    y.data[i] = x.front().data[element_of(x.front().shape, shape, i)];
    for (std::size_t k = 1; k < x.size(); ++k)
      y.data[i] = function(y.data[i], x[k].data[element_of(x[k].shape, shape, i)]);
  }
  return y;
}

void check_elementwise(const std::string& class_name, const MakeMergingLayer& make,
                       const MergingReference& reference) {
  check_merging_layer(make, {{2, 3, 4}, {2, 3, 4}}, {2, 3, 4});
  check_merging_layer(make, {{2, 3}, {2, 3}, {2, 3}}, {2, 3});
  check_merging_layer(make, {{2, 3}}, {2, 3});
  check_merging_layer(make, {{3, 4, 5, 2}, {3, 1, 5, 1}, {3, 2}}, {3, 4, 5, 2});
  check_merging_layer(make, {{16, 24, 24, 32}, {16, 24, 24, 32}}, {16, 24, 24, 32});
  for (const LayerCase& golden : layer_cases(class_name)) check_merging_golden(*make(), golden);
  for (const std::vector<Shape>& inputs : std::vector<std::vector<Shape>>{
           {{2, 3}, {2, 3}},
           {{2, 3, 5}, {2, 3, 5}, {2, 3, 5}, {2, 3, 5}},
           {{2, 3, 5}, {2, 1, 5}},
           {{2, 1, 5}, {2, 3, 1}},
           {{2, 5}, {2, 4, 3, 5}, {2, 3, 1}},
       })
    check_merging_reference(*make(), inputs, reference);
}

}  // namespace keratin::testing
