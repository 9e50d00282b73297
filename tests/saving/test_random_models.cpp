// Whatever is saved loads again: models of layers and names that are drawn.
#include <cstdlib>
#include <random>
#include <set>

#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/load_model.hpp"
#include "support/catch.hpp"
#include "support/damaged_files.hpp"
#include "support/folder.hpp"
#include "support/run_layer.hpp"

namespace keratin::test_random_models {
namespace {

using namespace layers;

/// Draws models: vectors in, vectors out, of layers, images in between, models in models and shared layers.
class Drawing {
 public:
  explicit Drawing(unsigned seed) : random_(seed) {}

  Sequential model() {
    names_.clear();
    shared_.clear();
    may_be_refused = false;
    Sequential model({.name = name()});
    model.add(Input({width}));
    fill(model, 3);
    if (draw(2) == 0) model.compile({.optimizer = "adam", .loss = "mse", .metrics = {"mae"}});
    return model;
  }

  static constexpr int width = 6;

  bool may_be_refused = false;  ///< by one of the formats, for a name or for shared layers

 private:
  int draw(int choices) { return static_cast<int>(random_() % static_cast<unsigned>(choices)); }

  /// One that no other layer has; often none, so that it is counted.
  std::string name() {
    static const std::vector<std::string> odd = {".",
                                                 "..",
                                                 "vars",
                                                 "layers",
                                                 "model_weights",
                                                 "optimizer_weights",
                                                 "layer_names0",
                                                 "dense",
                                                 "dense_1",
                                                 "a:0",
                                                 "kernel",
                                                 "a b",
                                                 "ü 名 \U0001F600",
                                                 "\\layers\\dense",
                                                 "\"'{}",
                                                 "%s",
                                                 "_",
                                                 "input_layer",
                                                 "name",
                                                 "Dense",
                                                 " "};
    if (draw(4) != 0) return "";
    std::string name = draw(8) == 0 ? std::string(1 + random_() % 5000, 'n') : odd.at(random_() % odd.size());
    if (!names_.insert(name).second) return "";
    may_be_refused = may_be_refused || name.size() > 500 || name.starts_with(".") ||
                     name.ends_with("weights") || name == "layer_names0" || name == "a:0" || name == "vars";
    return name;
  }

  void fill(Sequential& model, int levels) {
    for (int layers = 1 + draw(5); layers > 0; --layers) {
      const int choice = draw(levels > 0 ? 10 : 8);
      if (choice < 6) {
        add_layer(model, choice);
      } else if (choice == 6) {
        add_images(model);
      } else if (choice == 7) {
        add_shared(model);
      } else {
        Sequential inner({.name = name()});
        if (draw(2) == 0) inner.add(Input({width}));
        fill(inner, levels - 1);
        model.add(inner);
      }
    }
  }

  void add_layer(Sequential& model, int choice) {
    if (choice == 0)
      model.add(Dense(width, {.activation = "tanh", .use_bias = draw(2) == 0, .name = name()}));
    if (choice == 1) model.add(BatchNormalization({.name = name(), .trainable = draw(2) == 0}));
    if (choice == 2) model.add(LayerNormalization({.epsilon = 1e-5, .name = name()}));
    if (choice == 3) model.add(Dropout(0.25, {.name = name()}));
    if (choice == 4) model.add(PReLU({.alpha_initializer = "random_normal", .name = name()}));
    if (choice == 5) {
      model.add(Dense(width, {.kernel_initializer = initializers::RandomNormal({.stddev = 0.3, .seed = 5}),
                              .kernel_regularizer = regularizers::L2(0.01),
                              .bias_constraint = "non_neg",
                              .name = name()}));
    }
  }

  void add_images(Sequential& model) {
    model.add(Reshape({2, 3, 1}, {.name = name()}));
    model.add(UpSampling2D({.size = 2, .name = name()}));
    model.add(Conv2D(2, 3, {.padding = "same", .activation = "relu", .name = name()}));
    model.add(Conv2DTranspose(1, 2, {.strides = 2, .name = name()}));
    model.add(MaxPooling2D({.pool_size = 4, .name = name()}));
    model.add(Flatten({.name = name()}));
  }

  /// A layer that may be in other models too.
  void add_shared(Sequential& model) {
    if (shared_.empty() || draw(2) == 0) shared_.push_back(std::make_shared<Dense>(width));
    const auto layer = shared_.at(random_() % shared_.size());
    try {
      model.add(layer);
    } catch (const ValueError&) {  // it is in this one
      return;
    }
    may_be_refused = true;
  }

  std::mt19937 random_;
  std::set<std::string> names_;
  std::vector<std::shared_ptr<Dense>> shared_;
};

/// Whether the model could be saved; then the file holds it, otherwise what it held.
bool saves(const Sequential& model, const std::string& path, const Tensor& x) {
  const testing::Bytes before = testing::content(path);
  try {
    model.save(path);
  } catch (const ValueError&) {
    CHECK(testing::content(path) == before);
    return false;
  } catch (const IOError&) {
    CHECK(testing::content(path) == before);
    return false;
  }
  const Sequential loaded = load_model(path);
  CHECK(loaded.to_json() == model.to_json());
  const bool same = loaded.predict(x) == model.predict(x);
  CHECK(same);
  return true;
}

}  // namespace

TEST_CASE("save: whatever is saved loads as it was, and what cannot be loaded leaves the old file") {
  const testing::Folder folder;
  const char* wanted = std::getenv("KERATIN_RANDOM_MODELS");
  const int count = wanted == nullptr ? 150 : std::atoi(wanted);
  Drawing drawing(3);
  const Tensor x = testing::random_tensor({4, Drawing::width});
  int refused = 0;
  for (int i = 0; i < count; ++i) {
    INFO("model " << i);
    const Sequential model = drawing.model();
    CHECK(model_from_json(model.to_json()).to_json() == model.to_json());
    for (const char* ending : {"a.keras", "a.h5"}) {
      INFO(ending);
      const bool saved = saves(model, folder.file(ending), x);
      CHECK((saved || drawing.may_be_refused));
      refused += saved ? 0 : 1;
    }
  }
  CHECK(refused < count / 4);
}

}  // namespace keratin::test_random_models
