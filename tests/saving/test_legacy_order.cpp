// Which array of a file of Keras 2's layout is for which weight, see tests/golden/cases/legacy_order/make.py.
#include "keratin/error.hpp"
#include "keratin/models/load_model.hpp"
#include "support/cases.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/weight_models.hpp"
#include "support/whole_models.hpp"

namespace keratin::test_legacy_order {
namespace {

using Catch::Matchers::Contains;
using namespace layers;

std::string path_of(const std::string& name) { return testing::case_path("legacy_order/" + name); }

nlohmann::json answers(const std::string& label, const std::string& name) {
  return testing::case_json("legacy_order/answers." + label + ".json").at(name);
}

Dense dense(const std::string& name, bool trainable = true) {
  return Dense(3, {.activation = "tanh", .name = name, .trainable = trainable});
}

/// frozen() of the script, with other names.
Sequential frozen_model(const std::vector<std::string>& names, bool is_frozen) {
  Sequential base;
  base.add(Input({3}));
  base.add(dense(names[1], !is_frozen));
  base.add(dense(names[2]));
  base.add(dense(names[3]));
  Sequential model;
  model.add(Input({3}));
  model.add(dense(names[0]));
  model.add(base);
  model.add(dense(names[4]));
  return model;
}

/// Loads the weights of a whole model's file into the model, whatever it holds and whether it is frozen or
/// not.
void check_weights(Sequential model, const std::string& path, const nlohmann::json& expected) {
  testing::number_weights(model);
  model.load_weights(path);
  testing::check_predictions(model, expected);
}

}  // namespace

TEST_CASE("load_weights: nested models, partly frozen in the file and not here") {
  for (const std::string label : {"k221", "k315"}) {
    for (const std::string name : {"frozen", "automatic", "normalized", "nested_twice", "repeated_names"}) {
      if (label == "k221" && name == "repeated_names") continue;
      INFO(name << ", " << label);
      const std::string path = path_of(name + "." + label + ".h5");
      const nlohmann::json expected = answers(label, name);
      Sequential model = load_model(path);
      testing::check_predictions(model, expected);
      check_weights(model, path, expected);
      model.set_trainable(true);
      check_weights(model, path, expected);
      model.set_trainable(false);
      check_weights(model, path, expected);
    }
  }
}

TEST_CASE("load_weights: what is saved while partly frozen loads into the same model not frozen") {
  const testing::Folder folder;
  for (const std::string name : {"frozen", "automatic", "normalized", "nested_twice", "repeated_names"}) {
    INFO(name);
    Sequential model = load_model(path_of(name + ".k315.h5"));
    model.save_weights(folder.file("own.h5"));
    model.set_trainable(true);
    check_weights(model, folder.file("own.h5"), answers("k315", name));
  }
}

TEST_CASE("load_weights: if the names differ, the order decides, provided that the names allow it") {
  const nlohmann::json expected = answers("k221", "automatic");
  const std::string path = path_of("automatic.k221.h5");
  const std::vector<std::string> later = {"dense_5", "dense_6", "dense_7", "dense_8", "dense_9"};
  const std::vector<std::string> given = {"a", "b", "c", "d", "e"};
  check_weights(frozen_model(later, true), path, expected);
  for (const std::vector<std::string>& names : {later, given}) {
    Sequential model = frozen_model(names, false);
    const std::vector<Tensor> before = model.get_weights();
    CHECK_THROWS_AS(model.load_weights(path), ValueError);
    CHECK_THROWS_WITH(
        model.load_weights(path),
        Contains("are called dense_2/kernel:0, dense_2/bias:0, dense_3/kernel:0, dense_3/bias:0, "
                 "dense_1/kernel:0, dense_1/bias:0 in \"/model_weights/base\", which contradicts "
                 "their order: give the layers the names"));
    CHECK(model.get_weights() == before);
  }
  const std::vector<std::string> swapped = {"stem", "x", "b2", "y", "head"};
  CHECK_THROWS_WITH(frozen_model(swapped, false).load_weights(path_of("frozen.k221.h5")),
                    Contains("which contradicts their order"));
}

TEST_CASE("load_model, load_weights: lists of layers and weights in another order") {
  for (const auto& [file, name] : {std::pair<std::string, std::string>("layers_turned.h5", "frozen"),
                                   {"weights_turned.h5", "frozen"},
                                   {"automatic_turned.h5", "automatic"}}) {
    INFO(file);
    testing::check_predictions(load_model(path_of(file)), answers("k221", name));
  }
  Sequential frozen = load_model(path_of("frozen.k221.h5"));
  check_weights(frozen, path_of("layers_turned.h5"), answers("k221", "frozen"));
  check_weights(frozen, path_of("weights_turned.h5"), answers("k221", "frozen"));
  Sequential automatic = load_model(path_of("automatic.k221.h5"));
  CHECK_THROWS_WITH(
      automatic.load_weights(path_of("automatic_turned.h5")),
      Contains("its layers (dense_4, base, dense) bear the names of this model's in another order, "
               "and which is meant cannot be told: by_name loads them by their names"));
  testing::number_weights(automatic);
  automatic.load_weights(path_of("automatic_turned.h5"), {.by_name = true});
  testing::check_predictions(automatic, answers("k221", "automatic"));
}

}  // namespace keratin::test_legacy_order
