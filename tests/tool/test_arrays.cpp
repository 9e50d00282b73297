// `keratin predict` and `keratin fit` on models with several inputs and outputs: arrays in .npz files.
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "keratin/layers.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/utils/naming.hpp"
#include "keratin/utils/npy.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/program.hpp"
#include "support/run_layer.hpp"

namespace keratin::test_arrays {
namespace {

using Catch::Matchers::Contains;
using namespace layers;
using Arguments = std::vector<std::string>;

const Tensor z = testing::random_tensor({5, 3}), label = testing::random_tensor({5, 2}, 2);

struct Files : testing::Folder {
  Files() {
    utils::clear_session();
    const Input in({3}, {.name = "z"}), in_label({2}, {.name = "label"});
    const KerasTensor x = Concatenate()({in, in_label});
    Model two({in, in_label}, {Dense(1, {.name = "real"})(x), Dense(2, {.name = "kind"})(x)});
    two.compile({.optimizer = "sgd", .loss = "mse"});
    two.save(model);
    utils::save_npz(x_by_name, {{"label", label}, {"z", z}});
  }

  std::string model = file("m.keras"), x_by_name = file("x.npz"), out = file("y.npz");
};

std::string error_of(const Arguments& arguments) {
  const testing::Ended ended = testing::run_keratin(arguments);
  CHECK(ended.code == 1);
  return ended.errors;
}

}  // namespace

TEST_CASE("keratin predict: several inputs and outputs, by name or in order") {
  const Files files;
  const std::vector<Tensor> expected = load_model(files.model).predict_all({z, label});
  utils::save_npz(files.file("in_order.npz"), {{"arr_0", z}, {"arr_1", label}});
  for (const std::string& x : {files.x_by_name, files.file("in_order.npz")}) {
    INFO(x);
    const testing::Ended ended =
        testing::run_keratin({"predict", files.model, "--input", x, "--output", files.out});
    CHECK(ended.errors.empty());
    CHECK(ended.code == 0);
    CHECK(utils::load_npz(files.out) ==
          std::map<std::string, Tensor>{{"kind", expected[1]}, {"real", expected[0]}});
    std::filesystem::remove(files.out);
  }
}

TEST_CASE("keratin predict: a .npz of one array, whatever its name, and of the one output") {
  const testing::Folder folder;
  utils::clear_session();
  Sequential model;
  model.add(Dense(2, {.input_dim = 3}));
  model.save(folder.file("m.keras"));
  utils::save_npz(folder.file("x.npz"), {{"points", z}});
  const Arguments command = {"predict", folder.file("m.keras"), "--input", folder.file("x.npz"), "--output"};
  const auto run = [&](const std::string& output) {
    Arguments arguments = command;
    arguments.push_back(folder.file(output));
    CHECK(testing::run_keratin(arguments).code == 0);
  };
  run("y.npz");
  run("y.npy");
  CHECK(utils::load_npz(folder.file("y.npz")) == std::map<std::string, Tensor>{{"dense", model.predict(z)}});
  CHECK((utils::load_npy(folder.file("y.npy")) == model.predict(z)));
}

TEST_CASE("keratin predict: what is wrong with the arrays") {
  const Files files;
  const auto error = [&](const std::string& x, const std::string& y) {
    return error_of({"predict", files.model, "--input", x, "--output", y});
  };
  const auto with = [&](const std::map<std::string, Tensor>& arrays) {
    utils::save_npz(files.file("wrong.npz"), arrays);
    return error(files.file("wrong.npz"), files.out);
  };
  CHECK_THAT(with({{"z", z}, {"labels", label}}),
             Contains("--input: the file '") &&
                 Contains("wrong.npz' must hold an array for each input of the model") &&
                 Contains("expected 'z', 'label'; missing: 'label'; unexpected: 'labels'"));
  CHECK_THAT(with({{"z", z}}), Contains("missing: 'label'; unexpected: none"));
  CHECK_THAT(with({{"z", z}, {"label", label}, {"w", z}}), Contains("missing: none; unexpected: 'w'"));
  CHECK_THAT(with({{"z", label}, {"label", label}}), Contains("(5, 2)"));
  utils::save_npy(files.file("x.npy"), z);
  CHECK_THAT(error(files.file("x.npy"), files.out),
             Contains("--input: the model has the inputs 'z', 'label', so this takes a .npz file"));
  CHECK_THAT(error(files.x_by_name, files.file("y.npy")),
             Contains("--output: the model has the outputs 'real', 'kind', so this takes a .npz file"));
  CHECK_THAT(error(files.file("none.npz"), files.out), Contains("none.npz"));
  CHECK_FALSE(std::filesystem::exists(files.out));
}

TEST_CASE("keratin fit: several inputs and outputs train as fit() does") {
  const Files files;
  const Tensor real = testing::random_tensor({5, 1}, 3), kind = testing::random_tensor({5, 2}, 4);
  utils::save_npz(files.file("y.npz"), {{"real", real}, {"kind", kind}});
  const Arguments command = {
      "fit",          files.model,          "--x", files.x_by_name, "--y", files.file("y.npz"),
      "--no-shuffle", "--epochs",           "2",   "--batch-size",  "2",   "--quiet",
      "--output",     files.file("t.keras")};
  const testing::Ended ended = testing::run_keratin(command);
  INFO(ended.errors);
  CHECK(ended.code == 0);
  Model expected = load_model(files.model);
  expected.fit({z, label}, {real, kind}, {.batch_size = 2, .epochs = 2, .verbose = 0, .shuffle = false});
  CHECK(load_model(files.file("t.keras")).get_weights() == expected.get_weights());
  utils::save_npz(files.file("y.npz"), {{"real", real}});
  CHECK_THAT(error_of(command), Contains("--y: the file '") && Contains("missing: 'kind'"));
}

TEST_CASE("keratin --help says which files hold several arrays") {
  for (const std::string command : {"predict", "fit"})
    CHECK_THAT(testing::run_keratin({command, "--help"}).output, Contains(".npz") && Contains("arr_0"));
}

}  // namespace keratin::test_arrays
