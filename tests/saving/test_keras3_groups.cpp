// How the groups of layers are named and counted in files of Keras 2.13 to 3.15, see
// tests/golden/cases/groups/make.py.
#include <filesystem>

#include "files/atomic_file.hpp"
#include "files/hdf5_writer.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/load_model.hpp"
#include "support/cases.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/weight_models.hpp"
#include "support/whole_models.hpp"

namespace keratin::test_keras3_groups {
namespace {

using Catch::Matchers::Contains;
using testing::case_path;

const std::vector<std::string> labels = {"k213", "k214", "k215", "k221", "k30", "k315"};

void check_files(const std::string& name) {
  const nlohmann::json expected = testing::case_json("groups/answers.json").at(name);
  for (const std::string& label : labels) {
    INFO(name << ", " << label);
    const std::string path = case_path("groups/" + name + "." + label);
    if (!std::filesystem::exists(path + ".keras")) continue;
    Sequential model = load_model(path + ".keras");
    testing::check_predictions(model, expected);
    for (const char* ending : {".weights.h5", "windows.weights.h5"}) {
      INFO(ending);
      if (!std::filesystem::exists(path + ending)) continue;
      testing::number_weights(model);
      model.load_weights(path + ending);
      testing::check_predictions(model, expected);
    }
  }
}

}  // namespace

TEST_CASE("load_model: layers of one class, as each version of Keras counts them") { check_files("counted"); }

TEST_CASE("load_model: functional models nested in a Sequential one") {
  check_files("sequential_of_functional");
}

TEST_CASE("load_model: nested models of both classes") { check_files("mixed"); }

TEST_CASE("load_model: functional models nested twice") { check_files("nested_twice"); }

TEST_CASE("load_model: a nested model without weights between others") { check_files("without_weights"); }

namespace {

Sequential dense_chain(int layers) {
  Sequential model;
  model.add(layers::Input({2}));
  for (int i = 0; i < layers; ++i) model.add(layers::Dense(2, {.use_bias = false}));
  return model;
}

/// Layers of three outputs.
Sequential dense_model(const std::string& name, int inputs, int layers) {
  Sequential model({.name = name});
  model.add(layers::Input({inputs}));
  for (int i = 0; i < layers; ++i) model.add(layers::Dense(3));
  return model;
}

/// A file with a layer, of the weight ((n, n), (n, n)), for each number n behind a group's name.
void write_groups(const std::string& path, const std::string& list, const std::vector<int>& numbers) {
  saving::Hdf5Writer file(path);
  for (const int number : numbers) {
    const std::vector<float> values(4, static_cast<float>(number));
    const std::string name = number == 0 ? "dense" : "dense_" + std::to_string(number);
    file.add_array(list + "/" + name + "/vars/0", {2, 2}, values.data());
  }
  saving::write_atomically(path, file.bytes());
}

/// The number behind the name of the group that each layer was loaded from.
std::vector<int> loaded_from(const std::string& path, int layers) {
  Sequential model = dense_chain(layers);
  model.load_weights(path);
  std::vector<int> numbers;
  for (const Tensor& kernel : model.get_weights()) numbers.push_back(static_cast<int>(kernel.data()[0]));
  return numbers;
}

}  // namespace

TEST_CASE("load_weights: nested models that are Sequential here and functional in the file") {
  const nlohmann::json expected = testing::case_json("groups/answers.json");
  for (const std::string label : {"k213", "k214", "k315"}) {
    INFO(label);
    const std::string path = case_path("groups/sequential_of_functional." + label + ".weights.h5");
    Sequential model;
    model.add(layers::Input({2}));
    model.add(dense_model("", 2, 2));
    model.add(dense_model("", 3, 2));
    model.load_weights(path);
    testing::check_predictions(model, expected.at("sequential_of_functional"));
    model.pop();
    model.add(dense_model("", 3, 2));
    model.add(dense_model("", 3, 2));
    CHECK_THROWS_WITH(model.load_weights(path), Contains("in the groups functional, functional_"));
  }
}

TEST_CASE("load_weights: nested models of several classes are found by their names, or rejected") {
  const auto mixed = [](const std::string& prefix) {
    Sequential model;
    model.add(layers::Input({3}));
    model.add(dense_model(prefix + "s1", 3, 1));
    model.add(dense_model(prefix + "f1", 3, 1));
    model.add(layers::Dense(3));
    model.add(dense_model(prefix + "f2", 3, 1));
    model.add(dense_model(prefix + "s2", 3, 1));
    return model;
  };
  Sequential named = mixed("");
  named.load_weights(case_path("groups/mixed.k315.weights.h5"));
  testing::check_predictions(named, testing::case_json("groups/answers.json").at("mixed"));
  for (const std::string file : {"k213", "k213windows", "k214", "k315"}) {
    INFO(file);
    Sequential other = mixed("other_");
    testing::number_weights(other);
    CHECK_THROWS_WITH(other.load_weights(case_path("groups/mixed." + file + ".weights.h5")),
                      Contains("and which of them is which in this model cannot be told"));
    testing::check_numbered(other);
  }
}

TEST_CASE("load_weights: how layers are counted is told from all names together") {
  const testing::Folder folder;
  const std::string path = folder.file("a.weights.h5"), older = "_layer_checkpoint_dependencies";
  write_groups(path, older, {0, 2, 4});
  CHECK(loaded_from(path, 3) == std::vector<int>{0, 2, 4});
  CHECK(loaded_from(path, 2) == std::vector<int>{0, 2});
  write_groups(path, older, {0, 1, 2, 3, 4});
  CHECK(loaded_from(path, 5) == std::vector<int>{0, 1, 2, 3, 4});
  CHECK(loaded_from(path, 3) == std::vector<int>{0, 1, 2});
  write_groups(path, "layers", {0, 1, 2});
  CHECK(loaded_from(path, 3) == std::vector<int>{0, 1, 2});
  write_groups(path, older, {0, 1, 2, 4});
  CHECK_THROWS_WITH(
      dense_chain(4).load_weights(path),
      Contains("its groups of layers are called dense, dense_1, dense_2, dense_4; expected for the "
               "model's layers were dense, dense_2, dense_4, dense_6 or dense, dense_1, dense_2, "
               "dense_3, as versions of Keras number them, and neither fits"));
  write_groups(path, older, {0, 3});
  CHECK_THROWS_WITH(dense_chain(2).load_weights(path), Contains("and neither fits"));
  write_groups(path, older, {0, 2});
  CHECK_THROWS_WITH(dense_chain(3).load_weights(path), Contains("the file has 0 for it"));
}

}  // namespace keratin::test_keras3_groups
