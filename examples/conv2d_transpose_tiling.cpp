// Conv2DTranspose with a 2x2 kernel at stride 2: the multiples of the kernel are side by side, like tiles.
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
  model.add(Conv2DTranspose(1, {2, 2}, {.strides = {2, 2}, .input_shape = {2, 2, 1}}));
  model.summary();

  // A kernel's brackets are rows, columns, filters, input channels; the bias is 0.
  model.set_weights({xt::xtensor<float, 4>{{{{1}}, {{10}}}, {{{100}}, {{1000}}}}, xt::xtensor<float, 1>{0}});
  Tensor yhat = model.predict(X);
  print(yhat.reshape({4, 4}));
}
