#include <memory>

#include "keratin/callbacks.hpp"
#include "keratin/layers/core/dense.hpp"
#include "keratin/models/sequential.hpp"
#include "support/capture.hpp"
#include "support/catch.hpp"

using namespace keratin;

namespace {

/// A metric that counts how often its value is read.
class Asked : public metrics::Metric {
 public:
  explicit Asked(std::shared_ptr<int> times) : times_(std::move(times)) {}
  std::string name() const override { return "asked"; }
  void reset_state() override {}
  void update_state(View, View, View) override {}
  double result() const override { return ++*times_; }
  std::shared_ptr<Metric> clone() const override { return std::make_shared<Asked>(*this); }

 private:
  std::shared_ptr<int> times_;
};

}  // namespace

TEST_CASE("Metrics of each batch are computed only if a callback may read them") {
  const Tensor x = xt::ones<float>({10, 2}), y = xt::ones<float>({10, 1});
  const auto times = std::make_shared<int>(0);
  Sequential model;
  model.add(layers::Dense(1, {.input_dim = 2}));
  model.compile({.optimizer = "sgd", .loss = "mse", .metrics = {Asked(times)}});
  const auto asked = [&](auto call) {
    *times = 0;
    testing::capture_stdout(call);
    return *times;
  };
  const callbacks::LambdaCallback reader({});
  const int evaluate = asked([&] { model.evaluate(x, y, {.batch_size = 1}); });
  CHECK(asked([&] {
          model.evaluate(x, y, {.batch_size = 1, .callbacks = {callbacks::LambdaCallback(reader)}});
        }) == evaluate + 10);
  CHECK(asked([&] { model.evaluate(x, y, {.batch_size = 1, .verbose = 1}); }) == evaluate + 10);
  CHECK(asked([&] { model.evaluate(x, y, {.batch_size = 1, .verbose = 2}); }) == evaluate);

  const int fit = asked([&] { model.fit(x, y, {.batch_size = 1, .verbose = 0}); });
  CHECK(asked([&] { model.fit(x, y, {.batch_size = 1, .verbose = 1}); }) == fit + 10);
  CHECK(asked([&] { model.fit(x, y, {.batch_size = 2, .verbose = 2}); }) == fit);
}
