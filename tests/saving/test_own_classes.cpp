// Models that were compiled with losses, metrics, optimizers and schedules of one's own are saved.
#include "keratin/callbacks.hpp"
#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/losses.hpp"
#include "keratin/metrics.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/optimizers.hpp"
#include "keratin/saving/model_to_cpp.hpp"
#include "support/capture.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/run_layer.hpp"

namespace keratin::test_own_classes {
namespace {

using Catch::Contains;
using testing::Folder;

losses::LossFunctionWrapper own_loss(const std::string& name) {
  return {[](float y, float p) { return (p - y) * (p - y); },
          [](float y, float p) { return 2 * (p - y); },
          {.name = name}};
}

class Largest : public metrics::Metric {
 public:
  explicit Largest(std::string name) : name_(std::move(name)) {}
  [[nodiscard]] std::string name() const override { return name_; }
  void reset_state() override { largest_ = 0; }
  void update_state(View, View y_pred, View) override {
    for (std::size_t i = 0; i < y_pred.size(); ++i) largest_ = std::max(largest_, double{y_pred.data()[i]});
  }
  [[nodiscard]] double result() const override { return largest_; }
  [[nodiscard]] std::shared_ptr<Metric> clone() const override { return std::make_shared<Largest>(*this); }

 private:
  std::string name_;
  double largest_ = 0;
};

class Halving : public optimizers::schedules::LearningRateSchedule {
 public:
  double operator()(std::int64_t step) const override { return step < 10 ? 0.1 : 0.05; }
};

Sequential compiled(const Identifier<losses::Loss>& loss, const Identifier<metrics::Metric>& metric) {
  Sequential model({layers::Dense(4, {.activation = "relu", .input_shape = {3}}), layers::Dense(1)});
  model.compile({.optimizer = "adam", .loss = loss, .metrics = {metric}});
  return model;
}

struct Samples {
  Tensor x = testing::random_tensor({8, 3}), y = testing::random_tensor({8, 1});
};

std::string notes_of(const std::function<void()>& action) { return testing::capture(STDERR_FILENO, action); }

}  // namespace

TEST_CASE("save() holds the names of a loss and a metric of one's own, and says so once") {
  const Folder folder;
  Sequential model = compiled(own_loss("own_said"), Largest("largest_said"));
  for (const char* ending : {"m.keras", "m.h5"}) {
    const std::string path = folder.file(ending), notes = notes_of([&] { model.save(path); });
    if (path.ends_with(".keras")) {
      CHECK_THAT(notes, Contains("save: the loss own_said is your own, and the file holds only its name") &&
                            Contains("register_loss()"));
      CHECK_THAT(notes, Contains("save: the metric largest_said is your own"));
    } else {
      CHECK(notes.empty());
    }
    const Tensor x = testing::random_tensor({2, 3});
    CHECK((load_model(path, {.compile = false}).predict(x) == model.predict(x)));
    CHECK_THROWS_WITH(load_model(path), Contains("Unknown loss \"own_said\"") &&
                                            Contains("register_loss()") && Contains("{.compile = false}"));
  }
}

TEST_CASE("A registered loss and metric are found by their names, and training goes on to the same bits") {
  register_loss(own_loss("own_registered"));
  register_metric(Largest("largest_registered"));
  const Samples data;
  const FitOptions quiet{.batch_size = 4, .epochs = 2, .verbose = 0, .shuffle = false};
  for (const char* file : {"m.keras", "m.h5"}) {
    const Folder folder;
    Sequential model = compiled(own_loss("own_registered"), Largest("largest_registered"));
    model.fit(data.x, data.y, quiet);
    CHECK(notes_of([&] { model.save(folder.file(file)); }).empty());
    Sequential loaded = load_model(folder.file(file));
    model.fit(data.x, data.y, quiet);
    const callbacks::History history = loaded.fit(data.x, data.y, quiet);
    CHECK(history.history.contains("largest_registered"));
    const std::vector<Tensor> expected = model.get_weights(), received = loaded.get_weights();
    for (std::size_t i = 0; i < expected.size(); ++i) CHECK((expected[i] == received[i]));
  }
  Sequential model = compiled("own_registered", "largest_registered");
  const double by_name = model.evaluate(data.x, data.y, {.verbose = 0})["loss"];
  model.compile({.loss = own_loss("own_registered")});
  CHECK(model.evaluate(data.x, data.y, {.verbose = 0})["loss"] == by_name);
}

TEST_CASE("ModelCheckpoint saves a model with a loss of one's own") {
  const Folder folder;
  const Samples data;
  Sequential model = compiled(own_loss("own_checkpoint"), Largest("largest_checkpoint"));
  notes_of([&] {
    model.fit(data.x, data.y,
              {.epochs = 2, .verbose = 0, .callbacks = {callbacks::ModelCheckpoint(folder.file("m.keras"))}});
  });
  CHECK((load_model(folder.file("m.keras"), {.compile = false}).predict(data.x) == model.predict(data.x)));
}

TEST_CASE("A model with a schedule of one's own is saved without how it is compiled") {
  const Folder folder;
  Sequential model({layers::Dense(1, {.input_shape = {3}})});
  model.compile({.optimizer = optimizers::SGD({.learning_rate = Halving()}), .loss = "mse"});
  for (const char* file : {"m.keras", "m.h5"}) {
    const std::string notes = notes_of([&] { model.save(folder.file(file)); });
    if (file == std::string("m.keras"))
      CHECK_THAT(notes, Contains("does not hold how the model is compiled"));
    const Sequential loaded = load_model(folder.file(file));
    CHECK((loaded.get_weights()[0] == model.get_weights()[0]));
    CHECK_THROWS_WITH(loaded.optimizer(), Contains("compile() the model"));
  }
}

TEST_CASE("A loss of one's own with a name of Keras's is not taken for Keras's") {
  const Folder folder;
  Sequential model = compiled(own_loss("mean_squared_error"), Largest("largest"));
  CHECK_THAT(notes_of([&] { model.save(folder.file("m.keras")); }),
             Contains("The loss mean_squared_error is your own, but has a name of Keras's"));
  CHECK_THROWS_WITH(load_model(folder.file("m.keras")).optimizer(), Contains("compile() the model"));
  CHECK_THROWS_WITH(register_loss(own_loss("mse")), Contains("\"mse\" is a name of Keras's"));
  CHECK_THROWS_WITH(register_metric(Largest("acc")), Contains("\"acc\" is a name of Keras's"));
}

namespace {

struct TenTimes : losses::MeanSquaredError {
  void call(View y_true, View y_pred, Buffer losses) const override {
    MeanSquaredError::call(y_true, y_pred, losses);
    for (std::size_t i = 0; i < losses.size(); ++i) losses.data()[i] *= 10;
  }
};

struct OwnSGD : optimizers::SGD {
  [[nodiscard]] std::shared_ptr<Optimizer> clone() const override { return std::make_shared<OwnSGD>(*this); }
};

}  // namespace

TEST_CASE("A class that derives from one of Keras's is not saved as that one") {
  const Folder folder;
  Sequential model({layers::Dense(1, {.input_shape = {3}})});
  const auto saved = [&] { return notes_of([&] { model.save(folder.file("m.keras")); }); };
  model.compile({.optimizer = "adam", .loss = TenTimes()});
  saved();
  CHECK_THROWS_WITH(load_model(folder.file("m.keras")).optimizer(), Contains("compile() the model"));
  model.compile({.optimizer = OwnSGD(), .loss = "mse"});
  CHECK_THAT(saved(), Contains("The optimizer SGD is of your own class"));
  CHECK_THROWS_WITH(load_model(folder.file("m.keras")).optimizer(), Contains("compile() the model"));
}

TEST_CASE("A name that is not UTF-8 costs only how the model is compiled") {
  const Folder folder;
  Sequential model = compiled(own_loss("q\xff"), "mae");
  CHECK_THAT(notes_of([&] { model.save(folder.file("m.keras")); }), Contains("UTF-8"));
  CHECK(load_model(folder.file("m.keras")).get_weights().size() == 4);
}

TEST_CASE("A registered loss is also a metric, as a function is in Keras") {
  register_loss(own_loss("own_measured"));
  const Samples data;
  Sequential model = compiled("mse", "own_measured");
  const Logs logs = model.evaluate(data.x, data.y, {.verbose = 0});
  CHECK(logs["own_measured"] == Approx(logs["loss"]));
}

TEST_CASE("C++ source cannot hold a loss of one's own unless it is registered") {
  Sequential model = compiled(own_loss("own_source"), "mae");
  CHECK_THROWS_WITH(utils::model_to_cpp(model), Contains("The loss own_source is your own"));
  register_loss(own_loss("own_source"));
  CHECK_THAT(utils::model_to_cpp(model), Contains(".loss = \"own_source\""));
}

}  // namespace keratin::test_own_classes
