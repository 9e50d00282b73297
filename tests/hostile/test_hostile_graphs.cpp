// Models that branch, from elsewhere: each is refused, or can be shown, run, saved and loaded again.
#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "keratin/models/load_model.hpp"
#include "models/model_layer.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/hostile.hpp"
#include "support/hostile_graphs.hpp"

namespace keratin::test_hostile_graphs {
namespace {

using testing::check_hostile;
using testing::Folder;
using testing::hostile_cases;
using testing::one_of;

void expect(bool met, const std::string& what) {
  if (!met) throw std::logic_error(what);
}

/// The numbers of all values for one sample, at most `most`.
std::size_t numbers_of(const ModelLayer& model, std::size_t most) {
  std::size_t all = 0;
  for (const ModelLayer::Value& value : model.values()) {
    std::size_t numbers = 1;
    for (int size : value.shape.without_batch()) {
      numbers *= static_cast<std::size_t>(std::max(size, 1));
      if (numbers > most) return most;
    }
    all += numbers;
  }
  return std::min(all, most);
}

std::vector<Tensor> zeros_for(const ModelLayer& model) {
  std::vector<Tensor> x;
  for (const Shape& input : model.input_shapes()) {
    Shape shape;
    for (int size : input) shape.push_back(std::max(size, 1));
    x.push_back(empty_tensor(shape));
    x.back().fill(0);
  }
  return x;
}

/// Runs it, and what is made of its files; a large one becomes one file.
void run(const Model& model, const Folder& folder, std::mt19937& random) {
  const std::vector<Tensor> x = zeros_for(layer_of(model));
  const std::vector<Tensor> y = model.predict_all(x);
  const bool is_large = layer_of(model).nodes().size() > 500;
  for (const char* ending : {".keras", ".h5"}) {
    if (is_large && random() % 2 == 0) continue;
    const std::string path = folder.file(std::string("again") + ending);
    try {
      model.save(path);
    } catch (const std::invalid_argument&) {
      continue;  // it says why it cannot be saved
    }
    expect(load_model(path).predict_all(x) == y, std::string("other outputs: ") + ending);
  }
}

void use(const Model& model, const Folder& folder, std::mt19937& random) {
  const std::string text = model.to_json();
  expect(model_from_json(text).to_json() == text, "another model as JSON");
  if (!model.built()) return;
  model.summary({.print_fn = [](const std::string&) {},
                 .expand_nested = true,
                 .style = one_of(std::vector<std::string>{"keras2", "keras3", "explain"}, random)});
  constexpr std::size_t most = 200'000;
  if (numbers_of(layer_of(model), most) < most) run(model, folder, random);
}

}  // namespace

TEST_CASE("hostile: graphs as JSON") {
  const Folder folder;
  check_hostile(hostile_cases(0.04), [&](std::mt19937& random) {
    use(model_from_json(testing::hostile_graph(random).dump()), folder, random);
  });
}

TEST_CASE("hostile: graphs in files") {
  const Folder folder;
  check_hostile(hostile_cases(0.02), [&](std::mt19937& random) {
    const std::string path = folder.file(random() % 2 == 0 ? "a.keras" : "a.h5");
    testing::write_graph(path, testing::hostile_graph(random));
    use(load_model(path), folder, random);
  });
}

}  // namespace keratin::test_hostile_graphs
