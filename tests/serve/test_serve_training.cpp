// A model that is served while it trains.
#include <atomic>
#include <functional>
#include <optional>
#include <thread>

#include "engine/weight_change.hpp"
#include "files/npy_format.hpp"
#include "files/system_file.hpp"
#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/check_gradients.hpp"
#include "keratin/random.hpp"
#include "keratin/utils/random_seed.hpp"
#include "support/catch.hpp"
#include "support/http_client.hpp"
#include "support/served_models.hpp"

namespace keratin {
namespace {

using namespace layers;
using namespace testing;

Sequential trained(int units = 8) {
  utils::set_random_seed(1);
  Sequential model(
      {Input({4}), Dense(units, {.activation = "relu"}), BatchNormalization(), Dropout(0.2f), Dense(1)});
  model.compile({.optimizer = "adam", .loss = "mse"});
  return model;
}

FitOptions quietly(int epochs) { return {.batch_size = 8, .epochs = epochs, .verbose = 0}; }

}  // namespace

TEST_CASE("serve: the answers follow the training, and the training goes as it goes alone") {
  random::seed(1);
  const Tensor x = random::randn({64, 4}), y = random::randn({64, 1});
  Sequential alone = trained();
  alone.fit(x, y, quietly(5));
  Sequential model = trained();
  const ModelServer server = serve_on_free_port(model);
  HttpClient client(server.port());
  std::atomic<bool> ends = false;
  std::atomic<int> failed = 0;
  std::thread asking([&] {
    HttpClient other(server.port());
    while (!ends) failed += other.get("/loaded").status != 200;
  });
  CHECK((client.post_npy("/predict", x) == model.predict(x)));
  model.fit(x, y, quietly(5));
  ends = true;
  asking.join();
  CHECK(failed == 0);
  CHECK((client.post_npy("/predict", x) == model.predict(x)));
  CHECK((model.predict(x) == alone.predict(x)));
  CHECK(client.get("/loaded").body != R"({"loaded":1})");
}

TEST_CASE("serve: set_weights() shows, and counts as one change") {
  const Sequential model = small_classifier();
  Sequential handle = model;
  const ModelServer server = serve_on_free_port(model);
  HttpClient client(server.port());
  CHECK(client.get("/loaded").body == R"({"loaded":1})");
  std::vector<Tensor> weights = handle.get_weights();
  for (Tensor& weight : weights) weight *= 0.5f;
  handle.set_weights(weights);
  const Tensor x = random::rand({2, 8, 8, 1});
  CHECK((client.post_npy("/predict", x) == model.predict(x)));
  CHECK(client.get("/loaded").body == R"({"loaded":2})");
  CHECK(client.get("/loaded").body == R"({"loaded":2})");
}

TEST_CASE("serve: each answer is that of the weights after one whole step") {
  Sequential model({Input({2}), Dense(2, {.use_bias = false}), Dense(2, {.use_bias = false})});
  const Tensor one = xt::ones<float>({2, 2});
  model.set_weights({one, one});
  const ModelServer server = serve_on_free_port(model);
  std::atomic<bool> ends = false;
  std::thread changing([&] {
    for (int i = 1; !ends; ++i) {
      const Tensor value = one * static_cast<float>(i % 100);
      model.set_weights({value, value});
    }
  });
  HttpClient client(server.port());
  int mixed = 0;
  for (int i = 0; i < 300; ++i) {
    const float square = client.post_npy("/predict", one)(0, 0) / 4.0f;  // of one number, or else of two
    const float root = std::round(std::sqrt(square));
    if (root * root != square) ++mixed;
  }
  ends = true;
  changing.join();
  CHECK(mixed == 0);
}

TEST_CASE("serve: during a long step the last copy answers, and /loaded says at once that there is more") {
  Sequential model = trained();
  const ModelServer server = serve_on_free_port(model);
  HttpClient client(server.port());
  const Tensor x = random::randn({3, 4}), before = client.post_npy("/predict", x);
  const WeightChange step;  // as long as this lives, no weight is copied
  model.set_weights(model.get_weights());
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 3; ++i) CHECK(client.get("/loaded").body == R"({"loaded":2})");
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::milliseconds(900));
  CHECK((client.post_npy("/predict", x) == before));
}

TEST_CASE("serve: Normalization.adapt() and check_gradients() wait until weights are copied") {
  Normalization adapted;
  Dense checked(2);
  const Tensor data = {{1, 2}, {3, 6}};
  adapted.adapt(data);
  const std::vector<std::function<void()>> changes = {[&] { adapted.adapt(data * 2.0f); },
                                                      [&] {
                                                        utils::check_gradients(checked, {3, 4});
                                                      }};
  for (const auto& change : changes) {
    const std::atomic<bool> never = false;
    std::atomic<bool> is_done = false;
    std::optional<WeightReading> reading(std::in_place, never);
    REQUIRE(reading->is_granted());
    std::thread changing([&] {
      change();
      is_done = true;
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    CHECK_FALSE(is_done);
    reading.reset();
    changing.join();
    CHECK(is_done);
  }
  CHECK(adapted.get_weights()[0](1) == 8);
}

TEST_CASE("serve: layers that a nested model loses are kept for what is served") {
  Sequential inner({Input({4}), Dense(3), Dense(2)}), outer;
  outer.add(inner);
  const ModelServer server = serve_on_free_port(outer);
  inner.pop();
  HttpClient client(server.port());
  CHECK(client.get("/loaded").body == R"({"loaded":1})");
  CHECK(client.post_npy("/predict", random::randn({3, 4})).size() == 6);
}

TEST_CASE("serve: a generator whose GAN trains is served with its latest weights") {
  utils::set_random_seed(1);
  Sequential generator({Input({3}), Dense(8 * 8), Reshape({8, 8, 1})});
  Sequential discriminator({Input({8, 8, 1}), Flatten(), Dense(1, {.activation = "sigmoid"})});
  discriminator.set_trainable(false);
  Sequential gan;
  gan.add(generator);
  gan.add(discriminator);
  gan.compile({.optimizer = "adam", .loss = "binary_crossentropy"});
  const ModelServer server = serve_on_free_port(generator);
  HttpClient client(server.port());
  const Tensor points = random::randn({4, 3}), before = client.post_npy("/predict", points);
  gan.train_on_batch(points, xt::ones<float>({4, 1}));
  const Tensor after = client.post_npy("/predict", points);
  CHECK((after == generator.predict(points)));
  CHECK_FALSE((after == before));
}

TEST_CASE("serve: it draws no random number of the program") {
  utils::set_random_seed(3);
  const Sequential model({Input({4}), Dense(3), Dropout(0.5f)});
  utils::set_random_seed(3);
  const float expected = Sequential({Input({4}), Dense(3)}).get_weights()[0](0, 0),
              drawn = random::rand({1})(0);
  utils::set_random_seed(3);
  const ModelServer server = serve_on_free_port(model);
  CHECK(HttpClient(server.port()).get("/model").status == 200);
  CHECK(Sequential({Input({4}), Dense(3)}).get_weights()[0](0, 0) == expected);
  CHECK(random::rand({1})(0) == drawn);
}

TEST_CASE("serve: stop() ends the page, also during a step and more than once") {
  Sequential model = trained();
  ModelServer server = serve_on_free_port(model);
  const int port = server.port();
  {
    const WeightChange step;  // as long as this lives, no answer comes
    model.set_weights(model.get_weights());
    HttpClient client(port);
    client.send("GET /model HTTP/1.1\r\nHost: localhost:" + std::to_string(port) + "\r\n\r\n");
    server.stop();
    CHECK(client.receive().status == 0);
  }
  server.stop();
  CHECK(server.url().empty());
  CHECK(server.port() == 0);
  ModelServer again = serve(model, {.port = port});
  const ModelServer moved = std::move(again);
  CHECK(HttpClient(moved.port()).get("/health").status == 200);
}

TEST_CASE("serve: what cannot be served is refused") {
  using Catch::Matchers::Contains;
  Sequential unbuilt;
  unbuilt.add(Dense(3));
  CHECK_THROWS_AS(serve(unbuilt, {.port = 0}), ValueError);
  CHECK_THROWS_WITH(serve(trained(), {.port = -1}), "serve: port must be from 0 to 65535, but received -1.");
  CHECK_THROWS_WITH(serve(trained(), {.port = 65536}),
                    "serve: port must be from 0 to 65535, but received 65536.");
  CHECK_THROWS_WITH(serve(trained(), {.host = ""}),
                    "serve: host must be an address, such as \"127.0.0.1\", but received an empty one.");
  CHECK_THROWS_WITH(serve(trained(), {.timeout = 0}),
                    "serve: timeout must be over 0 and at most 86400 seconds, but received 0.");
  CHECK_THROWS_WITH(serve(trained(), {.max_body = 0}),
                    "serve: max_body must be from 1 to 4096 MiB, but received 0.");
}

}  // namespace keratin
