// Losses and metrics that compile() was given by their names: what Keras evaluates, see
// tests/golden/cases/named_metrics/make.py, and what is written for it to read.
#include <cstdlib>
#include <fstream>

#include "keratin/models/load_model.hpp"
#include "keratin/saving/model_to_cpp.hpp"
#include "models/model_layer.hpp"
#include "models/trainer.hpp"
#include "support/capture.hpp"
#include "support/cases.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/run_layer.hpp"

namespace keratin::test_named_metrics {
namespace {

using Catch::Matchers::Contains;
using namespace testing;

Tensor matrix_of(const nlohmann::json& values) {
  const auto numbers = values.get<std::vector<float>>();
  Tensor matrix = empty_tensor({4, static_cast<int>(numbers.size()) / 4});
  std::copy(numbers.begin(), numbers.end(), matrix.data());
  return matrix;
}

const nlohmann::json& numbers_of(const std::string& library) {
  static const nlohmann::json keras = case_json("named_metrics/keras.json");
  static const nlohmann::json tf_keras = case_json("named_metrics/tf_keras.json");
  return library == "keras" ? keras : tf_keras;
}

Logs evaluate(const Sequential& model, bool is_sparse) {
  const nlohmann::json& numbers = numbers_of("keras");
  return model.evaluate(matrix_of(numbers.at("x")), matrix_of(numbers.at(is_sparse ? "sparse" : "dense")),
                        {.verbose = 0});
}

void check(const Logs& logs, const nlohmann::json& expected) {
  REQUIRE(logs.size() == expected.size());
  for (const auto& [name, value] : logs) {
    INFO(name);
    CHECK(value == Approx(expected.at(name).get<double>()).epsilon(1e-5));
  }
}

Sequential load(const Folder& folder, const std::string& library, const std::string& file) {
  return load_model(unpack("named_metrics/" + library + ".zip", file, folder.path.string()));
}

struct File {
  std::string library, name;
};
const std::vector<File> files = {{"keras", "dense.keras"},   {"keras", "classes.keras"},
                                 {"keras", "sparse.keras"},  {"tf_keras", "dense.h5"},
                                 {"tf_keras", "classes.h5"}, {"tf_keras", "sparse.h5"}};

bool is_sparse(const std::string& name) { return name.starts_with("sparse"); }

}  // namespace

TEST_CASE("load_model: metrics by name are what they are in the Keras that wrote the file") {
  const Folder folder;
  for (const auto& [library, name] : files) {
    INFO(name);
    check(evaluate(load(folder, library, name), is_sparse(name)), numbers_of(library).at("values").at(name));
  }
}

TEST_CASE("save: metrics by name are the same when they are loaded again, and can be written as C++") {
  const Folder folder;
  for (const auto& [library, name] : files) {
    for (const std::string ending : {".keras", ".h5"}) {
      INFO(name << " as " << ending);
      Sequential model = load(folder, library, name);
      model.save(folder.file("m" + ending));
      check(evaluate(load_model(folder.file("m" + ending)), is_sparse(name)),
            numbers_of(library).at("values").at(name));
    }
    CHECK_THAT(utils::model_to_cpp(load(folder, library, name)),
               !Contains("Wrapper") && Contains(".metrics = {"));
  }
}

TEST_CASE("model_to_cpp: metrics that Keras 2 gave by name are names, others are objects") {
  const Folder folder;
  CHECK_THAT(utils::model_to_cpp(load(folder, "tf_keras", "dense.h5")),
             Contains("\"mae\"") && Contains("\"cosine_similarity\""));
  CHECK_THAT(utils::model_to_cpp(load(folder, "tf_keras", "classes.h5")),
             Contains("metrics::LossMetric(\"log_cosh\", \"logcosh\")") &&
                 Contains("metrics::LossMetric(\"poisson\")"));
}

TEST_CASE("losses by name are what they are in Keras") {
  const Folder folder;
  for (const std::string library : {"keras", "tf_keras"}) {
    Sequential model = load(folder, "keras", "dense.keras");
    for (const auto& [name, expected] : numbers_of(library).at("losses").items()) {
      INFO(library << " " << name);
      model.compile({.optimizer = "sgd", .loss = name});
      CHECK(evaluate(model, false)["loss"] == Approx(expected.get<double>()).epsilon(1e-5));
    }
  }
}

TEST_CASE("save: the cosine as a loss's metric has the sign that no file can hold") {
  const Folder folder;
  Sequential model = load(folder, "keras", "dense.keras");
  model.compile({.optimizer = "sgd", .loss = "mse", .metrics = {metrics::LossMetric("cosine_similarity")}});
  CHECK(evaluate(model, false)["cosine_similarity"] < 0.0);
  CHECK_THAT(capture(STDERR_FILENO, [&] { model.save(folder.file("m.keras")); }),
             Contains("no file can hold"));
}

// tests/golden/files/check_compiled.py has Keras load these: from the folder KERATIN_FILES, if it is set.
TEST_CASE("save: every optimizer, loss and metric, for Keras to load") {
  const Folder temporary;
  const char* given = std::getenv("KERATIN_FILES");
  const std::string folder = given == nullptr ? temporary.path.string() : given;
  nlohmann::json evaluated;
  const auto save = [&](const std::string& name, const CompileOptions& options) {
    Sequential model = load(temporary, "keras", "dense.keras");
    model.compile(options);
    const bool sparse = name.find("sparse") != std::string::npos;
    const Logs logs = evaluate(model, sparse);
    for (const std::string ending : {".keras", ".h5"}) {
      model.save(folder + "/" + name + ending);
      for (const auto& [metric, value] : logs) evaluated[name][metric] = value;
      const Logs again = evaluate(load_model(folder + "/" + name + ending), sparse);
      for (const auto& [metric, value] : logs) CHECK(again[metric] == value);
    }
  };
  using namespace optimizers;
  for (const std::string name :
       {"adadelta", "adagrad", "adam", "adamax", "adamw", "lion", "nadam", "rmsprop", "sgd"})
    save("optimizer_" + name, {.optimizer = name, .loss = "mse"});
  save("optimizer_called_mine", {.optimizer = Adam({.learning_rate = 0.1, .name = "mine"}), .loss = "mse"});
  save("optimizer_schedule",
       {.optimizer = SGD({.learning_rate = schedules::ExponentialDecay(0.1, 10, 0.9)}), .loss = "mse"});
  for (const auto& [name, value] : numbers_of("tf_keras").at("losses").items())
    save("loss_" + name, {.optimizer = "sgd", .loss = name});
  save("loss_sparse_categorical_crossentropy",
       {.optimizer = "sgd", .loss = "sparse_categorical_crossentropy", .metrics = {"accuracy"}});
  save("loss_object", {.optimizer = "sgd", .loss = losses::Huber({.delta = 0.5})});
  save("loss_smoothed",
       {.optimizer = "sgd", .loss = losses::CategoricalCrossentropy({.label_smoothing = 0.1})});
  const std::vector<Identifier<metrics::Metric>> all = {"mse",
                                                        "mae",
                                                        "mape",
                                                        "msle",
                                                        "kld",
                                                        "poisson",
                                                        "hinge",
                                                        "squared_hinge",
                                                        "categorical_hinge",
                                                        "cosine_similarity",
                                                        "bce",
                                                        "categorical_crossentropy",
                                                        "log_cosh",
                                                        "accuracy",
                                                        "binary_accuracy",
                                                        "root_mean_squared_error",
                                                        metrics::LossMetric("mae", "mine"),
                                                        metrics::BinaryAccuracy({.threshold = 0.4}),
                                                        metrics::AUC({.name = "auc"}),
                                                        metrics::Precision({.name = "p"}),
                                                        metrics::Recall({.name = "r"}),
                                                        metrics::CosineSimilarity({.name = "c"}),
                                                        metrics::TopKCategoricalAccuracy({.k = 2})};
  int number = 0;
  for (const auto& metric : all)
    save("metric_" + std::to_string(number++), {.optimizer = "sgd", .loss = "mse", .metrics = {metric}});
  save("metric_weighted", {.optimizer = "sgd", .loss = "mse", .weighted_metrics = {"mae"}});
  evaluated["data"] = numbers_of("keras");
  std::ofstream(folder + "/evaluated.json") << evaluated;
}

}  // namespace keratin::test_named_metrics
