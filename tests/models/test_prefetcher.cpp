#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <thread>

#include "keratin/callbacks.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "support/catch.hpp"

using namespace keratin;
using namespace keratin::callbacks;
using namespace keratin::layers;

namespace {

/// Says whether a function that holds it was destroyed while it was at work.
class Watch {
 public:
  Watch(const std::atomic<bool>& working, std::atomic<bool>& destroyed_at_work)
      : working_(working), destroyed_at_work_(destroyed_at_work) {}
  Watch(const Watch&) = default;
  ~Watch() {
    if (working_) destroyed_at_work_ = true;
  }

 private:
  const std::atomic<bool>& working_;
  std::atomic<bool>& destroyed_at_work_;
};

}  // namespace

TEST_CASE("A generator that is at work when a callback throws lives until it is done") {
  std::atomic<bool> working = false, seen = false, destroyed_at_work = false;
  const auto generator = [watch = Watch(working, destroyed_at_work), &working, &seen,
                          calls = std::make_shared<int>(0)]() -> std::optional<Data> {
    if (++*calls > 1) {
      working = true;
      while (!seen) std::this_thread::yield();
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      working = false;
    }
    return Data{xt::ones<float>({2, 1}), xt::ones<float>({2, 1})};
  };
  const LambdaCallback throwing({.on_train_batch_end = [&](int, Logs&) {
    while (!working) std::this_thread::yield();
    seen = true;
    throw std::runtime_error("no");
  }});
  Sequential model;
  model.add(Dense(1, {.input_dim = 1}));
  model.compile({.optimizer = "sgd", .loss = "mse"});
  const FitOptions options{.verbose = 0, .callbacks = {LambdaCallback(throwing)}, .steps_per_epoch = 2};
  CHECK_THROWS_WITH(model.fit(generator, options), "no");
  CHECK_FALSE(destroyed_at_work);
}
