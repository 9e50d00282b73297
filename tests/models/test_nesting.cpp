// How deep models may be nested, and how many layers they may hold: everywhere, and the same as in files.
#include <ctime>
#include <functional>

#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/load_model.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/run_layer.hpp"

namespace keratin::test_nesting {
namespace {

using namespace layers;
using Catch::Matchers::Contains;

constexpr const char* too_deep =
    "models can be nested at most 100 levels deep: add the inner models' layers to one model instead.";
constexpr const char* too_many =
    "a model can hold at most 4096 layers, including those of the models in it: use fewer, larger layers.";

/// `levels` models in one another around a model of `layers` layers.
Sequential nested(int levels, int layers = 1) {
  Sequential model;
  model.add(Input({2}));
  for (int i = 0; i < layers; ++i) model.add(Dense(2, {.kernel_initializer = "identity"}));
  for (; levels > 0; --levels) {
    Sequential outer;
    outer.add(model);
    model = outer;
  }
  return model;
}

#ifdef __SANITIZE_ADDRESS__
constexpr double most_seconds = 25;
#else
constexpr double most_seconds = 5;
#endif

/// Of the processor: whatever else runs on the machine does not count.
double seconds_of(const std::function<void()>& what) {
  const std::clock_t begin = std::clock();
  what();
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

}  // namespace

TEST_CASE("Models can be nested 100 levels deep, whichever end grows") {
  const Sequential deepest = nested(100);
  Sequential outer;
  CHECK_THROWS_WITH(outer.add(deepest), Contains(too_deep));
  CHECK(outer.layers().empty());
  outer.add(nested(99));
  std::vector<Sequential> chain(101);
  for (std::size_t i = 1; i < chain.size(); ++i) chain[i - 1].add(chain[i]);
  Sequential another;
  CHECK_THROWS_WITH(chain.back().add(another), Contains(too_deep));
  chain.front().pop();
  chain.back().add(another);
  CHECK_THROWS_WITH(chain.front().add(chain[1]), Contains(too_deep));
  chain.back().pop();
  chain.front().add(chain[1]);
  CHECK_THROWS_WITH(another.add(chain.front()), Contains(too_deep));
}

TEST_CASE("A model can hold 4096 layers, each as often as it is in it") {
  Sequential model = nested(0, 4095);
  Sequential outer, other;
  outer.add(model);
  CHECK_THROWS_WITH(outer.add(Flatten()), Contains(too_many));
  CHECK_THROWS_WITH(model.add(Flatten()), Contains(too_many));
  CHECK(model.layers().size() == 4095);
  outer.pop();
  model.add(Flatten());
  CHECK_THROWS_WITH(model.add(Flatten()), Contains(too_many));
  CHECK_THROWS_WITH(outer.add(model), Contains(too_many));
  const auto twice = [](const Sequential& inner) {
    Sequential both;
    for (int i = 0; i < 2; ++i) {
      Sequential wrapper;
      wrapper.add(inner);
      both.add(wrapper);
    }
    return both;
  };
  Sequential doubled = nested(0);
  for (int i = 0; i < 9; ++i) doubled = twice(doubled);
  CHECK(doubled.count_params() == 6);
  CHECK_THROWS_WITH(twice(doubled), Contains(too_many));
}

TEST_CASE("A model that is gone counts no more") {
  Sequential inner = nested(0, 2000);
  for (int i = 0; i < 3; ++i) {
    Sequential outer;
    outer.add(inner);
    outer.add(Flatten());
  }
  for (int i = 0; i < 2000; ++i) inner.add(Flatten());
  CHECK(inner.layers().size() == 4000);
}

TEST_CASE("A layer that does not fit leaves its room") {
  Sequential model = nested(0, 4095);
  for (int i = 0; i < 3; ++i) CHECK_THROWS_AS(model.add(Reshape({5})), ValueError);
  model.add(Flatten());
}

TEST_CASE("Adding, building, saving and loading take time as the layers are many") {
  const testing::Folder folder;
  for (const auto& [levels, layers] : {std::pair(0, 4096), {100, 2000}}) {
    Sequential model;
    INFO(levels << " levels, " << layers << " layers");
    CHECK(seconds_of([&] { model = nested(levels, layers); }) < most_seconds);
    CHECK(seconds_of([&] { model.compile({.optimizer = "adam", .loss = "mse"}); }) < most_seconds);
    CHECK(model.count_params() == static_cast<std::size_t>(6 * layers));
    CHECK(seconds_of([&] { model = clone_model(model); }) < most_seconds);
    const Tensor x = {{1.0f, 2.0f}};
    for (const char* name : {"a.keras", "a.h5"}) {
      INFO(name);
      CHECK(seconds_of([&] { model.save(folder.file(name)); }) < most_seconds);
      Sequential loaded;
      CHECK(seconds_of([&] { loaded = load_model(folder.file(name)); }) < most_seconds);
      CHECK((loaded.predict(x) == x));
    }
  }
}

}  // namespace keratin::test_nesting
