// Models that are saved. tests/golden/files/check_models.py has Keras load them too: from the folder
// KERATIN_FILES, if it is set.
#include <algorithm>
#include <cstdlib>

#include "keratin/error.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/models/register_layer.hpp"
#include "keratin/random.hpp"
#include "keratin/utils/npy.hpp"
#include "saving/json.hpp"
#include "saving/older_keras.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/killed.hpp"
#include "support/weight_models.hpp"
#include "support/whole_models.hpp"

namespace keratin::test_save_model {
namespace {

using Catch::Matchers::Contains;
using namespace layers;
using testing::Folder;

/// A user's layer: y = factor · x.
class Amplify : public Layer {
 public:
  explicit Amplify(double factor, const LayerOptions& options = {})
      : Layer("Amplify", options), factor_(factor) {}

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }
  View forward(View x, Tape& tape) const override { return scaled(x, tape); }
  View backward(View dy, Tape& tape) const override { return scaled(dy, tape); }

  [[nodiscard]] Config get_config() const override {
    Config config = Layer::get_config();
    config.set("factor", factor_);
    return config;
  }

  static std::shared_ptr<Layer> from_config(const Config& config) {
    return std::make_shared<Amplify>(
        config.get<double>("factor"),
        LayerOptions{.input_shape = {}, .name = config.get<std::string>("name")});
  }

 private:
  View scaled(View x, Tape& tape) const { return tape.evaluate(x.array() * static_cast<float>(factor_)); }

  double factor_;
};

/// 500 layers, each of which adds 1/512 to its two inputs.
Sequential deep_model() {
  Sequential model;
  model.add(Input({2}));
  for (int i = 0; i < 500; ++i) {
    model.add(
        Dense(2, {.kernel_initializer = "identity", .name = "layer_with_a_long_name_" + std::to_string(i)}));
  }
  std::vector<Tensor> weights = model.get_weights();
  for (std::size_t i = 1; i < weights.size(); i += 2) weights[i].fill(1.0f / 512.0f);
  model.set_weights(weights);
  return model;
}

/// Kills a process that saves at random moments: the file is the old one or the new one, whole.
void check_killed(const std::string& path) {
  Sequential model;
  model.add(Input({100}));
  model.add(Dense(300, {.kernel_initializer = "zeros"}));
  float value = 0;
  const auto save = [&] {
    value += 1;
    std::vector<Tensor> values = model.get_weights();
    for (Tensor& each : values) each.fill(value);
    model.set_weights(values);
    model.save(path);
  };
  testing::kill_at_random_moments(100, save, [&] {
    const Sequential loaded = load_model(path);
    const float first = loaded.get_weights()[0](0, 0);
    CHECK(first >= 1);
    for (const Tensor& each : loaded.get_weights()) {
      CHECK(std::count(each.begin(), each.end(), first) == static_cast<std::ptrdiff_t>(each.size()));
    }
  });
}

}  // namespace

TEST_CASE("save: what is loaded again predicts the same, and its weights have the same bits") {
  const Folder temporary;
  const char* given = std::getenv("KERATIN_FILES");
  const std::string folder = given == nullptr ? temporary.path.string() : given;
  const nlohmann::json expected = testing::golden_models("keras");
  for (const std::string& name : testing::whole_models) {
    const Sequential model = load_model(testing::weights_path(name + ".keras"));
    for (const char* ending : {".keras", ".h5"}) {
      INFO(name << ending);
      const std::string path = folder + "/" + name + ending;
      model.save(path);
      const Sequential loaded = load_model(path);
      CHECK(loaded.get_weights() == model.get_weights());
      if (path.ends_with(".keras") || name != "nested_chain") CHECK(loaded.to_json() == model.to_json());
      testing::check_predictions(loaded, expected.at(name));
    }
  }
}

TEST_CASE("save: 500 layers, one after the other and in a nested model") {
  const Folder temporary;
  const char* given = std::getenv("KERATIN_FILES");
  const std::string folder = given == nullptr ? temporary.path.string() : given;
  const Sequential deep = deep_model();
  Sequential nested;
  nested.add(Input({2}));
  nested.add(deep);
  for (const auto& [name, model] :
       {std::pair<std::string, Sequential>("deep", deep), {"deep_nested", nested}}) {
    for (const char* ending : {".keras", ".h5"}) {
      INFO(name << ending);
      const std::string path = folder + "/" + name + ending;
      model.save(path);
      const Sequential loaded = load_model(path);
      CHECK(loaded.to_json() == model.to_json());
      const Tensor y = loaded.predict(testing::matrix({{0, 1}}));
      CHECK(y == testing::matrix({{500.0f / 512.0f, 1 + 500.0f / 512.0f}}));
    }
  }
}

TEST_CASE("save: an inner functional model in .h5 names its ends as both Keras 2 and 3 read them") {
  const Sequential chain = load_model(testing::weights_path("chain.keras"));
  Sequential outer;
  outer.add(Input({4}));
  outer.add(chain);
  const auto written = [](const Sequential& model) {
    return saving::to_json(saving::keras2_config(saving::parse_json("model", model.to_json())));
  };
  CHECK_THAT(written(outer), Contains(R"("input_layers":["start",0,0],"output_layers":["dense_4",0,0])"));
  CHECK_THAT(written(chain), Contains(R"("input_layers":[["start",0,0]],"output_layers":[["dense_4",0,0]])"));
}

TEST_CASE("save: a layer that Keras has to be told of") {
  const Folder temporary;
  const char* given = std::getenv("KERATIN_FILES");
  const std::string folder = given == nullptr ? temporary.path.string() : given;
  Sequential model;
  model.add(Input({None, 3, 4}));
  model.add(DepthToSpace(2));
  const Tensor x = random::randn({2, 5, 3, 4}), y = model.predict(x);
  utils::save_npy(folder + "/depth_to_space.x.npy", x);
  utils::save_npy(folder + "/depth_to_space.y.npy", y);
  for (const char* ending : {".keras", ".h5"}) {
    INFO(ending);
    model.save(folder + "/depth_to_space" + ending);
    const bool same = load_model(folder + "/depth_to_space" + ending).predict(x) == y;
    CHECK(same);
  }
  CHECK_THAT(model.to_json(), Contains(R"("registered_name":"keratin>DepthToSpace")"));
}

TEST_CASE("save: a layer of a user's class") {
  const Folder folder;
  Sequential model;
  model.add(Input({3}));
  model.add(Amplify(2.5));
  model.add(Dense(2));
  model.save(folder.file("a.keras"));
  model.save(folder.file("a.h5"));
  CHECK_THROWS_WITH(load_model(folder.file("a.keras")),
                    Contains("(Amplify): this class is not known. A class of your own is made known with "
                             "register_layer(\"Amplify\""));
  register_layer("Amplify", Amplify::from_config);
  const Tensor x = {{1.0f, 2.0f, 3.0f}};
  for (const char* name : {"a.keras", "a.h5"}) {
    const bool same = load_model(folder.file(name)).predict(x) == model.predict(x);
    CHECK(same);
  }
  CHECK_THROWS_AS(register_layer("", Amplify::from_config), ValueError);
  CHECK_THROWS_AS(register_layer("Amplify", nullptr), ValueError);
}

TEST_CASE("save: what cannot be saved leaves the old file") {
  const Folder folder;
  const Sequential model = testing::dense_model();
  model.save(folder.file("a.keras"));
  Sequential with_function;
  with_function.add(Input({2}));
  with_function.add(Lambda([](const Tensor& x) { return x; }));
  CHECK_THROWS_WITH(with_function.save(folder.file("a.keras")), Contains("holds a function"));
  CHECK_THROWS_AS(model.save(folder.file("absent/a.keras")), IOError);
  CHECK(load_model(folder.file("a.keras")).get_weights() == model.get_weights());
  CHECK(folder.entries() == 1);
}

TEST_CASE("save: a process that is killed leaves the old file or the new one") {
  const Folder folder;
  check_killed(folder.file("a.keras"));
  check_killed(folder.file("a.h5"));
  CHECK(folder.entries() == 2);
}

}  // namespace keratin::test_save_model
