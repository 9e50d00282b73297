#include "keratin/layers/reshaping/repeat_vector.hpp"
#include "support/catch.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("RepeatVector is a layer") {
  check_layer([] { return std::make_shared<RepeatVector>(3, RepeatVectorOptions{.input_shape = {4}}); },
              {2, 4}, {.output_shape = {2, 3, 4}, .refused_inputs = {{2}, {2, 4, 1}}});
}

TEST_CASE("RepeatVector computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("RepeatVector")) {
    RepeatVector layer(golden.arguments.integer("n", 0));
    check_golden(layer, golden);
  }
}

TEST_CASE("RepeatVector and its gradient equal the double loop") {
  for (const int n : {1, 2, 5}) {
    RepeatVector layer(n);
    check_reference(layer, {3, 4}, [n](const reference::Array& x, const auto&) {
      reference::Array y{{3, n, 4}, {}};
      for (int row = 0; row < 3; ++row)
        for (int i = 0; i < n; ++i)
          for (std::size_t feature = 0; feature < 4; ++feature)
            y.data.push_back(x.data[static_cast<std::size_t>(row) * 4 + feature]);
      return y;
    });
  }
}

TEST_CASE("RepeatVector says what is wrong") {
  CHECK(error_of([] { RepeatVector(0); }) ==
        "Layer \"repeat_vector\" (RepeatVector): n must be positive, but received 0.");
  CHECK(error_of([] {
          connect(RepeatVector(2), {None, 3, 4});
        }) ==
        "Layer \"repeat_vector\" (RepeatVector): expected an input of 2 dimensions, batch included, but "
        "received "
        "shape (None, 3, 4). Put a Reshape or Flatten before it, or another layer.");
}
