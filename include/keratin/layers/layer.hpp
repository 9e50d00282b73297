#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "keratin/activations.hpp"
#include "keratin/config.hpp"
#include "keratin/initializers.hpp"
#include "keratin/tape.hpp"
#include "keratin/weight.hpp"

namespace keratin {

struct Fusion;

/// What every layer's options end with.
struct LayerOptions {
  Shape input_shape = {};  ///< of one sample; to be given to the first layer of a model
  std::string name = {};   ///< counted from the class's name if empty
  bool trainable = true;   ///< whether compile() takes this layer's weights into training
};

/// What a layer demands of its input, batch included.
struct InputSpec {
  int rank = 0;  ///< 0: any
  int min_rank = 0;
  std::vector<std::pair<int, int>> axes = {};  ///< axis and the size that it must have, None: any
};

/// One step of a model. A class of your own overrides compute_output_shape, forward, backward and, if it has
/// weights, build.
class Layer {
 public:
  virtual ~Layer();
  Layer(Layer&&) noexcept;
  Layer& operator=(Layer&&) = delete;

  /// As summary() shows it: given, or counted from the class's name (`dense_1`).
  [[nodiscard]] const std::string& name() const { return name_; }

  /// As Keras calls the class: `Conv2DTranspose`.
  [[nodiscard]] const std::string& class_name() const { return class_name_; }

  /// The shape of one sample that was given as `input_shape`; empty if none was.
  [[nodiscard]] const Shape& declared_input_shape() const { return declared_input_shape_; }

  /// Whether the next compile() takes this layer's weights into training; a compiled model does not change.
  [[nodiscard]] bool trainable() const { return trainable_; }
  virtual void set_trainable(bool trainable) { trainable_ = trainable; }

  /// Whether the weights are made.
  [[nodiscard]] virtual bool built() const { return built_; }

  /// The activation that follows forward(); null if there is none.
  [[nodiscard]] const std::shared_ptr<const activations::Function>& activation() const { return activation_; }

  /// The penalty for the outputs; null if there is none.
  [[nodiscard]] const std::shared_ptr<const regularizers::Regularizer>& activity_regularizer() const {
    return activity_regularizer_;
  }

  /// The output's shape for an input's, batch first. Throws ValueError if there is none.
  [[nodiscard]] virtual Shape compute_output_shape(const Shape& input_shape) const = 0;

  /// Validates all input values before any is used; called on a model's first layer only. Throws ValueError;
  /// accepts everything by default.
  virtual void check_values(View x) const;

  /// Makes the weights with add_weight(); called once.
  virtual void build(const Shape& input_shape);

  /// The output for `x`, in memory of `tape`; keeps there what backward() will need.
  virtual View forward(View x, Tape& tape) const = 0;

  /// From the loss's gradient with respect to the output, the one with respect to the input; adds those with
  /// respect to the weights to Tape::gradient.
  virtual View backward(View dy, Tape& tape) const = 0;

  /// All weights, in Keras's order.
  [[nodiscard]] virtual std::vector<Weight*> weights() const;

  /// The weights of weights() that an optimizer may, or may not, change; all are of the latter while the
  /// layer is frozen.
  [[nodiscard]] std::vector<Weight*> trainable_weights() const;
  [[nodiscard]] std::vector<Weight*> non_trainable_weights() const;

  /// How many numbers the weights are.
  [[nodiscard]] std::size_t count_params() const;

  /// Copies of the weights, in Keras's order.
  [[nodiscard]] std::vector<Tensor> get_weights() const;

  /// Throws ValueError, with nothing changed, if the count or a shape differs.
  void set_weights(const std::vector<Tensor>& values);

  /// Multiplications, each with its addition, for one input of this shape.
  [[nodiscard]] virtual std::size_t multiply_adds(const Shape& input_shape) const;

  /// A layer of its own with the same name and arguments and with new weights. Throws ValueError if the class
  /// does not override it.
  [[nodiscard]] virtual std::shared_ptr<Layer> clone() const;

  /// The arguments that it was made with, as Keras names them, for files and for C++ code. A class with
  /// arguments of its own adds them to those of Layer::get_config().
  [[nodiscard]] virtual Config get_config() const;

  /// Throws a ValueError that begins with this layer's name and class.
  [[noreturn]] void fail(const std::string& message) const;

 protected:
  explicit Layer(std::string_view class_name, const LayerOptions& options = {});

  /// From any class's options.
  template <class Options>
  Layer(std::string_view class_name, const Options& options)
      : Layer(class_name, LayerOptions{options.input_shape, options.name, options.trainable}) {}

  /// Makes a weight, to be used as long as the layer lives. Throws ValueError if it does not fit into
  /// memory or its constraint does not fit it.
  Weight* add_weight(const std::string& name, const Shape& shape,
                     const initializers::Initializer& initializer, const WeightOptions& options = {});
  Weight* add_weight(const std::string& name, const Shape& shape,
                     const std::shared_ptr<const initializers::Initializer>& initializer,
                     const WeightOptions& options = {});

  /// The same with an initializer's name: `add_weight("scale", {3}, "ones", {.regularizer = "l2"})`.
  Weight* add_weight(const std::string& name, const Shape& shape, const char* initializer,
                     const WeightOptions& options = {});

  /// Throws ValueError before the weights are made.
  void require_built() const;

  void set_input_spec(InputSpec spec) { input_spec_ = std::move(spec); }
  void set_activation(const Identifier<activations::Function>& activation);

  /// Adds the penalty for the outputs, divided by the batch's size, to the loss. Throws ValueError for an
  /// unknown name.
  void set_activity_regularizer(const Identifier<regularizers::Regularizer>& regularizer);

  /// These options with the name and state of this layer: what a clone is made from.
  template <class Options>
  [[nodiscard]] Options own(Options options) const {
    options.name = name_;
    options.trainable = trainable_;
    return options;
  }

 private:
  friend class LayerAccess;  // what the engine does with a layer

  /// If the kernel of the layer that follows this one, or comes before it, can do this layer's work, records
  /// it in `fusion` and returns true.
  virtual bool join_following(Fusion& fusion) const;
  virtual bool join_previous(Fusion& fusion, bool training) const;

  /// What a layer of several inputs or outputs overrides: connect(), output_shape(), forward() and backward()
  /// for all of them. `is_list`: whether it was called with a list of inputs.
  virtual std::vector<Shape> connect_all(const std::vector<Shape>& inputs, bool is_list);
  [[nodiscard]] virtual std::vector<Shape> output_shapes(const std::vector<Shape>& inputs) const;
  virtual void forward_all(std::span<const View> x, std::span<View> y, Tape& tape) const;
  virtual void backward_all(std::span<const View> dy, std::span<View> dx, Tape& tape) const;

  virtual void unbuild();
  [[nodiscard]] virtual std::vector<Weight*> updated_weights() const;
  [[nodiscard]] virtual bool trained_by(const Tape& tape) const;
  void require_not_moved() const;
  void require_one_input(std::size_t count) const;

  std::string class_name_, name_;
  Shape declared_input_shape_;
  bool trainable_ = true;
  bool built_ = false;
  int calls_ = 0;  // with KerasTensors
  InputSpec input_spec_, unbuilt_input_spec_;
  std::shared_ptr<const activations::Function> activation_, unbuilt_activation_;
  std::shared_ptr<const regularizers::Regularizer> activity_regularizer_;
  std::vector<std::unique_ptr<Weight>> weights_;
};

}  // namespace keratin
