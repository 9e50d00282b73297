#include "keratin/layers/core/dense.hpp"
#include "keratin/layers/core/identity.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/saving/model_to_cpp.hpp"
#include "support/catch.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("Identity is a layer") {
  const auto make = [] { return std::make_shared<Identity>(IdentityOptions{.input_shape = {3, 4}}); };
  check_layer(make, {2, 3, 4}, {.output_shape = {2, 3, 4}});
}

TEST_CASE("Identity passes its input and its gradient on") {
  const Tensor x = random_tensor({2, 3});
  StepTape tape;
  tape.begin_inference();
  const Identity layer = connected(Identity(), {2, 3});
  CHECK(LayerAccess::run_forward(layer, View(x), tape).data() == x.data());
  CHECK(layer.backward(View(x), tape).data() == x.data());
}

TEST_CASE("Identity is found in files, and written as C++") {
  const Sequential model = model_from_json(
      R"({"class_name": "Sequential", "config": {"name": "m", "layers": [
      {"class_name": "InputLayer", "config": {"batch_shape": [null, 3], "name": "i"}},
      {"class_name": "Identity", "config": {"name": "same", "trainable": true, "dtype": "float32"}}]}})");
  const Tensor x = random_tensor({2, 3});
  CHECK((model.predict(x) == x));
  CHECK(model_from_json(model.to_json()).to_json() == model.to_json());
  CHECK_THAT(utils::model_to_cpp(model),
             Catch::Matchers::Contains("Identity({.input_shape = {3}, .name = \"same\"})"));
}
