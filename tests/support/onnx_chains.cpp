// Random chains of layers: each layer by itself is right, but a runtime may get two adjacent ones wrong.
#include <random>

#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "support/onnx_models.hpp"

namespace keratin::testing {

using namespace layers;

namespace {

/// Draws the layers of a chain on images.
class Chain {
 public:
  Chain(unsigned seed, const std::string& name) : random_(seed), model_({.name = name}) {
    model_.add(Input({number(4, 7), number(4, 7), number(1, 3)}));
  }

  Sequential draw() {
    const int layers = number(3, 6);
    for (int added = 0; added < layers;) added += add_one() ? 1 : 0;
    return model_;
  }

 private:
  int number(int low, int high) {
    return low + static_cast<int>(random_() % static_cast<unsigned>(high - low + 1));
  }

  std::string padding() { return number(0, 1) == 0 ? "valid" : "same"; }

  std::string activation() {
    static const std::vector<std::string> names = {"linear", "relu", "tanh", "leaky_relu"};
    return names[static_cast<std::size_t>(number(0, 3))];
  }

  /// False if the layer does not fit what comes before it, or makes too much of it.
  bool add_one() {
    try {
      add_layer(number(0, 9));
    } catch (const ValueError&) {
      return false;
    }
    constexpr int largest = 40;
    const Shape made = model_.output_shape();
    if (made[1] <= largest && made[2] <= largest) return true;
    model_.pop();
    return false;
  }

  void add_layer(int kind) {
    switch (kind) {
      case 0:
        model_.add(Conv2D(number(1, 4), {number(1, 4), number(1, 4)},
                          {.strides = number(1, 2), .padding = padding(), .activation = activation()}));
        break;
      case 1:
      case 2:
        model_.add(
            Conv2DTranspose(number(1, 4), {number(1, 5), number(1, 5)},
                            {.strides = number(1, 3), .padding = padding(), .activation = activation()}));
        break;
      case 3:
      case 4:
        model_.add(ZeroPadding2D({{number(0, 2), number(0, 2)}, {number(0, 2), number(0, 2)}}));
        break;
      case 5:
        model_.add(Cropping2D({{number(0, 1), number(0, 1)}, {number(0, 1), number(0, 1)}}));
        break;
      case 6:
        model_.add(UpSampling2D({number(1, 2), number(1, 3)}));
        break;
      case 7:
        model_.add(MaxPooling2D({.pool_size = 2, .padding = padding()}));
        break;
      case 8:
        model_.add(BatchNormalization());
        break;
      default:
        model_.add(DepthwiseConv2D(number(1, 3), {.padding = padding()}));
        break;
    }
  }

  std::mt19937 random_;
  Sequential model_;
};

void add_padded_transposed(OnnxFamily family) {
  for (const int stride : {1, 2, 3}) {
    family.add({4, 5, 2}, ZeroPadding2D(1),
               Conv2DTranspose(3, 4, {.strides = stride, .padding = "same", .activation = "relu"}));
    family.add({4, 5, 2}, Conv2D(2, 1), ZeroPadding2D({{1, 0}, {0, 1}}),
               Conv2DTranspose(3, 3, {.strides = stride, .padding = "same", .output_padding = 0}));
    family.add({4, 2}, ZeroPadding1D(1), Conv1DTranspose(3, 4, {.strides = stride, .padding = "same"}));
  }
}

}  // namespace

void add_onnx_chains(std::vector<OnnxCase>& cases) {
  add_padded_transposed({"padded", cases});
  OnnxFamily family("chain", cases);
  constexpr unsigned chains = 60;
  for (unsigned seed = 0; seed < chains; ++seed) {
    family.take(Chain(seed, family.next_name()).draw(), 0);
  }
}

}  // namespace keratin::testing
