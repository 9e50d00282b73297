#pragma once

#include <functional>
#include <span>
#include <vector>

#include "engine/step_tape.hpp"
#include "keratin/layers/fusing_layer.hpp"

namespace keratin {

/// What the engine does with a layer, beside what users call and authors override.
class LayerAccess {
 public:
  /// compute_output_shape() after checking that inputs of this shape, batch first, fit and leave an output.
  /// Throws ValueError if they do not.
  static Shape output_shape(const Layer& layer, const Shape& input_shape);

  /// Checks that inputs of this shape, batch first, fit, makes the weights at the first call, and returns the
  /// output's shape. Throws ValueError if they do not fit.
  static Shape connect(Layer& layer, const Shape& input_shape);

  /// The same for all inputs and outputs of a layer that may have several.
  static std::vector<Shape> output_shapes(const Layer& layer, const std::vector<Shape>& inputs) {
    return layer.output_shapes(inputs);
  }
  static std::vector<Shape> connect(Layer& layer, const std::vector<Shape>& inputs, bool is_list = true) {
    return layer.connect_all(inputs, is_list);
  }

  /// Makes the weights with `build` at the first call; takes back what it made if it throws.
  static void build_once(Layer& layer, const std::function<void()>& build);

  /// Builds the layer that is its activation, if one is, for outputs of this shape. Throws ValueError if it
  /// does not keep the shape.
  static void connect_activation(const Layer& layer, const Shape& shape);

  /// The number, from 0, of this call of the layer with KerasTensors.
  static int count_call(Layer& layer) { return layer.calls_++; }

  /// Takes back what connect() made: for a model of which another layer could not be built.
  static void unbuild(Layer& layer) { layer.unbuild(); }

  /// forward(), the activation and the activity regularizer after it. Throws ValueError before connect(); if
  /// it `checks_shapes`, also for an input that does not fit and if forward() or backward() gives another
  /// shape than it must.
  static View run_forward(const Layer& layer, View x, StepTape& tape, bool checks_shapes = true);
  static View run_backward(const Layer& layer, View dy, StepTape& tape, bool checks_shapes = true);

  /// The same, fused with the adjacent layers.
  static View run_forward(const FusingLayer& layer, View x, const Fusion& fusion, StepTape& tape);
  static View run_backward(const FusingLayer& layer, View dy, const Fusion& fusion, StepTape& tape);

  /// The same of a layer that may have several inputs and outputs. Throws ValueError if these have other
  /// shapes than `expected`, unless that is empty; and if it `checks_gradients`, which both passes must be
  /// told, for a gradient of another shape than its input, and for one that is needed and empty.
  static void run_forward(const Layer& layer, std::span<const View> x, std::span<View> y, StepTape& tape,
                          std::span<const Shape> expected = {}, bool checks_gradients = false);
  static void run_backward(const Layer& layer, std::span<const View> dy, std::span<View> dx, StepTape& tape,
                           bool checks_gradients = false);

  /// Fuses this layer's activation into its kernel. True on success, and if it has no activation.
  static bool join_activation(const Layer& layer, Fusion& fusion);

  static bool join_following(const Layer& layer, Fusion& fusion) { return layer.join_following(fusion); }
  static bool join_previous(const Layer& layer, Fusion& fusion, bool training) {
    return layer.join_previous(fusion, training);
  }

  /// The weights that a training step may change: none of a frozen layer.
  static std::vector<Weight*> updated_weights(const Layer& layer) { return layer.updated_weights(); }

  /// Whether the step of this tape trains any of the weights.
  static bool trained_by(const Layer& layer, const Tape& tape) { return layer.trained_by(tape); }

  static void require_not_moved(const Layer& layer) { layer.require_not_moved(); }

  /// Throws ValueError if an input of this shape does not fit.
  static void check_input(const Layer& layer, const Shape& input_shape);
};

}  // namespace keratin
