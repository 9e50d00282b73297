#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/step_tape.hpp"
#include "keratin/fusion.hpp"
#include "keratin/layers/fusing_layer.hpp"
#include "keratin/models/sequential.hpp"
#include "models/nesting.hpp"

namespace keratin {

class Fit;
struct ModelParts;
class Trainer;

/// What a model keeps of the functional model that it was read from, so that it is written as one.
struct FunctionalForm {
  std::string input_name;                            ///< of its InputLayer
  bool lists_inputs = false, lists_outputs = false;  ///< whether it was made as `Model([x], [y])`

  /// Keras 2's argument `training` of a layer's call, which holds in every pass, by the layer's name.
  std::map<std::string, bool> training = {};
};

/// The model behind Sequential's handles: a layer made of layers.
class SequentialLayer : public Layer {
 public:
  struct Node {
    std::shared_ptr<Layer> layer;
    Shape input_shape, output_shape;  ///< batch first; empty until the model is built
    bool is_known = false;    ///< whether its shapes need no check: it is of Keratin, and all layers in it
    bool built_here = false;  ///< whether build() of this model made the layer's weights
  };

  /// Of class "Functional" if it has a `form` of one, otherwise "Sequential".
  explicit SequentialLayer(const SequentialOptions& options, std::optional<FunctionalForm> form = {});
  ~SequentialLayer() override;

  void add(const std::shared_ptr<Layer>& layer);
  void set_input(const Shape& sample_shape);
  void pop();

  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }

  /// Nothing if the model is no functional one.
  [[nodiscard]] const std::optional<FunctionalForm>& functional_form() const { return form_; }

  /// How a layer behaves whatever the pass is: FunctionalForm::training.
  [[nodiscard]] std::optional<bool> training_of(std::size_t node) const;

  /// Throws ValueError, with `why`, if a layer of this model or of one in it has such an argument.
  void require_plain_calls(const std::string& why) const;

  /// Batch first; empty before the model is built.
  [[nodiscard]] const Shape& input_shape() const { return input_shape_; }

  /// The shape with the size of a batch that a file fixed in place of the open one: for tables and files,
  /// since the model takes any batch, as in Keras.
  [[nodiscard]] Shape with_fixed_batch(Shape shape) const;

  /// Builds the model for inputs of this shape, batch first, if the shape of its input is not known yet;
  /// calls `check` before. May be called from many threads at once.
  void build_once(const Shape& input_shape, const std::function<void()>& check = {});

  /// Throws ValueError, saying how to build it, before the model is built.
  void require_built() const;

  [[nodiscard]] bool built() const override { return !nodes_.empty() && !input_shape_.empty(); }
  void set_trainable(bool trainable) override;
  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override;
  void check_values(View x) const override;
  void build(const Shape& input_shape) override;
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;
  [[nodiscard]] std::vector<Weight*> weights() const override;
  [[nodiscard]] std::size_t multiply_adds(const Shape& input_shape) const override;
  [[nodiscard]] std::shared_ptr<Layer> clone() const override;
  [[nodiscard]] Config get_config() const override;

  /// The same, in which `trainable` says what the trainer trains, unless it is null.
  [[nodiscard]] Config get_config(const Trainer* compiled) const;

  /// Throws ValueError for parts that are not supported. With a `form` the model is a functional one.
  static std::shared_ptr<SequentialLayer> from_parts(const ModelParts& parts,
                                                     std::optional<FunctionalForm> form = {});

  /// The counts of passes that the random numbers of layers such as Dropout depend on.
  [[nodiscard]] std::vector<std::atomic<std::int64_t>*> call_counts() const;

  /// Tapes for predictions, kept from call to call.
  [[nodiscard]] TapePool& tapes() const { return tapes_; }

  std::unique_ptr<Trainer> trainer;         ///< null until compiled
  Fit* run = nullptr;                       ///< the fit() that runs
  std::atomic<bool> stop_training = false;  ///< whether it is to end after this batch

 private:
  /// Neighbouring nodes that are run as one.
  struct Step {
    std::size_t begin, end;
    const Layer* layer;         ///< what is run
    const FusingLayer* fusing;  ///< the same; null if it is run alone
    Fusion fusion;
    bool is_known = true;               ///< Node::is_known
    std::optional<bool> training = {};  ///< the layer's, which is then run unfused
  };
  using Plan = std::vector<Step>;

  [[nodiscard]] bool has_known_layers() const;
  void unbuild() override;
  [[nodiscard]] std::vector<Weight*> updated_weights() const override;
  [[nodiscard]] bool trained_by(const Tape& tape) const override;

  /// Without update_plans().
  void append(const std::shared_ptr<Layer>& layer);
  [[nodiscard]] Shape next_input_shape(const Layer& layer) const;
  [[nodiscard]] Step step_from(std::size_t node, bool training) const;
  void extend_plan(Plan& plan, bool training) const;
  [[nodiscard]] const Plan& plan_of(const StepTape& tape) const {
    return tape.training() || tape.behaves_as_training() ? training_plan_ : inference_plan_;
  }
  void update_plans();

  /// Makes room for the layer, and takes it back. Throws ValueError if there is none.
  void nest(Layer& layer);
  void unnest(Layer& layer);

  std::optional<FunctionalForm> form_;
  std::vector<Node> nodes_;
  std::set<std::string> names_;  // of the layers: one that was moved from has lost its own
  Nesting nesting_;              // after the layers: it goes before they do
  Plan training_plan_, inference_plan_;
  Shape input_shape_;
  int fixed_batch_ = None;
  std::mutex build_mutex_;
  mutable TapePool tapes_;
};

/// The model behind a handle.
SequentialLayer& layer_of(const Sequential& model);

/// A handle to the model, which is not null.
Sequential handle_of(std::shared_ptr<SequentialLayer> model);

}  // namespace keratin
