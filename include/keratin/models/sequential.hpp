#pragma once

#include <concepts>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "keratin/callbacks/history.hpp"
#include "keratin/layers/input_layer.hpp"
#include "keratin/layers/layer.hpp"
#include "keratin/logs.hpp"
#include "keratin/losses.hpp"
#include "keratin/metrics.hpp"
#include "keratin/models/fit_options.hpp"
#include "keratin/models/summary.hpp"
#include "keratin/optimizers.hpp"

namespace keratin {

/// The named arguments of Sequential, in Keras's order.
struct SequentialOptions {
  bool trainable = true;
  std::string name = {};  ///< counted from "sequential" where empty
};

/// The named arguments of compile(), in Keras's order.
struct CompileOptions {
  Identifier<optimizers::Optimizer> optimizer = "rmsprop";
  Identifier<losses::Loss> loss = {};
  std::vector<Identifier<metrics::Metric>> metrics = {};
  std::vector<Identifier<metrics::Metric>> weighted_metrics = {};  ///< those that take the weights in
};

/// The named arguments of load_weights(), in Keras's order.
struct LoadWeightsOptions {
  bool skip_mismatch = false;  ///< whether weights that do not fit are passed over, with a warning
  bool by_name = false;        ///< whether layers are found by their names; for files of Keras 2
};

/// The named arguments of save(), in Keras's order.
struct SaveOptions {
  bool include_optimizer = true;  ///< whether a compiled model's optimizer, loss and metrics are saved too
};

class SequentialLayer;

/// A stack of layers. A handle: a copy is the same model, as a Python name is; clone_model() makes another
/// one.
///
/// Threads: any number of threads may call predict(), predict_on_batch(), get_weights(), save(),
/// save_weights() and export_onnx() of a built model at once; other models may share its layers. Meanwhile
/// one thread may change the weights with set_weights(), load_weights(), train_on_batch() or fit(). The
/// weights change in place: a prediction or a copy during the change may mix old and new numbers; one that
/// starts after it uses the new ones. If each prediction must come from one set of weights, set the new ones
/// in a clone_model() and let the threads switch to that. Save a compiled model between its training steps,
/// since a file holds the optimizer's state too. add(), pop(), build(), compile() and set_trainable() must
/// not be called while other threads use the model.
class Sequential {
 public:
  explicit Sequential(const SequentialOptions& options = {});

  /// The same model. A handle is never moved from, so that each of them has a model.
  Sequential(const Sequential&) = default;
  Sequential& operator=(const Sequential&) = default;

  /// Moves a layer in and returns it. The first one's input_shape builds the model as it grows. A compiled
  /// model stays compiled; its optimizer is reset. Throws ValueError, with nothing changed, for a misfit, for
  /// models nested more than 100 levels deep and for more than 4,096 layers, those of inner models counted.
  template <std::derived_from<Layer> L>
  requires(!std::is_lvalue_reference_v<L>) L& add(L&& layer) {
    return add(std::make_shared<L>(std::forward<L>(layer)));
  }

  /// Adds a layer that is shared with whoever holds it.
  template <std::derived_from<Layer> L>
  L& add(const std::shared_ptr<L>& layer) {
    add_layer(layer);
    return *layer;
  }

  /// Adds another model by reference: both share its weights.
  void add(const Sequential& model);

  /// Gives the model its input's shape. Throws ValueError unless it comes first.
  void add(const layers::Input& input);

  /// Takes the last layer off; of a compiled model as add() does. Throws ValueError where there is none.
  void pop();

  /// The layers in their order, without an Input; a nested model is one of them.
  [[nodiscard]] std::vector<std::shared_ptr<Layer>> layers() const;

  /// Throws ValueError, listing the names, where there is none of that name.
  [[nodiscard]] Layer& get_layer(const std::string& name) const;

  /// Layer number `index`; a negative one counts from the end. Throws ValueError outside.
  [[nodiscard]] Layer& get_layer(int index) const;

  /// Makes the weights for inputs of this shape, batch first. Throws ValueError where they do not fit.
  void build(const Shape& input_shape);

  /// Whether the model has its weights: whether it knows its input's shape.
  [[nodiscard]] bool built() const;
  [[nodiscard]] const std::string& name() const;

  /// Batch first. Throws ValueError before the model is built.
  [[nodiscard]] Shape input_shape() const;
  [[nodiscard]] Shape output_shape() const;

  /// Prints a table of the layers. Throws ValueError before the model is built, and for options that do not
  /// fit.
  void summary(const SummaryOptions& options = {}) const;

  /// How many numbers the weights are. Throws ValueError before the model is built.
  [[nodiscard]] std::size_t count_params() const;

  /// Copies of all weights, layer by layer in Keras's order.
  [[nodiscard]] std::vector<Tensor> get_weights() const;

  /// Copies the values into the weights. Throws ValueError, with nothing changed, where the count or a shape
  /// differs.
  void set_weights(const std::vector<Tensor>& values);
  void set_weights(std::initializer_list<TensorArgument> values);

  /// The layers and their arguments, as Keras has them.
  [[nodiscard]] Config get_config() const;

  /// The same as JSON, which Keras's model_from_json() reads. Throws ValueError for a layer that holds a
  /// function, for what model_from_json() would refuse, and if the library was built without nlohmann-json.
  [[nodiscard]] std::string to_json() const;

  /// Writes the model to the file `path`, layers, weights and, where it is compiled, optimizer, loss and
  /// metrics with the optimizer's state: as Keras 3 does where it ends in .keras, as Keras 2 did where it
  /// ends in .h5 or .hdf5. The file is the old one or the new one at every moment; a symbolic link stays one.
  /// Throws ValueError for another ending, before the model is built, for a layer that holds a function, for
  /// what load_model() would refuse, and if the library was built without libzip, HDF5 or nlohmann-json;
  /// IOError if the file cannot be written.
  void save(const std::string& path, const SaveOptions& options = {}) const;

  /// Writes the weights to the file `path`: as Keras 3 does where it ends in .weights.h5, as Keras 2 did
  /// where it ends in .h5 or .hdf5 otherwise. The file is the old one or the new one at every moment. Throws
  /// ValueError for another ending, before the model is built, and where the library was built without HDF5;
  /// IOError where the file cannot be written.
  void save_weights(const std::string& path) const;

  /// Writes the model as predict() runs it to the file `path`, for ONNX Runtime and others: operators of
  /// version 17, float32, any batch, data as predict() takes and gives it. The file is the old one or the new
  /// one at every moment. Throws ValueError before the model is built, for a Lambda and a layer or an
  /// activation of your own, for more than 2 GB, and where the library was built without Protocol Buffers;
  /// IOError where the file cannot be written.
  void export_onnx(const std::string& path) const;

  /// Reads the weights from a file of weights, or of a whole model with the ending .h5, that Keras 2, Keras 3
  /// or save_weights() wrote. Throws ValueError where they do not fit the model, and IOError where the file
  /// cannot be read or is damaged; the weights are then what they were.
  void load_weights(const std::string& path, const LoadWeightsOptions& options = {});

  /// Freezes or frees all layers, for the next compile(); a model that is compiled already trains on as it
  /// did.
  void set_trainable(bool trainable);
  [[nodiscard]] bool trainable() const;

  /// Fixes optimizer, loss, metrics and which weights train: those that are trainable now. Throws ValueError
  /// for names that are not known and where no loss is given.
  void compile(const CompileOptions& options);

  /// The optimizer of this compiled model: `optimizer().set_learning_rate(1e-4)` holds from the next step on.
  /// Throws ValueError where compile() was forgotten.
  [[nodiscard]] optimizers::Optimizer& optimizer() const;

  /// Trains on `x` and `y`, batch first. Throws ValueError where compile() was forgotten, for data that does
  /// not fit, and where the loss is not finite; what a callback throws passes through. The weights are then
  /// those after the last whole step. Ctrl-C ends it after a batch, with stop_training() true.
  callbacks::History fit(const Tensor& x, const Tensor& y, const FitOptions& options = {});

  /// Trains on batches that a Dataset or a function makes while the model trains. Warns where a function ends
  /// before the steps that were asked for, and stops. Throws as above, and what they throw.
  callbacks::History fit(utils::Dataset& dataset, const FitOptions& options = {});
  callbacks::History fit(const Generator& generator, const FitOptions& options = {});

  /// Ends the fit() that runs after this batch: for callbacks. fit() begins with false.
  void set_stop_training(bool stop);
  [[nodiscard]] bool stop_training() const;

  /// The mean loss and the metrics. Throws ValueError as fit() does.
  Logs evaluate(const Tensor& x, const Tensor& y, const EvaluateOptions& options = {}) const;
  Logs evaluate(utils::Dataset& dataset, const EvaluateOptions& options = {}) const;
  Logs evaluate(const Generator& generator, const EvaluateOptions& options = {}) const;

  /// The outputs for `x`, batch first. May be called from many threads at once, the first time too. Throws
  /// ValueError for data that does not fit.
  [[nodiscard]] Tensor predict(const Tensor& x, const PredictOptions& options = {}) const;
  [[nodiscard]] Tensor predict(utils::Dataset& dataset, const PredictOptions& options = {}) const;
  [[nodiscard]] Tensor predict(const Generator& generator, const PredictOptions& options = {}) const;

  /// The outputs for `x` taken as one batch.
  [[nodiscard]] Tensor predict_on_batch(const Tensor& x) const;

  /// The outputs for `x` taken as one batch; with `{.training = true}` layers behave as in training: Dropout
  /// drops, BatchNormalization takes the batch's own mean and variance, and its averages move. Throws
  /// ValueError for data that does not fit.
  Tensor operator()(const Tensor& x, const CallOptions& options = {});

  /// One step of training; returns this batch's loss and metrics. Throws ValueError as fit() does.
  Logs train_on_batch(const Tensor& x, const Tensor& y, const TrainOnBatchOptions& options = {});

  /// This batch's loss and metrics. Throws ValueError as fit() does.
  Logs test_on_batch(const Tensor& x, const Tensor& y, const TestOnBatchOptions& options = {}) const;

 private:
  explicit Sequential(std::shared_ptr<SequentialLayer> model) : model_(std::move(model)) {}
  void add_layer(std::shared_ptr<Layer> layer);

  friend Sequential clone_model(const Sequential& model);
  friend SequentialLayer& layer_of(const Sequential& model);
  friend Sequential handle_of(std::shared_ptr<SequentialLayer> model);

  std::shared_ptr<SequentialLayer> model_;
};

/// Another model of the same layers, with names and arguments as in `model` and new weights, not compiled.
/// Throws ValueError where a layer of a user's class cannot be cloned.
[[nodiscard]] Sequential clone_model(const Sequential& model);

}  // namespace keratin
