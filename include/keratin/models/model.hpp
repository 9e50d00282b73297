#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "keratin/arrays.hpp"
#include "keratin/callbacks/history.hpp"
#include "keratin/layers/core/input_layer.hpp"
#include "keratin/layers/layer.hpp"
#include "keratin/logs.hpp"
#include "keratin/losses.hpp"
#include "keratin/metrics.hpp"
#include "keratin/models/fit_options.hpp"
#include "keratin/models/summary.hpp"
#include "keratin/optimizers.hpp"

namespace keratin {

/// The named arguments of Model.
struct ModelOptions {
  std::string name = {};  ///< numbered from "functional" if empty
  bool trainable = true;
};

/// The named arguments of compile(), in Keras's order.
struct CompileOptions {
  Identifier<optimizers::Optimizer> optimizer = "rmsprop";
  Identifier<losses::Loss> loss = {};
  ListOf<Identifier<metrics::Metric>> metrics = {};
  ListOf<Identifier<metrics::Metric>> weighted_metrics = {};  ///< the metrics that use sample weights

  /// Of a model with several outputs, one entry for each: the losses, none where an output is not trained,
  /// what each counts in the sum, and the metrics.
  std::vector<Identifier<losses::Loss>> losses = {};
  std::vector<double> loss_weights = {};
  std::vector<std::vector<Identifier<metrics::Metric>>> output_metrics = {};
};

/// The layers of a model, in order: `model.layers()[0]`.
class LayerList : public std::vector<std::shared_ptr<Layer>> {
 public:
  using std::vector<std::shared_ptr<Layer>>::vector;
  LayerList(std::vector<std::shared_ptr<Layer>> layers);

  /// Layer number `index`; a negative one counts from the end. Throws ValueError if out of range.
  template <std::integral Index>
  const std::shared_ptr<Layer>& operator[](Index index) const& {
    return *(begin() + position(std::in_range<std::ptrdiff_t>(index) ? static_cast<std::ptrdiff_t>(index)
                                                                     : PTRDIFF_MAX));
  }
  template <std::integral Index>
  std::shared_ptr<Layer> operator[](Index index) && {
    return std::as_const(*this)[index];
  }

 private:
  [[nodiscard]] std::ptrdiff_t position(std::ptrdiff_t index) const;
};

class Sequential;

/// The named arguments of load_weights(), in Keras's order.
struct LoadWeightsOptions {
  bool skip_mismatch = false;  ///< whether weights that do not fit are skipped, with a warning
  bool by_name = false;        ///< whether to match layers by name; for files of Keras 2
};

/// The named arguments of save(), in Keras's order.
struct SaveOptions {
  bool include_optimizer = true;  ///< whether to save a compiled model's optimizer, loss and metrics too
};

class ModelLayer;

/// A model of layers that were called with KerasTensors, from Inputs to outputs: it may branch and merge, and
/// have several inputs and outputs. It is a handle, like a variable in Python: a copy is the same model.
/// clone_model() makes another one.
///
/// Threads: any number of threads may call predict(), predict_on_batch(), get_weights(), save(),
/// save_weights() and export_onnx() of a built model at once; other models may share its layers. Meanwhile
/// one thread may change the weights with set_weights(), load_weights(), train_on_batch() or fit(). The
/// weights change in place: a prediction or a copy during the change may mix old and new numbers; one that
/// starts after it uses the new ones. If each prediction must come from one set of weights, set the new ones
/// in a clone_model() and let the threads switch to that. Save a compiled model between its training steps,
/// since a file holds the optimizer state too. add(), pop(), build(), compile(), set_trainable(), inputs(),
/// outputs() and calls with KerasTensors must not run while other threads use the model or its layers.
class Model {
 public:
  /// Each of both is one KerasTensor or a list of them. Throws ValueError for inputs that are no Inputs, for
  /// outputs that do not follow from them, and for two layers of one name.
  Model(const KerasTensors& inputs, const KerasTensors& outputs, const ModelOptions& options = {});

  /// The same model. A handle is never moved from, so it always has a model.
  Model(const Model&) = default;
  Model& operator=(const Model&) = default;

  /// The layers in order, without an Input; a nested model counts as one.
  [[nodiscard]] LayerList layers() const;

  /// Throws ValueError, listing the names, if there is none of that name.
  [[nodiscard]] Layer& get_layer(const std::string& name) const;

  /// Layer number `index`; a negative one counts from the end. Throws ValueError if out of range.
  [[nodiscard]] Layer& get_layer(int index) const;

  /// The nested model of that name: the same model, with the same weights. Throws ValueError, listing the
  /// names, if there is none: `load_model("gan.keras").get_model("generator")`.
  [[nodiscard]] Sequential get_model(const std::string& name) const;

  /// Makes the weights for inputs of this shape, batch first. Throws ValueError if they do not fit.
  void build(const Shape& input_shape);

  /// Whether the model has its weights, which it makes once it knows its input's shape.
  [[nodiscard]] bool built() const;
  [[nodiscard]] const std::string& name() const;

  /// Batch first. Throws ValueError before the model is built.
  [[nodiscard]] Shape input_shape() const;
  [[nodiscard]] Shape output_shape() const;

  /// Prints a table of the layers. Throws ValueError before the model is built, and for options that do not
  /// fit.
  void summary(const SummaryOptions& options = {}) const;

  /// The number of parameters. Throws ValueError before the model is built.
  [[nodiscard]] std::size_t count_params() const;

  /// Copies of all weights, layer by layer in Keras's order.
  [[nodiscard]] std::vector<Tensor> get_weights() const;

  /// Copies the values into the weights. Throws ValueError, with nothing changed, if the count or a shape
  /// differs.
  void set_weights(const std::vector<Tensor>& values);
  void set_weights(std::initializer_list<TensorArgument> values);

  /// The layers and their arguments, as Keras has them.
  [[nodiscard]] Config get_config() const;

  /// The same as JSON, which Keras's model_from_json() reads. Throws ValueError for a layer that holds a
  /// function, for what model_from_json() would refuse, and if the library was built without nlohmann-json.
  [[nodiscard]] std::string to_json() const;

  /// Writes the model to the file `path`, layers, weights and, if it is compiled, optimizer, loss and metrics
  /// with the optimizer state: in Keras 3's format for .keras, in Keras 2's for .h5 and .hdf5. The file is
  /// the old one or the new one at every moment; a symbolic link stays a link. Of your own loss or metric it
  /// holds the name; with your own optimizer or schedule it does not hold how the model is compiled. A line
  /// on standard error says so. Throws ValueError for another
  /// ending, before the model is built, for a layer that holds a function, for what load_model() would
  /// refuse, and if the library was built without libzip, HDF5 or nlohmann-json; IOError if the file cannot
  /// be written.
  void save(const std::string& path, const SaveOptions& options = {}) const;

  /// Writes the weights to the file `path`: in Keras 3's format for .weights.h5, in Keras 2's for other .h5
  /// and .hdf5 files. The file is the old one or the new one at every moment. Throws ValueError for another
  /// ending, before the model is built, and if the library was built without HDF5; IOError if the file cannot
  /// be written.
  void save_weights(const std::string& path) const;

  /// Writes the model as predict() runs it to the file `path`, for ONNX Runtime and others: operators of
  /// version 17, float32, any batch, data as predict() takes and gives it. The file is the old one or the new
  /// one at every moment. Throws ValueError before the model is built, for a Lambda and for your own layers
  /// and activations, for more than 2 GB, and if the library was built without Protocol Buffers; IOError if
  /// the file cannot be written.
  void export_onnx(const std::string& path) const;

  /// Reads the weights from a file of weights, or of a whole model with the ending .h5, that Keras 2, Keras 3
  /// or save_weights() wrote. Throws ValueError if they do not fit the model, and IOError if the file cannot
  /// be read or is damaged; the weights are then what they were.
  void load_weights(const std::string& path, const LoadWeightsOptions& options = {});

  /// Freezes or unfreezes all layers for the next compile(). A compiled model trains as before.
  void set_trainable(bool trainable);
  [[nodiscard]] bool trainable() const;

  /// Fixes optimizer, loss, metrics and which weights train: those that are trainable now. Throws ValueError
  /// for unknown names and if no loss is given.
  void compile(const CompileOptions& options);

  /// The optimizer of this compiled model: `optimizer().set_learning_rate(1e-4)` takes effect at the next
  /// step. Throws ValueError if compile() was forgotten.
  [[nodiscard]] optimizers::Optimizer& optimizer() const;

  /// Trains on `x` and `y`, batch first. Throws ValueError if compile() was forgotten, for data that does not
  /// fit, and if the loss is not finite; what a callback throws passes through. The weights are then those
  /// after the last complete step. Ctrl-C stops it after a batch, with stop_training() true.
  callbacks::History fit(const Arrays& x, const Arrays& y, const FitOptions& options = {});

  /// Trains on batches that a Dataset or a function makes while the model trains. Warns and stops if a
  /// function ends before the requested steps. Throws as above, and what they throw.
  callbacks::History fit(utils::Dataset& dataset, const FitOptions& options = {});
  callbacks::History fit(const Generator& generator, const FitOptions& options = {});

  /// Stops the running fit() after this batch, for callbacks. fit() resets it to false.
  void set_stop_training(bool stop);
  [[nodiscard]] bool stop_training() const;

  /// The mean loss and the metrics. Throws ValueError as fit() does.
  Logs evaluate(const Arrays& x, const Arrays& y, const EvaluateOptions& options = {}) const;
  Logs evaluate(utils::Dataset& dataset, const EvaluateOptions& options = {}) const;
  Logs evaluate(const Generator& generator, const EvaluateOptions& options = {}) const;

  /// The outputs for `x`, batch first. May be called from many threads at once, the first time too. Throws
  /// ValueError for data that does not fit.
  [[nodiscard]] Tensor predict(const Arrays& x, const PredictOptions& options = {}) const;
  [[nodiscard]] Tensor predict(utils::Dataset& dataset, const PredictOptions& options = {}) const;
  [[nodiscard]] Tensor predict(const Generator& generator, const PredictOptions& options = {}) const;

  /// The same of a model with several outputs: an array for each.
  [[nodiscard]] std::vector<Tensor> predict_all(const Arrays& x, const PredictOptions& options = {}) const;
  [[nodiscard]] std::vector<Tensor> predict_all(utils::Dataset& dataset,
                                                const PredictOptions& options = {}) const;
  [[nodiscard]] std::vector<Tensor> predict_all(const Generator& generator,
                                                const PredictOptions& options = {}) const;

  /// The outputs for `x` as one batch.
  [[nodiscard]] Tensor predict_on_batch(const Arrays& x) const;

  /// The outputs for `x` as one batch; with `{.training = true}` layers behave as in training: Dropout drops,
  /// BatchNormalization uses the batch's mean and variance, and updates its averages. Throws ValueError for
  /// data that does not fit.
  Tensor operator()(const Arrays& x, const CallOptions& options = {});

  /// Calls the model as a layer, whose weights all such calls share: an output, or a list of them if the
  /// model has several. Throws ValueError for inputs that do not fit.
  KerasTensors operator()(const KerasTensors& inputs) const;

  /// What it takes and gives, to make another model of. Throws ValueError before the model is built.
  [[nodiscard]] KerasTensors inputs() const;
  [[nodiscard]] KerasTensors outputs() const;
  [[nodiscard]] KerasTensor input() const { return inputs(); }
  [[nodiscard]] KerasTensor output() const { return outputs(); }

  /// What the layer of this name gives at its first call, Keras's `model.get_layer(name).output`: to make a
  /// model of a part, `Model part(model.inputs(), model.output("features"))`. Throws ValueError if there is
  /// no such layer or it gives several outputs.
  [[nodiscard]] KerasTensor output(const std::string& layer) const;

  /// One training step; returns this batch's loss and metrics. Throws ValueError as fit() does.
  Logs train_on_batch(const Arrays& x, const Arrays& y, const TrainOnBatchOptions& options = {});

  /// This batch's loss and metrics. Throws ValueError as fit() does.
  Logs test_on_batch(const Arrays& x, const Arrays& y, const TestOnBatchOptions& options = {}) const;

 protected:
  explicit Model(std::shared_ptr<ModelLayer> model) : model_(std::move(model)) {}

  std::shared_ptr<ModelLayer> model_;

 private:
  friend ModelLayer& layer_of(const Model& model);
  friend std::shared_ptr<ModelLayer> shared_layer_of(const Model& model);
};

}  // namespace keratin
