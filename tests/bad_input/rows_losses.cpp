#include "bad_input/rows.hpp"
#include "keratin/layers.hpp"

namespace keratin::testing {

namespace {

/// `reduction` of each class, and targets of a shape that does not fit predictions (2, 3).
template <class Loss, class Options>
void add_loss(Rows& rows, const std::string& name, const std::string& keras_name) {
  rows.of(keras_name).field("reduction", &Options::reduction, unknown, [](const Options& options) {
    return Loss(options);
  });
  rows.of(name).with_model("targets", "(8, 5)", [](Sequential& model) {
    Sequential other = clone_model(model);
    other.compile({.loss = Loss()});
    other.train_on_batch(xt::ones<float>({8, 3}), xt::ones<float>({8, 5}));
  });
}

void add_losses(Rows& rows) {
  using namespace losses;
  add_loss<BinaryCrossentropy, BinaryCrossentropyOptions>(rows, "binary_crossentropy", "binary_crossentropy");
  add_loss<CategoricalCrossentropy, CategoricalCrossentropyOptions>(rows, "categorical_crossentropy",
                                                                    "categorical_crossentropy");
  add_loss<SparseCategoricalCrossentropy, SparseCategoricalCrossentropyOptions>(
      rows, "sparse_categorical_crossentropy", "sparse_categorical_crossentropy");
  add_loss<KLDivergence, KLDivergenceOptions>(rows, "kl_divergence", "kl_divergence");
  add_loss<Poisson, PoissonOptions>(rows, "poisson", "poisson");
  add_loss<Hinge, HingeOptions>(rows, "hinge", "hinge");
  add_loss<SquaredHinge, SquaredHingeOptions>(rows, "squared_hinge", "squared_hinge");
  add_loss<CategoricalHinge, CategoricalHingeOptions>(rows, "categorical_hinge", "categorical_hinge");
  add_loss<MeanSquaredError, MeanSquaredErrorOptions>(rows, "mean_squared_error", "mean_squared_error");
  add_loss<MeanAbsoluteError, MeanAbsoluteErrorOptions>(rows, "mean_absolute_error", "mean_absolute_error");
  add_loss<MeanAbsolutePercentageError, MeanAbsolutePercentageErrorOptions>(
      rows, "mean_absolute_percentage_error", "mean_absolute_percentage_error");
  add_loss<MeanSquaredLogarithmicError, MeanSquaredLogarithmicErrorOptions>(
      rows, "mean_squared_logarithmic_error", "mean_squared_logarithmic_error");
  add_loss<Huber, HuberOptions>(rows, "huber", "huber");
  add_loss<LogCosh, LogCoshOptions>(rows, "log_cosh", "log_cosh");
  add_loss<losses::CosineSimilarity, losses::CosineSimilarityOptions>(rows, "cosine_similarity",
                                                                      "cosine_similarity");
}

void add_loss_numbers(Rows& rows) {
  using namespace losses;
  const auto binary = [](const BinaryCrossentropyOptions& options) { return BinaryCrossentropy(options); };
  rows.of("binary_crossentropy")
      .field("label_smoothing", &BinaryCrossentropyOptions::label_smoothing, no_share, binary)
      .field("axis", &BinaryCrossentropyOptions::axis, std::vector<int>{0}, binary);
  const auto categorical = [](const CategoricalCrossentropyOptions& o) { return CategoricalCrossentropy(o); };
  rows.of("categorical_crossentropy")
      .field("label_smoothing", &CategoricalCrossentropyOptions::label_smoothing, no_share, categorical)
      .field("axis", &CategoricalCrossentropyOptions::axis, std::vector<int>{0}, categorical);
  rows.of("sparse_categorical_crossentropy")
      .field("axis", &SparseCategoricalCrossentropyOptions::axis, std::vector<int>{0},
             [](const SparseCategoricalCrossentropyOptions& o) { return SparseCategoricalCrossentropy(o); });
  rows.of("cosine_similarity")
      .field(
          "axis", &losses::CosineSimilarityOptions::axis, std::vector<int>{0},
          [](const losses::CosineSimilarityOptions& options) { return losses::CosineSimilarity(options); });
  rows.of("huber").field("delta", &HuberOptions::delta, negative,
                         [](const HuberOptions& o) { return Huber(o); });
  rows.of("LossFunctionWrapper").add("functions", "", [] { LossFunctionWrapper({}, {}); });
  rows.of("loss").values("name", unknown,
                         [](const std::string& name) { static_cast<void>(losses::get(name)); });
}

void add_axes_that_no_prediction_has(Rows& rows) {
  using namespace losses;
  for (const int axis : {2, 9, -3, least, most}) {
    const auto train = [](Sequential& model, const Identifier<Loss>& loss) {
      Sequential other = clone_model(model);
      other.compile({.loss = loss});
      other.train_on_batch(xt::ones<float>({8, 3}), xt::ones<float>({8, 2}));
    };
    rows.of("binary_crossentropy").with_model("axis", text_of(axis), [axis, train](Sequential& model) {
      train(model, BinaryCrossentropy({.axis = axis}));
    });
    rows.of("categorical_crossentropy").with_model("axis", text_of(axis), [axis, train](Sequential& model) {
      train(model, CategoricalCrossentropy({.axis = axis}));
    });
    rows.of("sparse_categorical_crossentropy")
        .with_model("axis", text_of(axis), [axis, train](Sequential& model) {
          train(model, SparseCategoricalCrossentropy({.axis = axis}));
        });
    rows.of("cosine_similarity").with_model("axis", text_of(axis), [axis, train](Sequential& model) {
      train(model, losses::CosineSimilarity({.axis = axis}));
    });
  }
}

template <class Options, class Make>
void add_thresholds(Rows& rows, const std::string& name, const Make& make) {
  rows.of(name)
      .field("thresholds", &Options::thresholds, no_share, make)
      .field("top_k", &Options::top_k, no_size, make);
}

/// Trains a model of two outputs with this metric and targets of three numbers.
template <class Metric>
void add_metric(Rows& rows, const std::string& name) {
  rows.of(name).with_model("targets", "(8, 5)", [](Sequential& model) {
    Sequential other = clone_model(model);
    other.compile({.loss = losses::LossFunctionWrapper([](float, float) { return 0.0F; },
                                                       [](float, float) { return 0.0F; }),
                   .metrics = {Metric()}});
    other.test_on_batch(xt::ones<float>({8, 3}), xt::ones<float>({8, 5}));
  });
}

/// A column that no prediction has; as in Python, a negative one counts from the end.
template <class Metric>
void add_class_id(Rows& rows, const std::string& name) {
  for (const int id : {2, -3, least, most}) {
    rows.of(name).with_model("class_id", text_of(id), [id](Sequential& model) {
      Sequential other = clone_model(model);
      other.compile({.loss = "mse", .metrics = {Metric({.class_id = id})}});
      other.test_on_batch(xt::ones<float>({8, 3}), xt::ones<float>({8, 2}));
    });
  }
}

void add_metrics(Rows& rows) {
  using namespace metrics;
  add_thresholds<PrecisionOptions>(rows, "Precision",
                                   [](const PrecisionOptions& options) { return Precision(options); });
  add_thresholds<RecallOptions>(rows, "Recall", [](const RecallOptions& options) { return Recall(options); });
  const auto auc = [](const AUCOptions& options) { return AUC(options); };
  add_class_id<Precision>(rows, "Precision");
  add_class_id<Recall>(rows, "Recall");
  rows.of("AUC")
      .field("num_thresholds", &AUCOptions::num_thresholds, std::vector<int>{1, 0, -1, least, most}, auc)
      .field("curve", &AUCOptions::curve, unknown, auc)
      .field("summation_method", &AUCOptions::summation_method, unknown, auc)
      .field("num_labels", &AUCOptions::num_labels, no_size,
             [](AUCOptions options) {
               options.multi_label = true;
               return AUC(options);
             })
      .values("thresholds", no_share, [](double value) { AUC({.thresholds = std::vector<double>{value}}); })
      .values("label_weights", negative,
              [](double weight) { AUC({.multi_label = true, .num_labels = 1, .label_weights = {weight}}); });
  rows.of("BinaryAccuracy")
      .field("threshold", &BinaryAccuracyOptions::threshold, std::vector<double>{not_a_number},
             [](const BinaryAccuracyOptions& options) { return BinaryAccuracy(options); });
  rows.of("TopKCategoricalAccuracy")
      .field("k", &TopKCategoricalAccuracyOptions::k, no_size,
             [](const TopKCategoricalAccuracyOptions& options) { return TopKCategoricalAccuracy(options); });
  rows.of("LossMetric").add("loss", "", [] { const LossMetric metric(Identifier<losses::Loss>{}); });
  rows.of("metric").values("name", unknown, [](const std::string& name) {
    static_cast<void>(metrics::get(name, {None, 3}, {None, 3}));
  });
  add_metric<Accuracy>(rows, "accuracy");
  add_metric<CategoricalAccuracy>(rows, "categorical_accuracy");
  add_metric<SparseCategoricalAccuracy>(rows, "sparse_categorical_accuracy");
  add_metric<metrics::MeanSquaredError>(rows, "mean_squared_error");
  add_metric<metrics::MeanAbsoluteError>(rows, "mean_absolute_error");
  add_metric<RootMeanSquaredError>(rows, "root_mean_squared_error");
  add_metric<metrics::CosineSimilarity>(rows, "cosine_similarity");
}

}  // namespace

Rows loss_rows() {
  Rows rows;
  add_losses(rows);
  add_loss_numbers(rows);
  add_axes_that_no_prediction_has(rows);
  add_metrics(rows);
  return rows;
}

}  // namespace keratin::testing
