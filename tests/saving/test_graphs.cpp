// Random functional models of real Keras (tests/golden/graphs.py): they load from both formats, predict and
// train as there. KERATIN_GRAPHS names a folder of further ones.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "keratin/models/load_model.hpp"
#include "keratin/utils/npy.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/paths.hpp"

namespace keratin::test_graphs {
namespace {

namespace fs = std::filesystem;
using NamedArrays = std::map<std::string, Tensor>;

std::vector<Tensor> numbered(const NamedArrays& arrays, const std::string& name) {
  std::vector<Tensor> all;
  for (auto found = arrays.find(name + "0"); found != arrays.end();
       found = arrays.find(name + std::to_string(all.size())))
    all.push_back(found->second);
  return all;
}

/// The largest difference, as a share of the largest number.
double difference(const std::vector<Tensor>& received, const std::vector<Tensor>& expected) {
  REQUIRE(received.size() == expected.size());
  double worst = 0.0, scale = 1e-3;
  for (std::size_t i = 0; i < received.size(); ++i) {
    REQUIRE(shape_of(received[i]) == shape_of(expected[i]));
    for (std::size_t k = 0; k < received[i].size(); ++k) {
      worst = std::max(worst, std::abs(double(received[i].flat(k)) - double(expected[i].flat(k))));
      scale = std::max(scale, std::abs(double(expected[i].flat(k))));
    }
  }
  return worst / scale;
}

void check_model(const fs::path& path, const NamedArrays& arrays) {
  INFO(path.string());
  const std::vector<Tensor> x = numbered(arrays, "x"), y = numbered(arrays, "y");
  const std::vector<Tensor> predicted = numbered(arrays, "predicted");
  Model model = load_model(path.string());
  CHECK(difference(model.predict_all(x), predicted) < 1e-5);
  const testing::Folder folder;
  for (const std::string ending : {".keras", ".h5"}) {
    const std::string copy = folder.file("copy" + ending);
    model.save(copy);
    CHECK(difference(load_model(copy).predict_all(x), predicted) < 1e-5);
  }
  const callbacks::History history =
      model.fit(x, y, {.batch_size = 4, .epochs = 3, .verbose = 0, .shuffle = false});
  const bool normalizes = arrays.at("normalizes").flat(0) != 0.0f;
  CHECK(difference(model.get_weights(), numbered(arrays, "weight")) < (normalizes ? 1e-3 : 1e-5));
  for (std::size_t epoch = 0; epoch < 3; ++epoch)
    CHECK(history.history.at("loss")[epoch] == Approx(arrays.at("loss").flat(epoch)).epsilon(1e-4));
}

std::size_t check_folder(const fs::path& folder) {
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".npz") continue;
    const NamedArrays arrays = utils::load_npz(entry.path().string());
    for (const char* ending : {".keras", ".h5"})
      check_model(fs::path(entry.path()).replace_extension(ending), arrays);
    ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("Functional models of Keras load from both formats, predict and train as there") {
  CHECK(check_folder(testing::golden_path("graphs")) == 10);
  if (const char* more = std::getenv("KERATIN_GRAPHS")) CHECK(check_folder(more) > 0);
}

}  // namespace keratin::test_graphs
