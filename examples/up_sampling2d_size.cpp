// UpSampling2D with different factors for rows and columns.
// Prints tf.keras's names; with the argument "keras" those of standalone Keras.
#include <keratin/keratin.hpp>

using namespace keratin;
using namespace keratin::layers;

int main(int argc, char** argv) {
  if (argc > 1) utils::set_naming(argv[1]);

  xt::xarray<int> X = {{1, 2}, {3, 4}};
  print(X);
  X.reshape({1, 2, 2, 1});  // one sample of 2x2 pixels with one channel

  Sequential model;
  model.add(UpSampling2D({.size = {2, 3}, .input_shape = {2, 2, 1}}));
  model.summary();

  Tensor yhat = model.predict(X);
  print(yhat.reshape({4, 6}));
}
