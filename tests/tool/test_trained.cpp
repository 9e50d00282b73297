// `keratin fit` ends with the weights that Keras's fit() ends with, see tests/golden/tool/make.py.
#include <algorithm>
#include <cmath>
#include <string>

#include "keratin/models/load_model.hpp"
#include "keratin/utils/npy.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/paths.hpp"
#include "support/program.hpp"

namespace keratin::test_trained {
namespace {

std::string golden(const std::string& name) { return testing::golden_path("tool/" + name); }

/// Checks that two arrays differ by 1e-5 of their scale at most.
void check_near(const Tensor& received, const Tensor& expected) {
  REQUIRE(shape_of(received) == shape_of(expected));
  float scale = 0.0f, difference = 0.0f;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    scale = std::max(scale, std::abs(expected.data()[i]));
    difference = std::max(difference, std::abs(received.data()[i] - expected.data()[i]));
  }
  CHECK(difference <= 1e-5f * scale);
}

}  // namespace

TEST_CASE("keratin fit: compiled as the file says, the weights that Keras ends with") {
  const testing::Folder folder;
  const auto expected = utils::load_npz(golden("trained.npz"));
  for (const std::string ending : {".keras", ".h5"}) {
    INFO(ending);
    const std::string trained = folder.file("trained" + ending);
    const testing::Ended ended = testing::run_keratin(
        {"fit", golden("model" + ending), "--x", golden("x.npy"), "--y", golden("y.npy"), "--epochs", "3",
         "--batch-size", "4", "--no-shuffle", "--quiet", "--output", trained});
    INFO(ended.errors);
    REQUIRE(ended.code == 0);
    const std::vector<Tensor> weights = load_model(trained).get_weights();
    REQUIRE(weights.size() == expected.size());
    std::size_t number = 0;
    for (const auto& [name, weight] : expected) {
      INFO("weight " << name);
      check_near(weights[number++], weight);
    }
  }
}

}  // namespace keratin::test_trained
