// What means another thing in another version of Keras, or is computed in other numbers there: see
// tests/golden/cases/hard_sigmoid, dtypes and nested_list.
#include <string>

#include "keratin/activations.hpp"
#include "keratin/error.hpp"
#include "keratin/layers/convolutional/conv3d_transpose.hpp"
#include "keratin/models/load_model.hpp"
#include "support/capture.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/folder.hpp"
#include "support/golden_json.hpp"
#include "support/paths.hpp"

namespace keratin::test_older_meanings {
namespace {

using Catch::Matchers::Contains;
using testing::golden::Json;

std::string case_path(const std::string& name) { return testing::golden_path("cases/" + name); }

/// Checks that the model predicts what Keras does.
void check_case(const Sequential& model, const Json& expected, double tolerance = 1e-6) {
  const Tensor y = testing::golden::tensor(expected.at("y"));
  CHECK(testing::max_difference(model.predict(testing::golden::tensor(expected.at("x"))), y) <= tolerance);
}

}  // namespace

TEST_CASE("hard_sigmoid is what it is in the Keras that wrote the file") {
  const Json keras3 = testing::golden::read("cases/hard_sigmoid/keras.json"),
             keras2 = testing::golden::read("cases/hard_sigmoid/tf_keras.json");
  check_case(load_model(case_path("hard_sigmoid/model.keras")), keras3);
  check_case(load_model(case_path("hard_sigmoid/model.tf_keras.keras")), keras2);
  check_case(load_model(case_path("hard_sigmoid/model.tf_keras.h5")), keras2);
}

TEST_CASE("hard_sigmoid of Keras 2 has the values and the gradient that it has there") {
  const Json keras2 = testing::golden::read("cases/hard_sigmoid/tf_keras.json");
  const auto function = activations::get("keras2_hard_sigmoid");
  Tensor x = testing::golden::tensor(keras2.at("points")), y = x, dx = x, ones = x;
  ones.fill(1.0f);
  function->forward(View(x), Buffer(y.data(), shape_of(y)));
  function->backward(View(x), View(y), View(ones), Buffer(dx.data(), shape_of(dx)));
  CHECK(testing::max_difference(y, testing::golden::tensor(keras2.at("values"))) <= 1e-7);
  CHECK(testing::max_difference(dx, testing::golden::tensor(keras2.at("gradients"))) <= 1e-7);
}

TEST_CASE("Neither hard_sigmoid is saved if it would be read as the other one") {
  const testing::Folder folder;
  const Sequential keras3 = load_model(case_path("hard_sigmoid/model.keras")),
                   keras2 = load_model(case_path("hard_sigmoid/model.tf_keras.h5"));
  const Json expected = testing::golden::read("cases/hard_sigmoid/tf_keras.json");
  keras2.save((folder.path / "again.h5").string());
  check_case(load_model((folder.path / "again.h5").string()), expected);
  keras3.save((folder.path / "again.keras").string());
  CHECK_THROWS_WITH(keras2.save((folder.path / "a.keras").string()), Contains("save the model as .h5"));
  CHECK_THROWS_WITH(keras2.to_json(), Contains("The activation keras2_hard_sigmoid"));
  CHECK_THROWS_WITH(keras3.save((folder.path / "a.h5").string()), Contains("save the model as .keras"));
}

TEST_CASE("Models of float64, float16 and mixed precision are computed in float32, and it is said once") {
  for (const std::string library : {"keras", "tf_keras"}) {
    const std::string ending = library == "keras" ? ".keras" : ".tf_keras.h5";
    const Json answers = testing::golden::read("cases/dtypes/" + library + ".json");
    for (const auto& [dtype, expected] : answers.items()) {
      INFO(library << " " << dtype);
      const std::string path = case_path("dtypes/" + dtype + ending);
      const std::string said = testing::capture(STDERR_FILENO, [&, &answer = expected, &type = dtype] {
        check_case(load_model(path), answer, type == "float64" ? 1e-6 : 4e-3);
      });
      CHECK_THAT(said, Contains("load_model: '" + path + "': the model uses " + dtype +
                                "; it is computed in float32.\n"));
    }
  }
}

TEST_CASE("Conv3DTranspose of Keras 2 ignores its dilation_rate, which is not saved for it") {
  const Sequential model = load_model(case_path("dilation_3d/model.tf_keras.h5"));
  check_case(model, testing::golden::read("cases/dilation_3d/tf_keras.json"));
  const testing::Folder folder;
  model.save(folder.file("again.h5"));
  Sequential dilated;
  dilated.add(layers::Conv3DTranspose(1, 2, {.dilation_rate = 2, .input_shape = {2, 3, 2, 1}}));
  dilated.save(folder.file("a.keras"));
  CHECK_THROWS_WITH(dilated.save(folder.file("a.h5")), Contains("Keras 2 ignores it"));
}

TEST_CASE("A nested Sequential model whose config is a list keeps its name and its weights") {
  const Sequential model = load_model(case_path("nested_list/model.h5"));
  CHECK(model.layers().front()->name() == "sequential_1");
  check_case(model, testing::golden::read("cases/nested_list/model.json"));
}

}  // namespace keratin::test_older_meanings
