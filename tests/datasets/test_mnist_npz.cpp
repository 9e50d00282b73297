#include <map>
#include <string>

#include "keratin/datasets/mnist.hpp"
#include "keratin/error.hpp"
#include "keratin/utils/npy.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/paths.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using namespace keratin::testing;
using Catch::Matchers::Contains;
using datasets::mnist::load_data;

#ifdef KERATIN_HAS_ZIP

namespace {

/// What load_data() says if one array of a small mnist.npz is replaced.
std::string error_with(const std::string& name, const Tensor& array) {
  const Folder folder;
  std::map<std::string, Tensor> arrays = {{"x_train", xt::zeros<float>({3, 28, 28})},
                                          {"y_train", vector({5, 0, 9})},
                                          {"x_test", xt::zeros<float>({2, 28, 28})},
                                          {"y_test", vector({1, 2})}};
  arrays[name] = array;
  utils::save_npz(folder.file("mnist.npz"), arrays);
  try {
    static_cast<void>(load_data(folder.file("mnist.npz")));
  } catch (const IOError& error) {
    return error.what();
  }
  return "no IOError";
}

}  // namespace

TEST_CASE("mnist::load_data() reads mnist.npz as NumPy writes it") {  // golden: tests/golden/mnist_npz.py
  const auto [train, test] = load_data(golden_path("mnist.npz"));
  REQUIRE(shape_of(train.x) == Shape{3, 28, 28});
  REQUIRE(shape_of(test.x) == Shape{2, 28, 28});
  for (std::size_t i = 0; i < train.x.size(); ++i) REQUIRE(train.x.data()[i] == static_cast<float>(i % 256));
  for (std::size_t i = 0; i < test.x.size(); ++i)
    REQUIRE(test.x.data()[i] == static_cast<float>(255 - i % 256));
  CHECK((train.y == xt::xarray<int>{5, 0, 9}));
  CHECK((test.y == xt::xarray<int>{1, 2}));
}

TEST_CASE("mnist::load_data() refuses an .npz of something else") {
  CHECK_THAT(error_with("x_test", xt::zeros<float>({2, 28, 27})),
             Contains("mnist.npz' cannot be read: its array 'x_test' has the shape (2, 28, 27), but should "
                      "have (None, 28, 28)."));
  CHECK_THAT(error_with("x_train", xt::zeros<float>({0, 28, 28})), Contains("has the shape (0, 28, 28)"));
  CHECK_THAT(error_with("y_test", vector({1, 2, 3})), Contains("it holds 3 labels for 2 images of 'test'."));
  CHECK_THAT(error_with("y_train", vector({1, 2, 10})),
             Contains("its array 'y_train' should hold whole numbers from 0 to 9."));
  CHECK_THAT(error_with("y_train", vector({1, 2, 0.5f})), Contains("whole numbers from 0 to 9."));
  const float nan = std::numeric_limits<float>::quiet_NaN();
  CHECK_THAT(error_with("x_test", nan * xt::ones<float>({2, 28, 28})),
             Contains("its array 'x_test' should hold whole numbers from 0 to 255."));
  const Folder folder;
  utils::save_npz(folder.file("other.npz"), {{"x", vector({1})}});
  CHECK_THROWS_WITH(load_data(folder.file("other.npz")), Contains("it holds no array 'x_train'."));
}

#else

TEST_CASE("mnist::load_data() says that libzip is missing") {
  CHECK_THROWS_AS(load_data(golden_path("mnist.npz")), ValueError);
}

#endif

TEST_CASE("mnist::load_data() says where to get mnist.npz") {
  CHECK_THROWS_AS(load_data("/nowhere/mnist.npz"), IOError);
  CHECK_THROWS_WITH(
      load_data("/nowhere/mnist.npz"),
      Contains("/nowhere/mnist.npz") && Contains("there is no such file. Download it from https://"));
}
