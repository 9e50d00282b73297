// In the discriminator: strides or pooling? Three discriminators with the same weights to learn halve their
// images by strided convolutions, by maxima or by means, and learn to tell handwritten digits from blurred
// ones. Pooling learns more from an epoch, at four times the multiplications, for it computes pixels and
// drops three of four. GANs stride: the generator learns from the discriminator's gradient, which a maximum
// passes to one pixel of four.
#include <cstdio>
#include <keratin/keratin.hpp>

using namespace keratin;
using namespace keratin::layers;

enum class Halving { strides, maximum, mean };

Sequential define_discriminator(Halving halving) {
  Sequential model;
  model.add(Input({8, 8, 1}));
  for (const int filters : {16, 32}) {
    model.add(Conv2D(filters, 3, {.strides = halving == Halving::strides ? 2 : 1, .padding = "same"}));
    model.add(LeakyReLU(0.2));
    if (halving == Halving::maximum) model.add(MaxPooling2D());
    if (halving == Halving::mean) model.add(AveragePooling2D(2));
  }
  model.add(Flatten());
  model.add(Dense(1, {.activation = "sigmoid"}));
  model.compile({.optimizer = "adam", .loss = "binary_crossentropy", .metrics = {"accuracy"}});
  return model;
}

/// Multiplications for one image.
std::size_t multiplications(const Sequential& model) {
  std::size_t sum = 0;
  Shape shape = model.input_shape().without_batch().with_batch(1);
  for (const auto& layer : model.layers()) {
    sum += layer->multiply_adds(shape);
    shape = layer->compute_output_shape(shape);
  }
  return sum;
}

/// Images whose pixels are mixed with the adjacent ones.
Tensor blurred(const Tensor& images) {
  Sequential model;
  model.add(Conv2D(1, 3, {.padding = "same", .use_bias = false, .input_shape = {8, 8, 1}}));
  Tensor kernel = xt::ones<float>({3, 3, 1, 1}) / 24;
  kernel(1, 1, 0, 0) = 2.0f / 3;
  model.set_weights({kernel});
  return model.predict(images);
}

int main() {
  utils::set_random_seed(1);
  const Tensor digits = datasets::digits::load_data().images / 16;
  const Tensor x = xt::concatenate(xt::xtuple(digits, blurred(digits)));
  const int half = static_cast<int>(digits.shape(0));
  Tensor y = xt::zeros<float>({2 * half, 1});
  xt::view(y, xt::range(0, half)) = 1;
  const xt::xarray<int> order = random::permutation(2 * half);
  const Tensor mixed_x = xt::view(x, xt::keep(order)), mixed_y = xt::view(y, xt::keep(order));

  std::printf(
      "halving   weights  multiplications   accuracy on digits that it has not seen, after epochs 1 to 4\n");
  for (const auto& [halving, name] :
       {std::pair{Halving::strides, "strides"}, std::pair{Halving::maximum, "maximum"},
        std::pair{Halving::mean, "mean"}}) {
    utils::set_random_seed(2);
    Sequential model = define_discriminator(halving);
    const auto history =
        model.fit(mixed_x, mixed_y, {.batch_size = 64, .epochs = 4, .verbose = 0, .validation_split = 0.25});
    std::printf("%-8s %8zu %16zu  ", name, model.count_params(), multiplications(model));
    for (const double accuracy : history["val_accuracy"]) std::printf(" %.3f", accuracy);
    std::printf("\n");
  }
}
