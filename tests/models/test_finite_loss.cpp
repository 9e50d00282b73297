#include <limits>

#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "support/catch.hpp"

using namespace keratin;

namespace {

class CountingBackward : public Layer {
 public:
  explicit CountingBackward(int& passes) : Layer("CountingBackward", LayerOptions{}), passes_(&passes) {}
  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }
  View forward(View x, Tape& /*tape*/) const override { return x; }
  View backward(View dy, Tape& /*tape*/) const override {
    ++*passes_;
    return dy;
  }

 private:
  int* passes_;
};

}  // namespace

TEST_CASE("A loss that is not finite is not taken back through the layers") {
  int passes = 0;
  Sequential model;
  model.add(layers::Dense(1, {.input_dim = 2}));
  model.add(CountingBackward(passes));
  model.compile({.optimizer = "sgd", .loss = "mse"});
  const Tensor y = xt::ones<float>({3, 1});
  Tensor x = xt::ones<float>({3, 2});
  model.train_on_batch(x, y);
  CHECK(passes == 1);
  x(0, 0) = std::numeric_limits<float>::quiet_NaN();
  CHECK_THROWS_WITH(model.train_on_batch(x, y), Catch::Contains("the loss became nan"));
  x(0, 0) = 1e30f;
  CHECK_THROWS_WITH(model.train_on_batch(x, y), Catch::Contains("the loss became infinite"));
  CHECK(passes == 1);
}
