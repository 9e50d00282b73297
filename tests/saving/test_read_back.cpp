// What load_model() would refuse is refused on saving, and the old file stays.
#include <cmath>
#include <limits>

#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/models/register_layer.hpp"
#include "keratin/utils/naming.hpp"
#include "keratin/utils/random_seed.hpp"
#include "support/catch.hpp"
#include "support/damaged_files.hpp"
#include "support/folder.hpp"
#include "support/run_layer.hpp"
#include "support/weight_models.hpp"

namespace keratin::test_read_back {
namespace {

using namespace layers;
using Catch::Matchers::Contains;

const std::vector<std::string> whole_files = {"a.keras", "a.h5"};

/// Checks that the model is not saved under this name, for this reason, and that the file stays.
void check_refused(const Sequential& model, const std::string& name, const std::string& reason) {
  INFO(name);
  const testing::Folder folder;
  const std::string path = folder.file(name);
  testing::write(path, {'o', 'l', 'd'});
  const bool weights = name.find("weights") != std::string::npos;
  CHECK_THROWS_WITH(weights ? model.save_weights(path) : model.save(path), Contains(reason));
  CHECK(testing::content(path) == testing::Bytes{'o', 'l', 'd'});
  CHECK(folder.entries() == 1);
}

/// Checks that what is saved under this name predicts the same.
void check_saved(const Sequential& model, const std::string& name) {
  INFO(name);
  const testing::Folder folder;
  model.save(folder.file(name));
  const Tensor x = {{1.0f, 2.0f}};
  CHECK((load_model(folder.file(name)).predict(x) == model.predict(x)));
}

/// A layer whose config is not what its class takes.
class Forgetful : public Layer {
 public:
  explicit Forgetful(int units) : Layer("Forgetful", LayerOptions{}), units_(units) {}
  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }
  View forward(View x, Tape& /*tape*/) const override { return x; }
  View backward(View dy, Tape& /*tape*/) const override { return dy; }
  static std::shared_ptr<Layer> from_config(const Config& config) {
    return std::make_shared<Forgetful>(config.get<int>("units"));
  }

 private:
  int units_;
};

/// A layer whose config is as large as one likes.
class Listing : public Layer {
 public:
  explicit Listing(Config list) : Layer("Listing", LayerOptions{}), list_(std::move(list)) {}
  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }
  View forward(View x, Tape& /*tape*/) const override { return x; }
  View backward(View dy, Tape& /*tape*/) const override { return dy; }
  [[nodiscard]] Config get_config() const override {
    Config config = Layer::get_config();
    config.set("list", list_);
    return config;
  }

 private:
  Config list_;
};

class Halves : public initializers::Initializer {
 public:
  [[nodiscard]] std::string name() const override { return "Halves"; }
  Tensor operator()(const Shape& shape) const override { return initializers::Constant(0.5)(shape); }
};

template <class L>
Sequential with(L layer) {
  Sequential model;
  model.add(Input({2}));
  model.add(std::move(layer));
  return model;
}

}  // namespace

TEST_CASE("save: an inner model that was changed since the outer one was built") {
  Sequential inner, outer;
  inner.add(Input({2}));
  inner.add(Dense(3));
  outer.add(inner);
  outer.add(Dense(4, {.name = "last"}));
  inner.add(Dense(3));
  for (const std::string& name : whole_files) check_saved(outer, name);
  inner.add(Dense(5));
  for (const std::string& name : whole_files) {
    check_refused(
        outer, name,
        "is not written, since it could not be read again: Layer \"last\" (Dense): expected axis -1 of "
        "its input to be 3, as when it was built, but received shape (None, 5). Give such inputs, or call a "
        "new layer.");
  }
  CHECK_THROWS_WITH(outer.to_json(), Contains("The JSON is not written"));
}

TEST_CASE("save: layers that models in it share stand apart in what is loaded") {
  const auto shared = std::make_shared<Dense>(2);
  Sequential first, second, both, outer;
  for (Sequential* model : {&first, &second}) {
    model->add(Input({2}));
    model->add(shared);
    both.add(*model);
  }
  for (const std::string& name : whole_files) check_saved(both, name);
  outer.add(both);
  check_saved(outer, "a.keras");
  check_refused(outer, "a.h5", "models in it share layers, for whose weights a .h5 file has one place");
}

TEST_CASE("save: names that no file of weights can hold") {
  for (const char* name : {".", "..", "vars"}) check_saved(with(Dense(2, {.name = name})), "a.keras");
  check_refused(with(Dense(2, {.name = "."})), "a.h5", "a.h5");
  check_refused(with(Dense(2, {.name = std::string(100'000, 'n')})), "a.h5", "a.h5");
  check_refused(with(Dense(2, {.name = "."})), "weights.h5", "weights.h5");
}

TEST_CASE("save: objects and layers that are not made again") {
  for (const std::string& name : whole_files) {
    check_refused(with(Dense(2, {.use_bias = true, .bias_initializer = Halves()})), name,
                  "the argument 'bias_initializer' is a Halves, an unknown initializer");
    const testing::Folder folder;
    CHECK_NOTHROW(with(Forgetful(3)).save(folder.file(name)));  // another program may know the class
  }
  register_layer("Forgetful", Forgetful::from_config);
  for (const std::string& name : whole_files)
    check_refused(with(Forgetful(3)), name, "the argument 'units' is missing");
}

TEST_CASE("save: a config that is more than is read") {
  Config deep = 1;
  for (int i = 0; i < 500; ++i) deep = Config::List{std::move(deep)};
  for (const std::string& name : whole_files) {
    check_refused(with(Listing(Config::List(1'000'001, Config(1)))), name, "more than 1000000 values");
    check_refused(with(Listing(deep)), name, "more than 400 levels of nesting");
  }
  CHECK_THROWS_WITH(with(Listing(std::string((1U << 26U) + 1, 'a'))).to_json(),
                    Contains("more than 67108864"));
}

TEST_CASE("to_json: a model of more numbers than model_from_json() makes") {
  Sequential inner = with(Dense(1 << 12)), outer;
  inner.add(Dense(1 << 10));
  inner.add(Dense(2));
  for (int i = 0; i < 64; ++i) {
    Sequential wrapper;
    wrapper.add(inner);
    outer.add(wrapper);
  }
  CHECK_THROWS_WITH(outer.to_json(), Contains("is more than the 268435456 numbers"));
  outer.pop();
  CHECK_NOTHROW(outer.to_json());
}

TEST_CASE("save: draws no random numbers, and counts no names") {
  const testing::Folder folder;
  const auto after = [&](bool saves) {
    utils::clear_session();
    utils::set_random_seed(1);
    Sequential model = with(Dense(2));
    model.add(Dropout(0.5));
    if (saves) model.save(folder.file("a.keras"));
    const Sequential next = with(Dense(2));
    return std::pair(next.layers()[0]->name(), next.get_weights());
  };
  CHECK((after(true) == after(false)));
}

}  // namespace keratin::test_read_back
