// Optimizers of Keras before 2.11 continue from the state in its files: see
// tests/golden/cases/older_optimizers/make.py.
#include "files/hdf5_writer.hpp"
#include "keratin/models/load_model.hpp"
#include "models/model_layer.hpp"
#include "saving/legacy_weights.hpp"
#include "saving/staged_optimizer.hpp"
#include "support/capture.hpp"
#include "support/cases.hpp"
#include "support/catch.hpp"
#include "support/compiled_models.hpp"
#include "support/folder.hpp"
#include "support/run_layer.hpp"

namespace keratin::test_older_optimizers {
namespace {

using Catch::Matchers::Contains;
using namespace testing;

constexpr int steps = 5;

struct Loaded {
  Sequential model;
  std::string said;  ///< on standard error
};

Loaded load(const std::string& version, const std::string& name) {
  const Folder folder;
  const std::string path = unpack("older_optimizers/" + version + ".zip", name + ".h5", folder.path.string());
  Loaded loaded;
  loaded.said = capture(STDERR_FILENO, [&] { loaded.model = load_model(path); });
  return loaded;
}

}  // namespace

TEST_CASE("load_model: older optimizers whose update is today's go on as in the Keras that wrote the file") {
  for (const std::string version : {"2.3.1", "2.4", "2.10", "2.15"}) {
    const nlohmann::json golden = case_json("older_optimizers/" + version + ".json");
    for (const auto& [name, weights] : golden.at("weights").items()) {
      if (name == "nadam" || name == "rmsprop" || name == "adagrad") continue;
      INFO(version << " " << name);
      auto [model, said] = load(version, name);
      CHECK(said.empty());
      train_steps(model, golden.at("batches"), steps, 2 * steps);
      check_weights(model, weights);
    }
  }
}

TEST_CASE("load_model: an older RMSprop and Adagrad go on, and it is said that epsilon is added elsewhere") {
  for (const std::string version : {"2.3.1", "2.4", "2.10", "2.15"}) {
    const nlohmann::json golden = case_json("older_optimizers/" + version + ".json");
    for (const std::string name : {"rmsprop", "adagrad"}) {
      INFO(version << " " << name);
      auto [model, said] = load(version, name);
      CHECK_THAT(said, Contains("Keras before 2.11 added epsilon to the root, today it is added under it"));
      train_steps(model, golden.at("batches"), steps, 2 * steps);
      check_weights(model, golden.at("weights").at(name), 1e-4f);
    }
  }
}

TEST_CASE("load_model: an older Nadam starts from scratch, and a line says why") {
  for (const std::string version : {"2.2.4", "2.3.1", "2.4", "2.10", "2.15"}) {
    const auto [model, said] = load(version, "nadam");
    CHECK_THAT(said,
               Contains("the optimizer Nadam starts afresh, since its state in the file does not fit: the "
                        "Nadam of Keras before 2.11 warmed its momentum up by another schedule"));
    CHECK(model.optimizer().iterations() == 0);
    CHECK(model.optimizer().learning_rate() == Approx(0.02));
  }
}

TEST_CASE("load_model: optimizers of Keras 2.2 that did not save the count of their steps") {
  for (const std::string name : {"sgd_momentum", "adam", "amsgrad", "adamax"}) {
    const auto [model, said] = load("2.2.4", name);
    CHECK(said.empty());
    CHECK(model.optimizer().iterations() == steps);
  }
  for (const std::string name : {"rmsprop", "adagrad", "adadelta"}) {
    const auto [model, said] = load("2.2.4", name);
    CHECK_THAT(said, !Contains("afresh"));
    CHECK(model.optimizer().iterations() == 0);
  }
}

TEST_CASE("optimizer state: an older one that does not fit is left out") {
  Sequential model = load("2.4", "adam").model;
  const auto left_out = [&](const std::vector<std::string>& names, std::int64_t steps_made) {
    saving::Hdf5Writer file("state");
    file.add_group("optimizer_weights");
    saving::save_list(file, "optimizer_weights", "weight_names", names);
    file.add_integer("optimizer_weights/Adam/iter:0", steps_made);
    const saving::Hdf5Group root = saving::Hdf5Group::open("state", file.bytes());
    const std::string said = capture(STDERR_FILENO, [&] {
      CHECK_FALSE(saving::read_state(layer_of(model), {.reader = "load_model",
                                                       .path = "state",
                                                       .root = root,
                                                       .keras3 = false,
                                                       .older = {.is_older = true}}));
    });
    CHECK_THAT(said, Contains(std::to_string(names.size()) + " entries, but expected were the steps"));
  };
  left_out({"Adam/iter:0"}, 3);
  left_out({"Adam/iter:0", "Adam/first/kernel/m:0"}, 3);
  left_out(std::vector<std::string>(1000, "Adam/iter:0"), 3);
}

TEST_CASE("load_model: standalone Keras's clipnorm is of all gradients together, tf.keras's of each") {
  const auto clipnorm_of = [](const std::string& version) {
    const Config config = load(version, "adam").model.optimizer().get_config();
    return std::pair(config.get<Config>("clipnorm"), config.get<Config>("global_clipnorm"));
  };
  CHECK(clipnorm_of("2.3.1") == std::pair(Config(), Config(0.1)));
  CHECK(clipnorm_of("2.4") == std::pair(Config(0.1), Config()));
}

}  // namespace keratin::test_older_optimizers
