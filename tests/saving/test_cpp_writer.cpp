// What model_to_cpp() writes; that it compiles and builds the same model is proved by tests/cpp_writer.
#include <functional>
#include <string>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/saving/model_to_cpp.hpp"
#include "keratin/utils/naming.hpp"
#include "keratin/utils/random_seed.hpp"
#include "support/catch.hpp"
#include "support/weight_models.hpp"

namespace keratin::test_cpp_writer {
namespace {

using Catch::Matchers::Contains;
using namespace layers;

const std::string head =
    "#include <keratin/keratin.hpp>\n\nusing namespace keratin;\nusing namespace keratin::layers;\n\nint "
    "main() "
    "{\n";

Sequential discriminator() {
  Sequential model;
  model.add(Conv2D(64, {3, 3}, {.strides = {2, 2}, .padding = "same", .input_shape = {28, 28, 1}}));
  model.add(LeakyReLU(0.2));
  model.add(Dropout(0.4));
  model.add(Conv2D(64, 3, {.strides = 2, .padding = "same"}));
  model.add(MaxPooling2D({.pool_size = {2, 2}, .strides = {2, 2}}));
  model.add(UpSampling2D({2, 3}));
  model.add(Flatten());
  model.add(Dense(1, {.activation = "sigmoid"}));
  return model;
}

std::string cpp_of(const std::function<void(Sequential&)>& add) {
  utils::clear_session();
  Sequential model;
  add(model);
  const std::string code = utils::model_to_cpp(model);
  const std::size_t begin = code.find("model.add(") + 10;
  return code.substr(begin, code.find(");\n\n", begin) - begin);
}

}  // namespace

TEST_CASE("model_to_cpp: as the tutorials write it") {
  utils::clear_session();
  CHECK(utils::model_to_cpp(discriminator()) ==
        head +
            "  Sequential model;\n"
            "  model.add(Conv2D(64, {3, 3}, {.strides = {2, 2}, .padding = \"same\", .input_shape = {28, 28, "
            "1}}));\n"
            "  model.add(LeakyReLU(0.2));\n"
            "  model.add(Dropout(0.4));\n"
            "  model.add(Conv2D(64, {3, 3}, {.strides = {2, 2}, .padding = \"same\"}));\n"
            "  model.add(MaxPooling2D());\n"
            "  model.add(UpSampling2D({2, 3}));\n"
            "  model.add(Flatten());\n"
            "  model.add(Dense(1, {.activation = \"sigmoid\"}));\n"
            "\n"
            "  model.summary();\n"
            "}\n");
}

TEST_CASE("model_to_cpp: arguments that are objects, and numbers") {
  const auto dense = [](const DenseOptions& options) {
    return cpp_of([&](Sequential& model) { model.add(Dense(3, options)); });
  };
  CHECK(dense({.kernel_initializer = initializers::RandomNormal({.stddev = 0.02})}) ==
        "Dense(3, {.kernel_initializer = initializers::RandomNormal({.stddev = 0.02})})");
  CHECK(dense({.kernel_initializer = "he_uniform"}) == "Dense(3, {.kernel_initializer = \"he_uniform\"})");
  CHECK(dense({.kernel_regularizer = "l2"}) == "Dense(3, {.kernel_regularizer = regularizers::L2()})");
  CHECK(dense({.kernel_constraint = constraints::ClipConstraint(0.01)}) ==
        "Dense(3, {.kernel_constraint = constraints::ClipConstraint(0.01)})");
  CHECK(dense({.use_bias = false, .trainable = false}) ==
        "Dense(3, {.use_bias = false, .trainable = false})");
  CHECK(cpp_of([](Sequential& model) { model.add(Dropout(static_cast<double>(0.1F))); }) == "Dropout(0.1f)");
  CHECK(cpp_of([](Sequential& model) { model.add(Dropout(0.5, {.seed = 3})); }) ==
        "Dropout(0.5, {.seed = 3})");
  CHECK(cpp_of([](Sequential& model) { model.add(Reshape({-1, 2})); }) == "Reshape({-1, 2})");
  CHECK(cpp_of([](Sequential& model) {
          model.add(Conv2D(3, 3, {.input_shape = {None, None, 1}}));
        }) == "Conv2D(3, {3, 3}, {.input_shape = {None, None, 1}})");
}

TEST_CASE("model_to_cpp: nested models are variables of their own, and names that are not counted are kept") {
  utils::clear_session();
  Sequential generator({.name = "generator"});
  generator.add(Dense(4, {.input_dim = 2}));
  Sequential critic({.name = "class"});
  critic.add(Dense(1, {.input_dim = 4, .name = "judge"}));
  critic.set_trainable(false);
  Sequential gan;
  gan.add(generator);
  gan.add(critic);
  CHECK(utils::model_to_cpp(gan) ==
        head +
            "  Sequential generator({.name = \"generator\"});\n"
            "  generator.add(Dense(4, {.input_dim = 2}));\n"
            "\n"
            "  Sequential model_1({.trainable = false, .name = \"class\"});\n"
            "  model_1.add(Dense(1, {.input_dim = 4, .name = \"judge\", .trainable = false}));\n"
            "\n"
            "  Sequential model;\n"
            "  model.add(generator);\n"
            "  model.add(model_1);\n"
            "\n"
            "  model.summary();\n"
            "}\n");
}

TEST_CASE("model_to_cpp: how a model is compiled") {
  const auto compiled = [](const CompileOptions& options) {
    utils::clear_session();
    Sequential model;
    model.add(Dense(1, {.input_dim = 2}));
    model.compile(options);
    const std::string code = utils::model_to_cpp(model);
    const std::size_t begin = code.find("compile(") + 8;
    return code.substr(begin, code.find(");\n\n", begin) - begin);
  };
  using namespace optimizers;
  CHECK(compiled({.optimizer = "adam", .loss = "mse"}) == "{.optimizer = \"adam\", .loss = \"mse\"}");
  CHECK(compiled({.optimizer = Adam({.learning_rate = 0.0002F, .beta_1 = 0.5}),
                  .loss = "binary_crossentropy",
                  .metrics = {"accuracy", "mae"}}) ==
        "{.optimizer = optimizers::Adam({.learning_rate = 0.0002, .beta_1 = 0.5}), .loss = "
        "\"binary_crossentropy\", .metrics = {\"accuracy\", \"mae\"}}");
  CHECK(compiled({.optimizer = AdamW({.weight_decay = 0.1, .beta_2 = 0.5, .clipnorm = 1.0, .name = "mine"}),
                  .loss = losses::BinaryCrossentropy({.from_logits = true, .reduction = "sum"})}) ==
        "{.optimizer = optimizers::AdamW({.weight_decay = 0.1, .beta_2 = 0.5, .clipnorm = 1.0, .name = "
        "\"mine\"}), .loss = losses::BinaryCrossentropy({.from_logits = true, .reduction = \"sum\"})}");
  CHECK(
      compiled({.optimizer =
                    RMSprop({.learning_rate = schedules::ExponentialDecay(0.1, 100, 0.9, {.staircase = true}),
                             .momentum = 0.5}),
                .loss = losses::Huber(),
                .metrics = {metrics::AUC({.curve = "PR", .multi_label = true})}}) ==
      "{.optimizer = optimizers::RMSprop({.learning_rate = optimizers::schedules::ExponentialDecay(0.1, "
      "100.0, 0.9, {.staircase = true}), .momentum = 0.5}), .loss = losses::Huber({.name = \"huber_loss\"}), "
      ".metrics = {metrics::AUC({.curve = \"PR\", .multi_label = true})}}");
}

TEST_CASE("model_to_cpp: a model that was frozen after it was compiled") {
  utils::clear_session();
  Sequential model;
  model.add(Dense(1, {.input_dim = 2}));
  model.compile({.optimizer = "SGD", .loss = "mse"});
  model.set_trainable(false);
  CHECK(utils::model_to_cpp(model) == head +
                                          "  Sequential model;\n"
                                          "  model.add(Dense(1, {.input_dim = 2}));\n"
                                          "  model.compile({.optimizer = \"sgd\", .loss = \"mse\"});\n"
                                          "  model.set_trainable(false);\n"
                                          "\n"
                                          "  model.summary();\n"
                                          "}\n");
}

TEST_CASE("model_to_cpp: a functional chain is the Sequential that it also is") {
  const Sequential chain = load_model(testing::weights_path("chain.keras"));
  CHECK(utils::model_to_cpp(chain) ==
        head +
            "  Sequential model({.name = \"chain\"});\n"
            "  model.add(Dense(5, {.activation = \"elu\", .input_dim = 4, .name = \"dense_3\"}));\n"
            "  model.add(BatchNormalization({.name = \"batch_normalization_1\"}));\n"
            "  model.add(Dense(2, {.name = \"dense_4\"}));\n\n"
            "  model.summary();\n}\n");
}

TEST_CASE("model_to_cpp: a name cannot become code") {
  utils::clear_session();
  const std::string code =
      cpp_of([](Sequential& model) { model.add(Dense(1, {.name = "\"}); system(\"x\\\n?\?\xc3\xa9\x01"})); });
  CHECK(code == "Dense(1, {.name = \"\\\"}); system(\\\"x\\\\\\012\\?\\?\\303\\251\\001\"})");
}

TEST_CASE("model_to_cpp: layers that hold functions are rejected, and no random number is drawn") {
  Sequential model;
  model.add(Lambda([](const Tensor& x) { return x; }, {.input_shape = {2}, .name = "mine"}));
  CHECK_THROWS_WITH(utils::model_to_cpp(model),
                    Contains("\"mine\" (Lambda)") && Contains("cannot be written"));
  const Sequential random_model = discriminator();
  const auto next_weights = [] {
    Sequential dense;
    dense.add(Dense(2, {.input_dim = 2}));
    return dense.get_weights();
  };
  utils::set_random_seed(3);
  const std::vector<Tensor> expected = next_weights();
  utils::set_random_seed(3);
  static_cast<void>(utils::model_to_cpp(random_model));
  CHECK(next_weights() == expected);
}

}  // namespace keratin::test_cpp_writer
