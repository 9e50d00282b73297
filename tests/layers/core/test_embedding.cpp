#include <algorithm>
#include <cmath>
#include <limits>

#include "keratin/layers/core/dense.hpp"
#include "keratin/layers/core/embedding.hpp"
#include "keratin/layers/reshaping/flatten.hpp"
#include "keratin/models/sequential.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/harness.hpp"
#include "support/thread_count.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

/// Indices below 5, some of them more than once.
Tensor indices(const Shape& shape, unsigned seed) {
  Tensor x = zero_tensor(shape);
  for (std::size_t i = 0; i < x.size(); ++i) x.data()[i] = static_cast<float>((i * i + seed) % 5);
  return x;
}

Sequential model_of_indices() {
  Sequential model;
  model.add(Embedding(5, 3, {.input_length = 4, .name = "indices"}));
  model.add(Flatten());
  model.add(Dense(1));
  model.compile({.optimizer = "sgd", .loss = "mse"});
  return model;
}

}  // namespace

TEST_CASE("Embedding is a layer") {
  check_layer([] { return std::make_shared<Embedding>(5, 3, EmbeddingOptions{.input_shape = {4}}); }, {2, 4},
              {.output_shape = {2, 4, 3}, .weights = {{5, 3}}, .input = indices});
  check_layer([] { return std::make_shared<Embedding>(5, 2); }, {6},
              {.output_shape = {6, 2}, .weights = {{5, 2}}, .input = indices});
}

TEST_CASE("Embedding computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("Embedding")) {
    Embedding layer(golden.arguments.integer("input_dim", 0), golden.arguments.integer("output_dim", 0));
    check_golden(layer, golden);
  }
}

TEST_CASE("Embedding and its gradient equal the double loop") {
  for (const int columns : {1, 3, 16, 37}) {
    Embedding layer(5, columns);
    check_reference_at(layer, indices({3, 4, 2}, 1), [&](const reference::Array& x, const auto& weights) {
      reference::Array y{{3, 4, 2, columns}, {}};
      for (const double index : x.data)
        for (int column = 0; column < columns; ++column)
          y.data.push_back(weights[0].data[static_cast<std::size_t>(std::lround(index) * columns + column)]);
      return y;
    });
  }
}

TEST_CASE("Embedding's gradient has the same bits with any number of threads") {
  const Embedding layer = connected(Embedding(5, 70), {64, 200});
  const Tensor x = indices({64, 200}, 2), dy = random_tensor({64, 200, 70});
  const ThreadCount one(1);
  const Tensor gradient = train(layer, x, dy).dweights[0];
  for (const int threads : {2, 3, 7}) {
    const ThreadCount setting(threads);
    CHECK((train(layer, x, dy).dweights[0] == gradient));
  }
}

TEST_CASE("Embedding starts uniform within 0.05, with open dimensions or none") {
  Embedding layer(50, 8);
  CHECK(connect(layer, {None, None}) == Shape{None, None, 8});
  const Tensor start = layer.get_weights()[0];
  CHECK(*std::max_element(start.begin(), start.end()) < 0.05f);
  CHECK(*std::max_element(start.begin(), start.end()) > 0.04f);
  CHECK(*std::min_element(start.begin(), start.end()) >= -0.05f);
  CHECK(Embedding(5, 3, {.input_length = 4}).declared_input_shape() == Shape{4});
}

TEST_CASE("Embedding learns in a model") {
  Sequential model = model_of_indices();
  CHECK(model.output_shape() == Shape{None, 1});
  const Tensor x = indices({16, 4}, 3), y = random_tensor({16, 1});
  const double before = model.evaluate(x, y)["loss"];
  model.fit(x, y, {.batch_size = 4, .epochs = 20, .verbose = 0});
  CHECK(model.evaluate(x, y)["loss"] < before);
}

TEST_CASE("Embedding's vectors are penalized and constrained") {
  Sequential model, plain;
  model.add(Embedding(5, 3,
                      {.embeddings_regularizer = regularizers::L2(0.1),
                       .embeddings_constraint = "non_neg",
                       .input_length = 4}));
  plain.add(Embedding(5, 3, {.input_length = 4}));
  const Tensor x = indices({16, 4}, 3), y = random_tensor({16, 4, 3});
  const std::vector<Tensor> weights = {random_tensor({5, 3})};
  double squares = 0.0;
  for (const float weight : weights[0]) squares += double{weight} * double{weight};
  for (Sequential* one : {&model, &plain}) {
    one->set_weights(weights);
    one->compile({.optimizer = "sgd", .loss = "mse"});
  }
  CHECK(model.evaluate(x, y)["loss"] == Approx(plain.evaluate(x, y)["loss"] + 0.1 * squares));
  model.train_on_batch(x, y);
  plain.train_on_batch(x, y);
  Tensor expected = plain.get_weights()[0] - 0.01f * 0.2f * weights[0];
  for (float& weight : expected) weight = std::max(weight, 0.0f);
  require_close(model.get_weights()[0], expected, 1e-6);
}

TEST_CASE("Embedding refuses what is no index before anything changes") {
  const std::string begin =
      "Layer \"indices\" (Embedding): its inputs must be whole numbers from 0 to 4, but received ";
  const std::string end = ". Number them from 0, or use a larger input_dim.";
  Sequential model = model_of_indices();
  const std::vector<Tensor> weights = model.get_weights();
  const Tensor y = random_tensor({16, 1});
  for (const auto& [wrong, text] :
       {std::pair(5.0f, "5"), std::pair(-1.0f, "-1"), std::pair(1.5f, "1.5"), std::pair(std::nanf(""), "nan"),
        std::pair(std::numeric_limits<float>::infinity(), "inf")}) {
    Tensor x = indices({16, 4}, 3);
    x(15, 3) = wrong;  // in the last batch
    const std::string expected = begin + text + end;
    CHECK(error_of([&] { model.fit(x, y, {.batch_size = 4, .verbose = 0}); }) == expected);
    CHECK(error_of([&] { static_cast<void>(model.predict(x)); }) == expected);
    CHECK(error_of([&] { static_cast<void>(model.evaluate(x, y)); }) == expected);
    CHECK(error_of([&] { model.train_on_batch(x, y); }) == expected);
    CHECK(error_of([&] {
            model.fit(indices({16, 4}, 3), y, {.batch_size = 4, .verbose = 0, .validation_data = Data{x, y}});
          }) == expected);
    CHECK(model.get_weights() == weights);
  }
}

TEST_CASE("A model that is not built stays so if an index is rejected") {
  Sequential outer, inner;
  inner.add(Embedding(5, 3, {.name = "indices"}));
  outer.add(inner);
  CHECK(error_of([&] {
          static_cast<void>(outer.predict(matrix({{0, 7}})));
        })
            .starts_with("Layer \"indices\" (Embedding): its inputs must be whole numbers from 0 to 4, but "
                         "received 7."));
  CHECK_NOTHROW(outer.predict(matrix({{0, 1, 2}})));
}

TEST_CASE("Embedding checks indices behind other layers too") {
  Sequential model;
  model.add(Flatten({.input_shape = {2, 2}}));
  model.add(Embedding(5, 3, {.name = "indices"}));
  Tensor x = zero_tensor({1, 2, 2});
  CHECK(shape_of(model.predict(x)) == Shape{1, 4, 3});
  x(0, 1, 1) = 6;
  CHECK(error_of([&] { static_cast<void>(model.predict(x)); }).find("but received 6.") != std::string::npos);
}

TEST_CASE("Gradients of a number that a batch holds several times are added up before they are squared") {
  // By tf-keras 2.21 and, of the same model with a Dense layer of one-hot vectors, Keras 3.15.
  Sequential model;
  model.add(Embedding(2, 1, {.embeddings_initializer = "zeros", .input_shape = {4}}));
  model.compile({.optimizer = optimizers::Adam({.learning_rate = 0.1}), .loss = "mse"});
  for (int i = 0; i < 3; ++i) model.train_on_batch(matrix({{0, 0, 0, 1}}), xt::ones<float>({1, 4, 1}));
  require_close(model.get_weights()[0], matrix({{0.29841125f}, {0.2984102f}}), 1e-6);
}

TEST_CASE("Embedding says what is wrong") {
  CHECK(error_of([] { Embedding(0, 3); }) ==
        "Layer \"embedding\" (Embedding): input_dim must be positive, but received 0.");
  CHECK(error_of([] { Embedding(3, -1); }) ==
        "Layer \"embedding\" (Embedding): output_dim must be positive, but received -1.");
  CHECK(
      error_of([] {
        connect(Embedding(3, 2), {None, 1, 1, 1, 1, 1, 1, 2});
      }) ==
      "Layer \"embedding\" (Embedding): its input must have fewer than 8 dimensions, since it adds one, but "
      "received shape (None, 1, 1, 1, 1, 1, 1, 2).");
}
