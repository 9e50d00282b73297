#include "keratin/layers/core/input_layer.hpp"
#include "keratin/layers/merging/add.hpp"
#include "keratin/models/sequential.hpp"
#include "support/catch.hpp"
#include "support/merging.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("Add is a layer, which computes what Keras and the double loop compute") {
  check_elementwise(
      "Add", [] { return std::make_shared<Add>(); },
      [](const auto& x) { return folded(x, [](double a, double b) { return a + b; }); });
}

TEST_CASE("A merging layer's output has the shape that its inputs are broadcast to") {
  const auto shape_of_sum = [](const std::vector<Shape>& inputs) {
    return to_string(LayerAccess::connect(*std::make_shared<Add>(), inputs)[0]);
  };
  CHECK(shape_of_sum({{None, 4, 4, 8}, {None, 1, 1, 8}}) == "(None, 4, 4, 8)");
  CHECK(shape_of_sum({{None, 8}, {None, 4, 4, 8}}) == "(None, 4, 4, 8)");
  CHECK(shape_of_sum({{None, None, 8}, {None, 5, 8}}) == "(None, None, 8)");
  CHECK(shape_of_sum({{None, 1}, {None, None}}) == "(None, None)");
  CHECK(shape_of_sum({{None, 3, 1}, {None, 1, 4}, {None, 1}}) == "(None, 3, 4)");
  CHECK(shape_of_sum({{6, 3}, {None, 3}}) == "(6, 3)");
}

TEST_CASE("Inputs of one shape are not copied, and a gradient is shared") {
  const Tensor x = random_tensor({2, 3}), dy = random_tensor({2, 3});
  const Add layer;
  StepTape tape;
  const Gradients none;
  tape.begin_training(none);
  const std::vector<View> inputs{View(x), View(x)};
  const View y = layer.merge(inputs, tape);
  std::vector<View> dx(2);
  layer.merge_backward(View(dy), dx, tape);
  CHECK(dx[0].data() == dy.data());
  CHECK(dx[1].data() == dy.data());
  CHECK(layer.merge({inputs.data(), 1}, tape).data() == x.data());
  CHECK(y.data() != x.data());
}

TEST_CASE("Merging layers say what is wrong") {
  CHECK(
      error_of([] { Add()(Input({4})); }) ==
      "Layer \"add\" (Add): a merging layer should be called on a list of inputs, but received one of shape "
      "(None, 4). Call it on a list, such as Add()({a, b}).");
  CHECK(
      error_of([] {
        Sequential model;
        model.add(Input({4}));
        model.add(Add());
      }) ==
      "Layer \"add\" (Add): a merging layer should be called on a list of inputs, but received one of shape "
      "(None, 4). Call it on a list, such as Add()({a, b}).");
  CHECK(
      error_of([] {
        Add()({Input({4, 4, 8}), Input({4, 4, 7})});
      }) ==
      "Layer \"add\" (Add): inputs have incompatible shapes: received (None, 4, 4, 8), (None, 4, 4, 7). On "
      "each axis after the batch, counted from the end, sizes must be equal, or 1 for an input that is to be "
      "repeated.");
  CHECK(error_of([] {
          LayerAccess::connect(*std::make_shared<Add>(), {{8, 4}, {5, 4}});
        }) ==
        "Layer \"add\" (Add): its inputs must have one batch size, but received shapes (8, 4), (5, 4).");
}

TEST_CASE("Sizes that are known only at run time are checked there") {
  const Input x({None, 3}), y({None, 3});
  const Model model({x, y}, Add()({x, y}));
  CHECK(model.predict({random_tensor({2, 5, 3}), random_tensor({2, 1, 3})}).shape(1) == 5);
  CHECK_THROWS_WITH(model.predict({random_tensor({2, 5, 3}), random_tensor({2, 4, 3})}),
                    Catch::Matchers::Contains("received (2, 5, 3), (2, 4, 3)"));
}
