#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "engine/step_tape.hpp"
#include "keratin/fusion.hpp"
#include "keratin/keras_tensor.hpp"
#include "keratin/layers/fusing_layer.hpp"
#include "keratin/models/sequential.hpp"
#include "models/nesting.hpp"

namespace keratin {

class Fit;
class RandomLayer;
struct ModelParts;
class Trainer;

/// What a model made of KerasTensors keeps beside its graph.
struct FunctionalForm {
  std::vector<std::string> input_names = {};         ///< of its InputLayers
  bool lists_inputs = false, lists_outputs = false;  ///< whether it was made as `Model([x], [y])`
};

/// The model behind the handles: a layer made of layers. Its graph is a list of nodes, each a call of a
/// layer, in the order in which they run; that of a Sequential is a chain that grows and shrinks at its end.
class ModelLayer : public Layer {
 public:
  struct Node {
    std::shared_ptr<Layer> layer;
    bool is_known = false;                 ///< whether its shapes need no check: all its layers are Keratin's
    bool built_here = false;               ///< whether build() of this model made the layer's weights
    std::vector<std::size_t> inputs = {};  ///< numbers of values
    std::size_t output = 0;                ///< the value that is its first output; the others follow
    std::size_t outputs = 1;               ///< how many
    std::optional<bool> training = {};     ///< LayerCall::training
    int call = 0;                          ///< number of the layer's calls in this model
    int number = 0;                        ///< LayerCall::number
    bool is_list = false;                  ///< LayerCall::is_list

    /// Whether it has one input and one output.
    [[nodiscard]] bool is_single() const { return inputs.size() == 1 && outputs == 1; }
  };

  /// What a node takes and gives: the model's inputs are the first of them.
  struct Value {
    Shape shape;                           ///< batch first; empty until built
    std::optional<std::size_t> node = {};  ///< which gives it; none gives an input
    std::vector<std::size_t> uses = {};    ///< the nodes that take it
  };

  /// A Sequential one.
  explicit ModelLayer(const SequentialOptions& options);

  /// A functional one. Throws ValueError as Model's constructor does.
  ModelLayer(const KerasTensors& inputs, const KerasTensors& outputs, const ModelOptions& options);
  ~ModelLayer() override;

  /// Throw ValueError unless the model is a chain.
  void add(const std::shared_ptr<Layer>& layer);
  void set_input(const Shape& sample_shape);
  void pop();

  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }
  [[nodiscard]] const std::vector<Value>& values() const { return values_; }

  /// The layers in Keras's order, each once, without InputLayers.
  [[nodiscard]] const std::vector<std::shared_ptr<Layer>>& layers() const { return layers_; }

  /// The same with the InputLayers of a functional model.
  [[nodiscard]] const std::vector<std::shared_ptr<Layer>>& listed_layers() const { return listed_; }

  /// The node that is a layer's first call, or its last.
  [[nodiscard]] const Node& first_call(const Layer& layer) const;
  [[nodiscard]] const Node& last_call(const Layer& layer) const;

  /// What a node takes and gives first, batch first; empty until built.
  [[nodiscard]] const Shape& input_shape_of(const Node& node) const {
    return values_[node.inputs.front()].shape;
  }
  [[nodiscard]] const Shape& output_shape_of(const Node& node) const { return values_[node.output].shape; }

  /// Numbers of values.
  [[nodiscard]] std::size_t input_count() const { return input_count_; }
  [[nodiscard]] const std::vector<std::size_t>& outputs() const { return outputs_; }

  [[nodiscard]] std::vector<Shape> input_shapes() const;
  [[nodiscard]] std::vector<Shape> output_shapes() const;

  /// The layer that gives an output, by whose name losses and metrics are called.
  [[nodiscard]] std::string output_name(std::size_t output) const;

  /// Whether each node takes only what the one before it gives.
  [[nodiscard]] bool is_chain() const;

  /// What it takes and gives, to make another model of; made when they are first asked for.
  [[nodiscard]] const std::pair<KerasTensors, KerasTensors>& tensors();

  /// What the layer of this name gives at its first call; nothing if no output of the model follows from it.
  /// Throws ValueError if it gives several outputs.
  [[nodiscard]] std::optional<KerasTensor> output_of(const std::string& layer);

  /// Nothing if the model is no functional one.
  [[nodiscard]] const std::optional<FunctionalForm>& functional_form() const { return form_; }
  void set_functional_form(FunctionalForm form) { form_ = std::move(form); }

  /// Throws ValueError, with `why`, if a layer of this model or of one in it has the argument `training`.
  void require_plain_calls(const std::string& why) const;

  /// Of the first input, batch first; empty before the model is built.
  [[nodiscard]] const Shape& input_shape() const { return values_.front().shape; }

  /// The shape with the size of a batch that a file fixed in place of the open one: for tables and files,
  /// since the model takes any batch, as in Keras.
  [[nodiscard]] Shape with_fixed_batch(Shape shape) const;
  void fix_batch(int size) { fixed_batch_ = size; }

  /// Builds the model for inputs of this shape, batch first, if the shape of its input is not known yet;
  /// calls `check` before. May be called from many threads at once.
  void build_once(const Shape& input_shape, const std::function<void()>& check = {});

  /// Throws ValueError, saying how to build it, before the model is built.
  void require_built() const;

  [[nodiscard]] bool built() const override;
  void set_trainable(bool trainable) override;
  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override;
  void check_values(View x) const override { check_values(0, x); }

  /// check_values() for one of several inputs.
  void check_values(std::size_t input, View x) const;
  void build(const Shape& input_shape) override;
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;

  /// The same for all inputs and outputs.
  [[nodiscard]] std::vector<Shape> output_shapes(const std::vector<Shape>& inputs) const override;
  void forward_all(std::span<const View> x, std::span<View> y, Tape& tape) const override;
  void backward_all(std::span<const View> dy, std::span<View> dx, Tape& tape) const override;
  [[nodiscard]] std::vector<Weight*> weights() const override;
  [[nodiscard]] std::size_t multiply_adds(const Shape& input_shape) const override;
  [[nodiscard]] std::shared_ptr<Layer> clone() const override;
  [[nodiscard]] Config get_config() const override;

  /// The same, in which `trainable` says what the trainer trains, unless it is null.
  [[nodiscard]] Config get_config(const Trainer* compiled) const;

  /// A Sequential one. Throws ValueError for parts that are not supported.
  static std::shared_ptr<ModelLayer> from_parts(const ModelParts& parts);

  /// The layers such as Dropout that draw random numbers.
  [[nodiscard]] std::vector<const RandomLayer*> random_layers() const;

  /// Tapes for predictions, kept from call to call.
  [[nodiscard]] TapePool& tapes() const { return tapes_; }

  std::unique_ptr<Trainer> trainer;         ///< null until compiled
  Fit* run = nullptr;                       ///< the fit() that runs
  std::atomic<bool> stop_training = false;  ///< whether it is to end after this batch
  std::uint64_t team = 0;                   ///< the processes that have its weights in common

 private:
  /// A node that adds a value to what the nodes before it in a step make.
  struct Sum {
    std::size_t node, addend;
  };

  /// The place of what a step makes among the channels that a Concatenate, a node of its own, joins.
  struct Part {
    std::size_t node, first_channel;
  };

  /// Nodes that are run as one: the first takes the inputs, the last gives the outputs.
  struct Step {
    std::size_t first, last;
    const Layer* layer;         ///< what is run
    const FusingLayer* fusing;  ///< the same; null if it is run by itself
    Fusion fusion;
    bool is_known = true;                 ///< Node::is_known
    bool takes_known = true;              ///< whether what it takes needs no check
    std::optional<bool> training = {};    ///< the layer's, which is then run unfused
    std::optional<Sum> sum = {};          ///< if `fusion` adds
    std::optional<Part> part = {};        ///< if what `fusion` makes is part of a whole
    std::optional<float> passed_on = {};  ///< the slope of a rectifier left to the step that takes the output

    /// The values that are made and kept, and those that no step after this one takes.
    std::vector<std::size_t> held = {}, dropped = {};
  };
  using Plan = std::vector<Step>;
  class ValueGradients;

  [[nodiscard]] bool has_known_layers() const;
  std::vector<Shape> connect_all(const std::vector<Shape>& inputs, bool is_list) override;
  void unbuild() override;
  [[nodiscard]] std::vector<Weight*> updated_weights() const override;
  [[nodiscard]] bool trained_by(const Tape& tape) const override;

  /// Without update_plans().
  void append(const std::shared_ptr<Layer>& layer);
  void append_node(Node node, const std::vector<Shape>& shapes);
  void require_chain(const char* call) const;
  [[nodiscard]] Shape next_input_shape(const Layer& layer) const;
  void check_inputs(const std::vector<Shape>& inputs) const;
  [[nodiscard]] std::vector<Shape> value_shapes(const std::vector<Shape>& inputs) const;
  void require_new_name(const Layer& layer) const;
  void take_layers(const std::vector<std::shared_ptr<Layer>>& layers);

  /// The only node that takes what this one gives; none if that is an output of the model.
  [[nodiscard]] std::optional<std::size_t> follower(std::size_t node) const;

  /// What a node adds to what the step makes, if a kernel can: of the same shape, made before the step, and
  /// taken by no other node while it runs.
  [[nodiscard]] std::optional<Sum> sum_of(std::size_t node, const Step& step) const;

  /// Where a Concatenate has what the step makes, if the sizes are known.
  [[nodiscard]] std::optional<Part> part_of(std::size_t node, const Step& step) const;
  [[nodiscard]] bool joins_previous(std::size_t node, bool training, Step& step) const;
  [[nodiscard]] bool passes_on_rectifier(const Step& step) const;
  [[nodiscard]] Step step_from(std::size_t node, bool training, std::optional<float> slope) const;
  [[nodiscard]] bool is_output(std::size_t value) const;

  /// `begun`: the values of which parts are made before the whole.
  void find_lifetimes(Step& step, std::unordered_set<std::size_t>& begun) const;
  void extend_plan(Plan& plan, bool training) const;
  [[nodiscard]] const Plan& plan_of(const StepTape& tape) const {
    return tape.training() || tape.behaves_as_training() ? training_plan_ : inference_plan_;
  }
  void update_plans();
  void run_step(const Step& step, std::span<View> values, StepTape& tape) const;

  /// The memory of what a step adds to: the value's own if nothing else needs it, or else a copy.
  [[nodiscard]] Buffer sum_memory(const Step& step, std::span<const View> values, StepTape& tape) const;

  /// Runs a step that makes part of a value, for which the first of them takes memory.
  void run_part(const Step& step, std::span<View> values, StepTape& tape) const;

  /// Copies to what a node makes, of shape `joined`, those of its inputs that are not there yet.
  void join_parts(const Node& node, const Shape& joined, std::span<const View> values) const;
  void run_many(const Step& step, std::span<View> values, StepTape& tape) const;
  [[nodiscard]] std::vector<bool> needed_gradients(const Plan& plan, const StepTape& tape) const;
  void run_step_backward(const Step& step, const std::vector<bool>& needed, ValueGradients& gradients,
                         StepTape& tape) const;
  void run_many_backward(const Step& step, const std::vector<bool>& needed, ValueGradients& gradients,
                         StepTape& tape) const;

  /// Makes room for the layer, and takes it back. Throws ValueError if there is none.
  void nest(Layer& layer);
  void unnest(Layer& layer);

  std::optional<FunctionalForm> form_;
  std::vector<Node> nodes_;
  std::vector<Value> values_;
  std::size_t input_count_ = 1;
  std::vector<std::size_t> outputs_;
  std::vector<std::shared_ptr<Layer>> layers_, listed_;
  std::optional<std::pair<KerasTensors, KerasTensors>> tensors_;
  std::set<std::string> names_;  // of the layers: one that was moved from has lost its own
  Nesting nesting_;              // after the layers: it goes before they do
  Plan training_plan_, inference_plan_;
  int fixed_batch_ = None;
  std::mutex build_mutex_;
  mutable TapePool tapes_;
};

/// The model behind a handle.
ModelLayer& layer_of(const Model& model);
std::shared_ptr<ModelLayer> shared_layer_of(const Model& model);

/// A handle to the model, which is not null.
Sequential handle_of(std::shared_ptr<ModelLayer> model);

}  // namespace keratin
