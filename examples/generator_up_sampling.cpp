// A generator: 100 numbers become 128 maps of 5x5, are doubled, and a convolution makes one image of them.
// Prints tf.keras's names; with the argument "keras" those of standalone Keras.
#include <keratin/keratin.hpp>

using namespace keratin;
using namespace keratin::layers;

int main(int argc, char** argv) {
  if (argc > 1) utils::set_naming(argv[1]);

  Sequential model;
  model.add(Dense(128 * 5 * 5, {.input_dim = 100}));
  model.add(Reshape({5, 5, 128}));
  model.add(UpSampling2D());
  model.add(Conv2D(1, {3, 3}, {.padding = "same"}));
  model.summary();
}
