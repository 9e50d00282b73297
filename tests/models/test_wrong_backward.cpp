// Layers of a user's whose backward pass does not fit their forward pass: the error names them.
#include <functional>
#include <string>

#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/utils/naming.hpp"
#include "support/catch.hpp"
#include "support/run_layer.hpp"

namespace keratin::test_wrong_backward {
namespace {

using namespace keratin::layers;
using testing::error_of;
using testing::random_tensor;

/// y = x, which saves x so often and restores so many values.
class Careless : public Layer {
 public:
  Careless(int saves, int restores) : Layer("Careless"), saves_(saves), restores_(restores) {}
  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }
  View forward(View x, Tape& tape) const override {
    if (saves_ == 1) tape.save(*this, {x});
    if (saves_ == 2) tape.save(*this, {x, x});
    return tape.evaluate(x.array() * 1.0f);
  }
  View backward(View dy, Tape& tape) const override {
    if (restores_ == 1) static_cast<void>(tape.restore<1>(*this));
    if (restores_ == 2) static_cast<void>(tape.restore<2>(*this));
    return dy;
  }

 private:
  int saves_, restores_;
};

/// a + b, with gradients of other shapes.
class WrongAdd : public MergingLayer {
 public:
  explicit WrongAdd(bool gives_second)
      : MergingLayer("WrongAdd", LayerOptions{}), gives_second_(gives_second) {}
  [[nodiscard]] Shape merged_shape(std::span<const Shape> inputs) const override { return inputs[0]; }
  View merge(std::span<const View> x, Tape& tape) const override {
    return tape.evaluate(x[0].array() + x[1].array());
  }
  void merge_backward(View dy, std::span<View> dx, Tape& tape) const override {
    dx[0] = dy;
    if (gives_second_) dx[1] = tape.allocate({1, 2});
  }

 private:
  bool gives_second_;
};

std::string error_of_training(Model model, const Shape& input) {
  model.compile({.loss = "mse"});
  return error_of([&] { model.train_on_batch(random_tensor(input), random_tensor({input[0], 3})); });
}

std::string careless(int saves, int restores) {
  utils::clear_session();
  Sequential model({Dense(3, {.activation = "tanh", .input_shape = {2}, .name = "hidden"})});
  model.add(std::make_shared<Careless>(saves, restores));
  return error_of_training(model, {4, 2});
}

std::string wrong_add(bool gives_second) {
  utils::clear_session();
  const Input x({2});
  return error_of_training(
      Model(x, call(std::make_shared<WrongAdd>(gives_second), {Dense(3)(x), Dense(3)(x)})), {4, 2});
}

}  // namespace

TEST_CASE("A backward pass that restores what was not saved is named, and what was saved last") {
  const std::string begin = "Layer \"careless\" (Careless): its backward() restores ";
  const std::string end = " Restore, in reverse order, exactly what forward() saves.";
  CHECK(careless(2, 1) == begin + "1 value, but its forward() saved 2 values last." + end);
  CHECK(careless(1, 2) == begin + "2 values, but its forward() saved 1 value last." + end);
  CHECK(careless(0, 1) ==
        begin +
            "1 value, but nothing that its forward() saved is left: what was saved last is 2 "
            "values of the layer \"hidden\" (Dense)." +
            end);
}

TEST_CASE("A merging layer's gradients must be there and have the shapes of its inputs") {
  const std::string begin =
      "Layer \"wrong_add\" (WrongAdd): backward() must return a gradient of the shape (4, 3) of input 1, but "
      "returned ";
  CHECK(wrong_add(true) == begin + "(1, 2).");
  CHECK(wrong_add(false) == begin + "nothing.");
}

}  // namespace keratin::test_wrong_backward
