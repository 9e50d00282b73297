// What model_to_cpp() writes of models that branch; that it compiles and builds the same model is proved by
// tests/cpp_writer.
#include <memory>
#include <string>

#include "keratin/layers.hpp"
#include "keratin/models/ops.hpp"
#include "keratin/saving/model_to_cpp.hpp"
#include "keratin/utils/naming.hpp"
#include "support/catch.hpp"

namespace keratin::test_cpp_graph {
namespace {

using Catch::Matchers::Contains;
using namespace layers;

/// What main() does, of a model that branches.
std::string body_of(const Model& model) {
  const std::string code = utils::model_to_cpp(model);
  const std::string begin = "int main() {\n";
  return code.substr(code.find(begin) + begin.size());
}

}  // namespace

TEST_CASE("model_to_cpp: a model that branches, one variable along a branch") {
  utils::clear_session();
  const Input in_image({8, 8, 1}, {.name = "in_image"}), in_label({1});
  KerasTensor label = Embedding(10, 6)(in_label);
  label = Reshape({8, 8, 1})(Dense(64)(label));
  KerasTensor x = Concatenate()({in_image, label});
  x = Flatten()(Conv2D(16, {3, 3}, {.padding = "same"})(x));
  const KerasTensor real = Dense(1, {.activation = "sigmoid", .name = "real"})(x), kind = Dense(10)(x);
  Model model({in_image, in_label}, {real, kind}, {.name = "critic", .trainable = false});
  CHECK(body_of(model) ==
        "  Input in_image({8, 8, 1}, {.name = \"in_image\"});\n"
        "  Input input_layer({1});\n"
        "  KerasTensor x = Embedding(10, 6)(input_layer);\n"
        "  x = Dense(64)(x);\n"
        "  x = Reshape({8, 8, 1})(x);\n"
        "  x = Concatenate()({in_image, x});\n"
        "  x = Conv2D(16, {3, 3}, {.padding = \"same\"})(x);\n"
        "  x = Flatten()(x);\n"
        "  KerasTensor x_1 = Dense(10)(x);\n"
        "  KerasTensor real = Dense(1, {.activation = \"sigmoid\", .name = \"real\"})(x);\n"
        "  Model model({in_image, input_layer}, {real, x_1}, {.name = \"critic\", .trainable = false});\n\n"
        "  model.summary();\n}\n");
}

TEST_CASE("model_to_cpp: a layer that is called twice, in two models too, is shared") {
  utils::clear_session();
  const Input left({3}, {.name = "double"}), right({3}, {.name = "share"}), other({3});
  const auto twin = share(Dense(2, {.name = "twin"}));
  const Model inner(other, {twin(other), Dense(2)(other)}, {.name = "inner"});
  const KerasTensors both = inner(left);
  const Model model({left, right}, (1 - both[0]) * twin(right) + both[1]);
  CHECK(body_of(model) ==
        "  Input input_layer({3});\n"
        "  KerasTensor x = Dense(2)(input_layer);\n"
        "  auto twin = share(Dense(2, {.name = \"twin\"}));\n"
        "  KerasTensor x_1 = twin(input_layer);\n"
        "  Model inner(input_layer, {x_1, x}, {.name = \"inner\"});\n\n"
        "  Input input({3}, {.name = \"double\"});\n"
        "  Input input_1({3}, {.name = \"share\"});\n"
        "  KerasTensors x_2 = inner(input);\n"
        "  KerasTensor x_3 = 1.0 - x_2[0];\n"
        "  KerasTensor x_4 = twin(input_1);\n"
        "  x_3 = Multiply()({x_3, x_4});\n"
        "  x_3 = Add()({x_3, x_2[1]});\n"
        "  Model model({input, input_1}, x_3);\n\n"
        "  model.summary();\n}\n");
}

TEST_CASE("model_to_cpp: operations are operators, with a name of their own functions") {
  utils::clear_session();
  const Input a({4, 3}, {.name = "a"});
  const auto code = [&](const KerasTensor& y) {
    const std::string body = body_of(Model(a, y, {.name = "m"}));
    const std::string begin = "KerasTensor x = ";
    const std::size_t place = body.find(begin) + begin.size();
    return body.substr(place, body.find(";\n", place) - place);
  };
  CHECK(code(a + 0.5) == "a + 0.5");
  CHECK(code(a + 0.5) == "ops::add(a, 0.5, {.name = \"add_1\"})");
  CHECK(code(2 / a) == "2.0 / a");
  CHECK(code(-a) == "-a");
  CHECK(code(abs(a)) == "abs(a)");
  CHECK(code(pow(a, 3)) == "pow(a, 3.0)");
  CHECK(code(ops::power(2, a, {.name = "tf.math.pow"})) == "ops::power(2.0, a, {.name = \"tf.math.pow\"})");
  CHECK(code(ops::maximum(a, 0.1)) == "ops::maximum(a, 0.1)");
  CHECK(code(ops::square(a)) == "ops::square(a)");
  CHECK(code(ops::get_item(a, ": , 1:3,None, -1", {.name = "tf.part"})) ==
        "ops::get_item(a, \":, 1:3, None, -1\", {.name = \"tf.part\"})");
  CHECK(code(ops::get_item(a, "..., ::2", {.name = "tf.part"})) ==
        "ops::get_item(a, \"..., ::2\", {.name = \"tf.part\"})");
}

TEST_CASE("model_to_cpp: how a model of several outputs is compiled") {
  utils::clear_session();
  const Input a({2});
  Model model(a, {Dense(1)(a), Dense(1)(a)});
  model.compile({.optimizer = "sgd",
                 .losses = {"mse", {}},
                 .loss_weights = {0.5, 1},
                 .output_metrics = {{}, {"mae", "mse"}}});
  CHECK_THAT(body_of(model),
             Contains("  model.compile({.optimizer = \"sgd\", .losses = {\"mse\", {}}, .loss_weights = {0.5, "
                      "1.0}, .output_metrics = {{}, {\"mae\", \"mse\"}}});\n"));
}

TEST_CASE("model_to_cpp: a layer that a Sequential shares, and a class of one's own, are rejected by name") {
  const Input a({2}, {.name = "a"}), b({2}, {.name = "b"});
  const auto dense = std::make_shared<Dense>(2, DenseOptions{.name = "both"});
  Sequential inner;
  inner.add(dense);
  const KerasTensor x = call(dense, a);
  CHECK_THROWS_WITH(utils::model_to_cpp(Model({a, b}, {x, inner(b)})),
                    Contains("\"both\" (Dense)") && Contains("a Sequential shares"));
  const KerasTensor y = share(Lambda([](const Tensor& z) { return z; }, {.name = "mine"}))(a);
  CHECK_THROWS_WITH(utils::model_to_cpp(Model({a, b}, {y, b})),
                    Contains("\"mine\" (Lambda)") && Contains("cannot be written"));
}

}  // namespace keratin::test_cpp_graph
