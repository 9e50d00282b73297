// Models of real Keras that are not supported, see tests/golden/cases/unsupported/make.py: what is said of
// each.
#include <map>
#include <set>
#include <string>

#include "keratin/error.hpp"
#include "keratin/models/load_model.hpp"
#include "support/catch.hpp"
#include "support/golden_json.hpp"

namespace keratin::test_unsupported {
namespace {

using Catch::Matchers::Contains;
using Messages = std::map<std::string, std::string>;

const std::string own = "One of your own that computes the same can be made known with register_layer(";

/// Of both Keras 3 and Keras 2.
const Messages messages = {
    {"lstm", "layer 'lstm' (LSTM): this layer of Keras's is not supported. " + own + "\"LSTM\", …)."},
    {"bidirectional", "layer 'bi' (Bidirectional): this layer of Keras's is not supported."},
    {"lambda", "layer 'twice' (Lambda): a Lambda holds a function in Python, which cannot be run here."},
    {"mine",
     "(Mine): this class is not known. A class of your own is made known with register_layer(\"Mine\""},
    {"mask_zero", "layer 'words' (Embedding): the argument 'mask_zero' (True) is not supported"},
    {"prelu_as_activation",
     "layer 'd' (Dense): the argument 'activation' is of the class PReLU: supported there are a function's "
     "name "
     "and the layers Activation, ELU, LeakyReLU, ReLU, Softmax"},
    {"named_inputs", "its inputs have names, and models with named inputs are not supported: {'noise': "},
    {"named_outputs", "its outputs have names, and models with named outputs are not supported: {'scores': "},
};

const Messages messages_of_keras3 = {
    {"function", "(Reshape): this is no layer but the operation Reshape on a tensor"},
    {"int8", "layer 'd' (Dense): it is quantized ('int8'), which is not supported: save the model as it was"},
    {"int4", "layer 'd' (Dense): it is quantized ('int4/128'), which is not supported"},
    {"float8", "layer 'd' (Dense): it is quantized ('float8'), which is not supported"},
    {"with_mask", "it is called with the argument 'mask' ("},
};

const Messages messages_of_keras2 = {
    {"function", "(TFOpLambda): this is no layer but the operation reshape on a tensor"},
};

/// What could not be loaded before there were models that branch.
const std::set<std::string> supported = {"two_inputs",   "two_outputs", "shared_input", "branches",
                                         "called_twice", "operation",   "slicing"};

void check_messages(const std::string& library, Messages expected) {
  const testing::golden::Json models = testing::golden::read("cases/unsupported/" + library + ".json");
  expected.insert(messages.begin(), messages.end());
  for (const auto& [name, model] : models.items()) {
    INFO(library << " " << name);
    if (supported.contains(name)) {
      CHECK_NOTHROW(model_from_json(model.dump()));
      continue;
    }
    REQUIRE(expected.contains(name));
    CHECK_THROWS_WITH(model_from_json(model.dump()), Contains(expected.at(name)));
  }
  CHECK(models.size() == expected.size() + supported.size());
}

std::string sequential(const std::string& layer) {
  return R"({"class_name": "Sequential", "keras_version": "1.2.2", "config": [)" + layer + "]}";
}

}  // namespace

TEST_CASE("An unsupported model of Keras is rejected, and the error says what it is") {
  check_messages("keras", messages_of_keras3);
  check_messages("tf_keras", messages_of_keras2);
}

TEST_CASE("A model of Keras 1 is called so") {
  const std::string advice =
      "is of Keras 1, whose files are not supported. Load the model in Keras 2.0 to 2.2";
  CHECK_THROWS_WITH(
      model_from_json(sequential(
          R"({"class_name": "Convolution2D", "config": {"name": "c", "nb_filter": 4, "nb_row": 3,
                        "nb_col": 3, "init": "glorot_uniform", "activation": "relu", "border_mode": "same",
                        "subsample": [1, 1], "dim_ordering": "tf", "bias": true}})")),
      Contains("layer 'c' (Convolution2D): the class Convolution2D " + advice));
  CHECK_THROWS_WITH(
      model_from_json(sequential(R"({"class_name": "Dense", "config": {"name": "d", "output_dim": 4, "init":
                        "glorot_uniform", "activation": "linear", "W_regularizer": null, "bias": true}})")),
      Contains("layer 'd' (Dense): the argument 'init' " + advice));
  CHECK_THROWS_WITH(
      model_from_json(sequential(R"({"class_name": "Dropout", "config": {"name": "d", "p": 0.5}})")),
      Contains("layer 'd' (Dropout): the argument 'p' " + advice));
}

}  // namespace keratin::test_unsupported
