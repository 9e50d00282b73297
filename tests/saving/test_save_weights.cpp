#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "keratin/error.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/killed.hpp"
#include "support/weight_models.hpp"

namespace keratin::test_save_weights {
namespace {

using Catch::Matchers::Contains;
using namespace layers;
using testing::Folder;

}  // namespace

TEST_CASE("save_weights: the file's name says how it is kept") {
  Sequential model = testing::dense_model();
  CHECK_THROWS_AS(model.save_weights("weights.npz"), ValueError);
  CHECK_THROWS_WITH(
      model.save_weights("weights.npz"),
      Contains("save_weights: the name of the file must end in .weights.h5 (as Keras 3 writes it), .h5 "
               "or .hdf5 (as Keras 2), but received 'weights.npz'."));
}

TEST_CASE("save_weights: before the model is built") {
  Sequential model;
  model.add(Dense(3));
  CHECK_THROWS_WITH(model.save_weights("a.weights.h5"), Contains("is not built yet"));
}

#ifdef KERATIN_HAS_HDF5

// tests/golden/files/check.py has Keras load these files too: from the folder KERATIN_FILES, if it is set.
TEST_CASE("save_weights: what is loaded is what was saved") {
  const Folder temporary;
  const char* given = std::getenv("KERATIN_FILES");
  const std::string folder = given == nullptr ? temporary.path.string() : given;
  for (const auto& [name, make] :
       {std::pair("dense", &testing::dense_model), std::pair("conv", &testing::conv_model),
        std::pair("gan", &testing::gan_model)}) {
    for (const char* ending : {".weights.h5", ".h5", ".hdf5"}) {
      const std::string path = folder + "/" + name + ending;
      INFO(path);
      Sequential saved = make(), loaded = make();
      testing::number_weights(saved);
      saved.save_weights(path);
      loaded.load_weights(path);
      testing::check_numbered(loaded);
    }
  }
}

TEST_CASE("save_weights: layers of any name, a layer that is shared, values that are no numbers") {
  const Folder folder;
  Sequential inner({.name = "inner ü model"});
  inner.add(Input({2}));
  inner.add(Dense(2, {.name = "vars"}));
  Sequential model;
  model.add(Input({2}));
  model.add(inner);
  model.add(inner.layers()[0]);
  model.add(Dense(2, {.name = "layers x"}));
  testing::number_weights(model);
  const float infinity = std::numeric_limits<float>::infinity();
  std::vector<Tensor> values = model.get_weights();
  values[0] = Tensor{{infinity, -infinity}, {-0.0f, std::numeric_limits<float>::denorm_min()}};
  model.set_weights(values);
  for (const char* name : {"a.weights.h5", "a.h5"}) {
    INFO(name);
    model.save_weights(folder.file(name));
    model.set_weights({Tensor::from_shape({2, 2}), Tensor::from_shape({2}), Tensor::from_shape({2, 2}),
                       Tensor::from_shape({2})});
    model.load_weights(folder.file(name));
    CHECK(model.get_weights() == values);
    CHECK(std::signbit(model.get_weights()[0](1, 0)));
  }
}

TEST_CASE("save_weights: lists of names that are too long for one attribute") {
  const Folder folder;
  Sequential saved, loaded;
  for (Sequential* model : {&saved, &loaded}) {
    model->add(Input({1}));
    for (int i = 0; i < 150; ++i) model->add(Dense(1, {.name = std::string(1000, 'n') + std::to_string(i)}));
  }
  testing::number_weights(saved);
  saved.save_weights(folder.file("a.h5"));
  loaded.load_weights(folder.file("a.h5"));
  testing::check_numbered(loaded);
}

TEST_CASE("save_weights: what cannot be written leaves the old file") {
  const Folder folder;
  Sequential model = testing::dense_model();
  const std::string absent = folder.file("absent/a.weights.h5");
  CHECK_THROWS_AS(model.save_weights(absent), IOError);
  CHECK_THROWS_WITH(model.save_weights(absent),
                    "The file '" + absent +
                        "' cannot be written: No such file or directory: make the folder '" +
                        folder.file("absent") + "' first.");

  testing::number_weights(model);
  model.save_weights(folder.file("a.h5"));
  Sequential dotted;
  dotted.add(Input({2}));
  dotted.add(Dense(1, {.name = "."}));  // no group can be called so
  CHECK_THROWS_AS(dotted.save_weights(folder.file("a.h5")), IOError);
  CHECK_THROWS_WITH(dotted.save_weights(folder.file("a.h5")), Contains("a.h5' cannot be written: "));
  model.load_weights(folder.file("a.h5"));
  testing::check_numbered(model);
  CHECK(folder.entries() == 1);
}

TEST_CASE("save_weights: a process that is killed leaves the old file or the new one") {
  const Folder folder;
  const std::string path = folder.file("a.weights.h5");
  Sequential model, loaded;
  for (Sequential* each : {&model, &loaded}) {
    each->add(Input({100}));
    each->add(Dense(300, {.kernel_initializer = "zeros"}));
  }
  float value = 0;
  const auto save = [&] {
    value += 1;
    std::vector<Tensor> values = model.get_weights();
    for (Tensor& each : values) each.fill(value);
    model.set_weights(values);
    model.save_weights(path);
  };
  testing::kill_at_random_moments(100, save, [&] {
    loaded.load_weights(path);
    const float first = loaded.get_weights()[0](0, 0);
    CHECK(first >= 1);
    for (const Tensor& each : loaded.get_weights()) {
      CHECK(std::count(each.begin(), each.end(), first) == static_cast<std::ptrdiff_t>(each.size()));
    }
  });
  CHECK(folder.entries() == 1);
}

#else

TEST_CASE("save_weights: a library without HDF5 says how to get it") {
  CHECK_THROWS_AS(testing::dense_model().save_weights("a.weights.h5"), ValueError);
  CHECK_THROWS_WITH(
      testing::dense_model().save_weights("a.weights.h5"),
      "The file 'a.weights.h5' cannot be written: weights are saved with HDF5, and this library was "
      "built without it. Install it (Debian: libhdf5-dev) and build again with the CMake option "
      "KERATIN_SAVING.");
}

#endif

}  // namespace keratin::test_save_weights
