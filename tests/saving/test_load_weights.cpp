#include <algorithm>

#include "keratin/error.hpp"
#include "support/catch.hpp"
#include "support/weight_models.hpp"

namespace keratin::test_load_weights {
namespace {

using Catch::Matchers::Contains;
using namespace layers;
using testing::weights_path;

}  // namespace

TEST_CASE("load_weights: what Keras 3 wrote") {
  for (const auto& [name, model] :
       {std::pair("dense.weights.h5", testing::dense_model()),
        std::pair("conv.weights.h5", testing::conv_model()),
        std::pair("gan.weights.h5", testing::gan_model()),  // with the optimizer's state
        std::pair("gan_model.h5", testing::gan_model())}) {
    INFO(name);
    Sequential loaded = model;
    loaded.load_weights(weights_path(name));
    testing::check_numbered(loaded);
  }
}

TEST_CASE("load_weights: what Keras 2.13 keeps in a .keras file") {
  for (const auto& [name, model] : {std::pair("dense.keras213.weights.h5", testing::dense_model()),
                                    std::pair("gan.keras213.weights.h5", testing::gan_model())}) {
    INFO(name);
    Sequential loaded = model;
    loaded.load_weights(weights_path(name));
    testing::check_numbered(loaded);
  }
}

TEST_CASE("load_weights: what tf-keras wrote, by order") {
  for (const auto& [name, model] : {std::pair("dense.tf_keras.h5", testing::dense_model()),
                                    std::pair("conv.tf_keras.h5", testing::conv_model()),
                                    std::pair("gan.tf_keras.h5", testing::gan_model())}) {
    INFO(name);
    Sequential loaded = model;
    loaded.load_weights(weights_path(name));
    testing::check_numbered(loaded);
  }
}

TEST_CASE("load_weights: a nested model that was frozen when the file was written, or is now") {
  for (const char* name : {"gan.tf_keras.h5", "gan_free.tf_keras.h5"}) {
    for (const bool trainable : {false, true}) {
      INFO(name << ", trainable: " << trainable);
      Sequential model = testing::gan_model();
      model.set_trainable(trainable);
      model.load_weights(weights_path(name));
      testing::check_numbered(model);
    }
  }
}

TEST_CASE("load_weights: by name") {
  Sequential model;
  model.add(Input({2}));
  model.add(Dense(4, {.name = "other"}));
  model.add(Dense(3, {.name = "first"}));
  const std::vector<Tensor> before = model.get_weights();
  model.load_weights(weights_path("dense.tf_keras.h5"), {.by_name = true});
  const std::vector<Tensor> after = model.get_weights();
  CHECK(after[0] == before[0]);
  CHECK(after[1] == before[1]);
  CHECK(after[2] == testing::numbered_value(0, {4, 3}));
  CHECK(after[3] == testing::numbered_value(1, {3}));
}

TEST_CASE("load_weights: by name takes a file of Keras 2") {
  Sequential model = testing::dense_model();
  const std::string path = weights_path("dense.weights.h5");
  CHECK_THROWS_AS(model.load_weights(path, {.by_name = true}), ValueError);
  CHECK_THROWS_WITH(
      model.load_weights(path, {.by_name = true}),
      "load_weights: the file '" + path +
          "' does not fit the model: by_name is for files as Keras 2 wrote them; in those of Keras 3 "
          "layers have no names.");
}

TEST_CASE("load_weights: floats of all widths and byte orders") {
  for (const std::string name : {"little_f2", "big_f2", "big_f4", "little_f8", "big_f8"}) {
    INFO(name);
    Sequential model = testing::dense_model();
    model.load_weights(weights_path("dense_" + name + ".h5"));
    testing::check_numbered(model);
  }
}

TEST_CASE("load_weights: one array among others in chunks, or compressed") {
  for (const std::string name : {"chunked", "gzip"}) {
#ifndef KERATIN_HAS_ZLIB
    if (name == "gzip") continue;
#endif
    INFO(name);
    Sequential model = testing::dense_model();
    model.load_weights(weights_path("dense_" + name + ".h5"));
    std::vector<Tensor> weights = model.get_weights();
    CHECK(std::all_of(weights[0].begin(), weights[0].end(), [](float value) { return value == 1.0f; }));
    weights[0] = testing::numbered_value(0, {4, 3});
    model.set_weights(weights);
    testing::check_numbered(model);
  }
}

TEST_CASE("load_weights: a model that does not fit is told and left as it was") {
  Sequential wide, narrow, short_one;
  for (Sequential* model : {&wide, &narrow, &short_one}) model->add(Input({4}));
  wide.add(Dense(5, {.name = "a"}));
  narrow.add(Dense(3));
  for (Sequential* model : {&wide, &narrow}) model->add(Dense(2, {.use_bias = false, .name = "b"}));
  short_one.add(Dense(3));
  const std::string keras3 = weights_path("dense.weights.h5"), keras2 = weights_path("dense.tf_keras.h5");
  const auto refused = [&](Sequential& model, const std::string& path, const std::string& reason) {
    const std::vector<Tensor> before = model.get_weights();
    CHECK_THROWS_AS(model.load_weights(path), ValueError);
    CHECK_THROWS_WITH(model.load_weights(path),
                      "load_weights: the file '" + path + "' does not fit the model: " + reason);
    CHECK(model.get_weights() == before);
  };
  refused(
      wide, keras3,
      "weight \"kernel\" of layer \"a\" (Dense) has shape (4, 5), but the array \"/layers/dense/vars/0\" "
      "has shape "
      "(4, 3). Make the model as it was when the file was written, or pass this over with skip_mismatch.");
  refused(wide, keras2,
          "weight \"kernel\" of layer \"a\" (Dense) has shape (4, 5), but the array "
          "\"/first/first/kernel:0\" has "
          "shape (4, 3). Make the model as it was when the file was written, or pass this over with "
          "skip_mismatch.");
  refused(narrow, keras3,
          "layer \"b\" (Dense) has 1 weights (kernel (3, 2)), but the file has 2 for it in "
          "\"/layers/dense_1/vars\". "
          "Make the model as it was when the file was written, or pass this over with skip_mismatch.");
  refused(narrow, keras2,
          "layer \"b\" (Dense) has 1 weights (kernel (3, 2)), but \"/second\" in the file has 2.");
  refused(short_one, keras2,
          "the model has 1 layers with weights, the file 2. If only some layers are to be loaded, by_name "
          "finds "
          "them by their names.");
  short_one.load_weights(keras3);  // as in Keras, layers that the file has beyond the model's are no matter
  testing::check_numbered(short_one);
}

TEST_CASE("load_weights: skip_mismatch passes over what does not fit, as Keras does") {
  for (const std::string name : {"dense.weights.h5", "dense.tf_keras.h5"}) {
    INFO(name);
    Sequential model;
    model.add(Input({4}));
    model.add(Dense(3));
    model.add(Dense(5));
    const std::vector<Tensor> before = model.get_weights();
    model.load_weights(weights_path(name), {.skip_mismatch = true});
    const std::vector<Tensor> after = model.get_weights();
    CHECK(after[0] == testing::numbered_value(0, {4, 3}));
    CHECK(after[1] == testing::numbered_value(1, {3}));
    CHECK(after[2] == before[2]);
    CHECK(after[3] == before[3]);
  }
}

TEST_CASE("load_weights: before the model is built") {
  Sequential model;
  model.add(Dense(3));
  CHECK_THROWS_WITH(model.load_weights(weights_path("dense.weights.h5")), Contains("is not built yet"));
}

}  // namespace keratin::test_load_weights
