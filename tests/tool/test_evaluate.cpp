// `keratin evaluate` prints what evaluate() returns; `keratin fit --validation` validates with files.
#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <vector>

#include "keratin/layers.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/utils/naming.hpp"
#include "keratin/utils/npy.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/paths.hpp"
#include "support/program.hpp"
#include "support/run_layer.hpp"

namespace keratin::test_evaluate {
namespace {

using Catch::Matchers::Contains;
using namespace layers;
using testing::Ended;
using testing::run_keratin;
using Arguments = std::vector<std::string>;

std::string golden(const std::string& name) { return testing::golden_path("tool/" + name); }

/// The lines that `keratin evaluate` prints for the logs.
std::string printed(const Logs& logs) {
  std::string text;
  for (const auto& [name, value] : logs) text += fmt::format("{}: {:.6g}\n", name, value);
  return text;
}

std::string output_of(const Arguments& arguments) {
  const Ended ended = run_keratin(arguments);
  INFO(ended.errors);
  CHECK(ended.code == 0);
  CHECK(ended.errors.empty());
  return ended.output;
}

std::string error_of(const Arguments& arguments) {
  const Ended ended = run_keratin(arguments);
  CHECK(ended.code == 1);
  CHECK(ended.output.empty());
  return ended.errors;
}

}  // namespace

TEST_CASE("keratin evaluate: the loss and the metrics of a compiled model") {
  const Tensor x = utils::load_npy(golden("x.npy")), y = utils::load_npy(golden("y.npy"));
  for (const std::string ending : {".keras", ".h5"}) {
    INFO(ending);
    const std::string model = golden("model" + ending);
    const std::string expected = printed(load_model(model).evaluate(x, y, {.batch_size = 4}));
    CHECK_THAT(expected, Contains("loss: ") && Contains("accuracy: "));
    CHECK(output_of({"evaluate", model, "--x", golden("x.npy"), "--y", golden("y.npy"), "--batch-size",
                     "4"}) == expected);
  }
}

TEST_CASE("keratin evaluate: --loss and --metrics compile the model") {
  const std::string path = testing::golden_path("cases/program/own_loss.h5"),
                    x = testing::golden_path("cases/program/x.npy"),
                    y = testing::golden_path("cases/program/own_loss.h5.npy");
  const Arguments command = {"evaluate", path, "--x", x, "--y", y};
  CHECK_THAT(error_of(command), Contains("Unknown loss \"own_loss\". Give another loss with --loss"));
  Sequential model = load_model(path, {.compile = false});
  model.compile({.loss = "mae", .metrics = {"mse", "accuracy"}});
  const std::string expected = printed(model.evaluate(utils::load_npy(x), utils::load_npy(y)));
  for (const Arguments& metrics : {Arguments{"mse", "accuracy"}, {"mse,accuracy"}}) {
    Arguments compiling = command;
    compiling.insert(compiling.end(), {"--loss", "mae", "--metrics"});
    compiling.insert(compiling.end(), metrics.begin(), metrics.end());
    CHECK(output_of(compiling) == expected);
  }
}

TEST_CASE("keratin evaluate: several inputs and outputs") {
  const testing::Folder folder;
  utils::clear_session();
  const Tensor z = testing::random_tensor({5, 3}), label = testing::random_tensor({5, 2}, 2);
  const Tensor real = testing::random_tensor({5, 1}, 3), kind = testing::random_tensor({5, 2}, 4);
  const Input in({3}, {.name = "z"}), in_label({2}, {.name = "label"});
  const KerasTensor joined = Concatenate()({in, in_label});
  Model two({in, in_label}, {Dense(1, {.name = "real"})(joined), Dense(2, {.name = "kind"})(joined)});
  two.compile({.optimizer = "sgd", .loss = "mse"});
  two.save(folder.file("m.keras"));
  utils::save_npz(folder.file("x.npz"), {{"label", label}, {"z", z}});
  utils::save_npz(folder.file("y.npz"), {{"arr_0", real}, {"arr_1", kind}});
  const std::string expected = printed(two.evaluate({z, label}, {real, kind}));
  CHECK_THAT(expected, Contains("real_loss: ") && Contains("kind_loss: "));
  CHECK(output_of({"evaluate", folder.file("m.keras"), "--x", folder.file("x.npz"), "--y",
                   folder.file("y.npz")}) == expected);
  utils::save_npz(folder.file("y.npz"), {{"real", real}});
  CHECK_THAT(error_of({"evaluate", folder.file("m.keras"), "--x", folder.file("x.npz"), "--y",
                       folder.file("y.npz")}),
             Contains("--y: the file '") && Contains("missing: 'kind'"));
}

TEST_CASE("keratin evaluate: a model without its weights is refused") {
  const testing::Folder folder;
  const std::string json = folder.file("m.json"), weights = folder.file("m.weights.h5");
  REQUIRE(run_keratin({"convert", golden("model.keras"), json}).code == 0);
  REQUIRE(run_keratin({"convert", golden("model.keras"), weights}).code == 0);
  Arguments command = {"evaluate", json, "--x", golden("x.npy"), "--y", golden("y.npy"), "--loss", "mse"};
  CHECK_THAT(error_of(command), Contains("give a file of them with --weights"));
  command.insert(command.end(), {"--weights", weights});
  CHECK_THAT(output_of(command), Contains("loss: "));
  command.erase(command.begin() + 6, command.begin() + 8);
  CHECK_THAT(error_of(command), Contains("is not compiled: give a loss") && Contains("--loss mse"));
}

TEST_CASE("keratin fit --validation: validates with files, as fit() does with validation_data") {
  const testing::Folder folder;
  const std::string x = golden("x.npy"), y = golden("y.npy"), trained = folder.file("t.keras");
  Arguments command = {"fit", golden("model.keras"), "--x", x, "--y", y, "--no-shuffle", "--output", trained};
  const std::string plain = output_of(command);
  CHECK_THAT(plain, !Contains("val_loss"));
  command.insert(command.end(), {"--validation", x, y});
  CHECK_THAT(output_of(command), Contains("val_loss: ") && Contains("val_accuracy: "));
  const Tensor samples = utils::load_npy(x), targets = utils::load_npy(y);
  Sequential expected = load_model(golden("model.keras"));
  expected.fit(samples, targets, {.verbose = 0, .validation_data = {samples, targets}, .shuffle = false});
  CHECK(load_model(trained).get_weights() == expected.get_weights());
  std::filesystem::remove(trained);
  command.insert(command.end(), {"--validation-split", "0.2"});
  CHECK_THAT(error_of(command), Contains("--validation and --validation-split") && Contains("only one"));
  CHECK(folder.entries() == 0);
}

}  // namespace keratin::test_evaluate
