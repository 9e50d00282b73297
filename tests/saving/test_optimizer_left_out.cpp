// Models whose optimizer's state does not fit them as they were saved: see
// tests/golden/cases/optimizer_left_out/make.py.
#include "keratin/models/load_model.hpp"
#include "support/capture.hpp"
#include "support/cases.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/run_layer.hpp"

namespace keratin::test_optimizer_left_out {
namespace {

using Catch::Matchers::Contains;
using namespace testing;

/// Loads the file, checks its predictions, and returns what is said on standard error.
std::string load(const std::string& library, const std::string& name, Sequential& model) {
  const nlohmann::json golden = case_json("optimizer_left_out/" + library + ".json");
  const Folder folder;
  const std::string path = unpack("optimizer_left_out/" + library + ".zip", name, folder.path.string());
  const std::string said = capture(STDERR_FILENO, [&] { model = load_model(path); });
  Tensor x = empty_tensor({4, 2});
  const auto numbers = golden.at("x").get<std::vector<float>>();
  std::copy(numbers.begin(), numbers.end(), x.data());
  const auto expected = golden.at("predictions").at(name).get<std::vector<float>>();
  const Tensor y = model.predict(x);
  REQUIRE(y.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) CHECK(y.data()[i] == Approx(expected[i]).epsilon(1e-5));
  CHECK(std::count(said.begin(), said.end(), '\n') == 1);
  return said;
}

}  // namespace

TEST_CASE("load_model: a .keras that was frozen after compile() loads, with a new optimizer") {
  Sequential model;
  CHECK_THAT(
      load("keras", "frozen.keras", model),
      Contains("the optimizer Adam starts afresh, since its state in the file does not fit: it has 10 "
               "entries, but expected were the steps, the learning rate and 0 arrays for the 0 weights "
               "that train: the layers are frozen."));
  CHECK(model.optimizer().iterations() == 0);
  CHECK(model.optimizer().learning_rate() == Approx(0.01));
  CHECK_THAT(load("keras", "partly_frozen.keras", model), Contains("4 arrays for the 2 weights that train."));
  CHECK(model.optimizer().iterations() == 0);
}

TEST_CASE("load_model: a frozen .h5 keeps the count of its steps, a partly frozen one nothing") {
  Sequential model;
  CHECK_THAT(
      load("tf_keras", "frozen.h5", model),
      Contains("no weight trains because the layers are frozen; only the optimizer's count of steps is "
               "kept."));
  CHECK(model.optimizer().iterations() == 3);
  CHECK_THAT(load("tf_keras", "partly_frozen.h5", model), Contains("the optimizer Adam starts afresh"));
  CHECK(model.optimizer().iterations() == 0);
}

TEST_CASE("load_model: a .keras that Keras 3 wrote after an .h5 has no optimizer: rmsprop, as there") {
  Sequential model;
  CHECK_THAT(
      load("keras", "no_optimizer.keras", model),
      Contains("the optimizer RMSprop starts afresh, since its state in the file does not fit: the file "
               "does not say which optimizer it is of (rmsprop is what Keras takes then)."));
  CHECK(model.optimizer().class_name() == "RMSprop");
  CHECK(model.optimizer().iterations() == 0);
}

}  // namespace keratin::test_optimizer_left_out
