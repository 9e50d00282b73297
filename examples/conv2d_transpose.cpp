// Conv2DTranspose with stride 2 and a kernel of a single 1: shows where the inserted zeros stay. Prints
// tf.keras's names; with the argument "keras" those of standalone Keras.
#include <keratin/keratin.hpp>

using namespace keratin;
using namespace keratin::layers;

int main(int argc, char** argv) {
  if (argc > 1) utils::set_naming(argv[1]);

  xt::xarray<int> X = {{1, 2}, {3, 4}};
  print(X);
  X.reshape({1, 2, 2, 1});  // one sample of 2x2 pixels with one channel

  Sequential model;
  model.add(Conv2DTranspose(1, {1, 1}, {.strides = {2, 2}, .input_shape = {2, 2, 1}}));
  model.summary();

  // A kernel's brackets are rows, columns, filters, input channels; the bias is 0.
  model.set_weights({xt::xtensor<float, 4>{{{{1}}}}, xt::xtensor<float, 1>{0}});
  Tensor yhat = model.predict(X);
  print(yhat.reshape({4, 4}));
}
