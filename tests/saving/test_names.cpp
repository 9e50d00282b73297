// Names with "/": Keras 2 allowed them, Keras 3 does not. tests/golden/cases/names/make.py made the files.
#include <unistd.h>

#include <filesystem>

#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/utils/npy.hpp"
#include "support/capture.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/paths.hpp"

namespace keratin::test_names {
namespace {

using namespace layers;

std::string file(const std::string& name) { return testing::golden_path("cases/names/" + name); }

std::vector<std::string> names_of(const Sequential& model) {
  std::vector<std::string> names = {model.name()};
  for (const auto& layer : model.layers()) names.push_back(layer->name());
  return names;
}

void check_predictions(const Sequential& model) {
  const Tensor expected = utils::load_npy(file("y.npy")), y = model.predict(utils::load_npy(file("x.npy")));
  REQUIRE(shape_of(y) == shape_of(expected));
  for (std::size_t i = 0; i < y.size(); ++i) CHECK(y.data()[i] == Approx(expected.data()[i]).margin(1e-6));
}

}  // namespace

TEST_CASE("load_model: a \"/\" in the names of Keras 2 becomes \"_\", and one line says so") {
  const testing::Folder folder;
  for (const char* name : {"chain.h5", "chain.keras"}) {
    INFO(name);
    Sequential model;
    const std::string said =
        testing::capture(STDERR_FILENO, [&] { model = load_model(file(name), {.compile = false}); });
    CHECK(said == "load_model: '" + file(name) +
                      "': the layer \"a/b\" is renamed \"a_b\", and 6 more likewise: Keras 3 does not allow "
                      "\"/\" in names.\n");
    CHECK(names_of(model) == std::vector<std::string>{"a_b", "stage_1", "stage_1_1", "out_put"});
    check_predictions(model);

    model.save(folder.file("saved.keras"));
    Sequential again;
    CHECK(testing::capture(STDERR_FILENO, [&] { again = load_model(folder.file("saved.keras")); }).empty());
    CHECK(again.to_json() == model.to_json());
    check_predictions(again);
  }
}

TEST_CASE("load_weights: the names in a file of Keras 2 may have a \"/\"") {
  Sequential model = load_model(file("chain.h5"), {.compile = false});
  std::vector<Tensor> zeros = model.get_weights();
  for (Tensor& weight : zeros) weight.fill(0.0f);
  model.set_weights(zeros);
  model.load_weights(file("chain_weights.h5"));
  check_predictions(model);
}

TEST_CASE("load_weights: by_name finds layers whose names had a \"/\"") {
  const Sequential kept = load_model(file("chain.h5"), {.compile = false});
  Sequential model = clone_model(kept);
  model.load_weights(file("chain_weights.h5"), {.by_name = true});
  for (const char* name : {"stage_1", "out_put"}) {
    INFO(name);
    CHECK(model.get_layer(name).get_weights() == kept.get_layer(name).get_weights());
  }
}

TEST_CASE("A name with a \"/\" is refused where the object is made") {
  CHECK_THROWS_WITH(
      Dense(2, {.name = "a/b"}),
      "Layer \"a/b\" (Dense): the name must not contain \"/\", which separates the names of layers "
      "and weights in files.");
  CHECK_THROWS_AS(Sequential({.name = "/"}), ValueError);
  CHECK_THROWS_AS(Conv2D(2, 3, {.name = "conv1/conv"}), ValueError);
}

TEST_CASE("save: names that a file cannot hold are rejected, and say why") {
  const testing::Folder folder;
  const auto model = [](const std::string& name) {
    Sequential named;
    named.add(Dense(2, {.input_dim = 3, .name = name}));
    return named;
  };
  const std::string h5 = folder.file("a.h5"), begin = "The file '" + h5 + "' cannot be written: ";
  CHECK_THROWS_WITH(model(".").save(h5), Catch::Matchers::Contains(begin + "\".\" in \"model_weights/.") &&
                                             Catch::Matchers::Contains("Give a layer another name."));
  CHECK_THROWS_WITH(model(std::string("a\0b", 3)).save(h5),
                    Catch::Matchers::Contains("contains a NUL character"));
  CHECK_THROWS_WITH(model(std::string(70'000, 'a')).save(h5),
                    Catch::Matchers::Contains("bytes; HDF5 takes at most 64512"));
  CHECK_FALSE(std::filesystem::exists(h5));
  for (const std::string name : {"..", " ", "a\nb", "\x1b[31m", "größer"}) {
    INFO(name);
    for (const std::string ending : {".h5", ".keras"}) {
      model(name).save(folder.file("b" + ending));
      CHECK(load_model(folder.file("b" + ending)).layers()[0]->name() == name);
    }
  }
  model(".").save(folder.file("c.keras"));  // there the groups are called by the layers' classes
  CHECK(load_model(folder.file("c.keras")).layers()[0]->name() == ".");
}

TEST_CASE("Names with \"/\" are refused when a layer is made, as in Keras 3") {
  for (const std::string name : {"/", "a/b", "a/", "/a"}) {
    CHECK_THROWS_WITH(Dense(2, {.name = name}), Catch::Matchers::Contains("the name must not contain \"/\""));
    CHECK_THROWS_WITH(Sequential({.name = name}),
                      Catch::Matchers::Contains("the name must not contain \"/\""));
  }
}

}  // namespace keratin::test_names
