// Whole models that were trained, saved and continue training: of real Keras, see
// tests/golden/files/compiled.py, and our own.
#include <cstdlib>

#include "keratin/models/load_model.hpp"
#include "support/capture.hpp"
#include "support/catch.hpp"
#include "support/compiled_models.hpp"
#include "support/folder.hpp"
#include "support/run_layer.hpp"
#include "support/weight_models.hpp"

namespace keratin::test_compiled_models {
namespace {

using Catch::Matchers::Contains;
using namespace testing;

constexpr int steps = 5;

}  // namespace

TEST_CASE("load_model: a model that Keras trained continues training as in Keras") {
  for (const std::string library : {"keras", "tf_keras"}) {
    const nlohmann::json golden = compiled_models(library);
    for (const auto& [name, expected] : golden.at("models").items()) {
      for (const std::string file : expected.at("files")) {
        INFO(file);
        Sequential model = load_model(weights_path(file));
        CHECK(model.optimizer().iterations() == steps);
        train_steps(model, golden.at("batches"), steps, 2 * steps);
        check_weights(model, expected.at("weights"));
      }
    }
  }
}

// tests/golden/files/check_whole.py has Keras do the same with these files: from the folder KERATIN_FILES, if
// it is set.
TEST_CASE("save: an interrupted training continues to the bits of an uninterrupted one") {
  const Folder temporary;
  const char* given = std::getenv("KERATIN_FILES");
  const std::string folder = given == nullptr ? temporary.path.string() : given;
  const nlohmann::json golden = compiled_models("keras");
  for (const auto& [name, expected] : golden.at("models").items()) {
    for (const std::string ending : {".keras", ".h5"}) {
      INFO(name << ending);
      Sequential unbroken = load_model(weights_path(expected.at("files").at(0)));
      train_steps(unbroken, golden.at("batches"), 0, steps);
      const std::string path = folder + "/" + name + ending;
      unbroken.save(path);
      Sequential interrupted = load_model(path);
      train_steps(unbroken, golden.at("batches"), steps, 2 * steps);
      train_steps(interrupted, golden.at("batches"), steps, 2 * steps);
      CHECK(interrupted.get_weights() == unbroken.get_weights());
      unbroken.save(folder + "/" + name + ".after" + ending);
    }
  }
}

}  // namespace keratin::test_compiled_models
