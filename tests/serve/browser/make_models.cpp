// Writes a small model of each kind of page: make_models FOLDER. It learns the library's 1,797 digits of 8x8
// pixels for a few seconds.
#include <cstdio>
#include <keratin/keratin.hpp>
#include <string>

using namespace keratin;
using namespace keratin::layers;

namespace {

struct Digits {
  Tensor images;  // (1797, 8, 8, 1), from 0 to 1
  xt::xarray<int> labels;
};

Digits load_digits() {
  const auto [images, labels] = datasets::digits::load_data();
  return {images / 16.0f, labels};
}

/// The digit, up to a pixel away from its place: what people draw is not always in the middle.
Tensor shifted(const Tensor& images) {
  Tensor all = xt::zeros_like(images);
  for (std::size_t i = 0; i < images.shape(0); ++i) {
    const int down = static_cast<int>(i % 3) - 1, right = static_cast<int>(i / 3 % 3) - 1;
    for (int y = 0; y < 8; ++y) {
      for (int x = 0; x < 8; ++x) {
        const int from_y = y - down, from_x = x - right;
        if (from_y >= 0 && from_y < 8 && from_x >= 0 && from_x < 8)
          all(i, y, x, 0) = images(i, from_y, from_x, 0);
      }
    }
  }
  return all;
}

void save_classifier(const Digits& digits, const std::string& folder) {
  Sequential model({.name = "digits"});
  model.add(Conv2D(16, 3, {.padding = "same", .activation = "relu", .input_shape = {8, 8, 1}}));
  model.add(MaxPooling2D());
  model.add(Conv2D(32, 3, {.padding = "same", .activation = "relu"}));
  model.add(Flatten());
  model.add(Dense(10, {.activation = "softmax"}));
  model.compile({.optimizer = "adam", .loss = "sparse_categorical_crossentropy"});
  const Tensor x = xt::concatenate(xt::xtuple(digits.images, shifted(digits.images)));
  const xt::xarray<int> y = xt::concatenate(xt::xtuple(digits.labels, digits.labels));
  model.fit(x, y, {.epochs = 12, .verbose = 0});
  model.save(folder + "/classifier.keras");
}

/// From eight numbers, and a label if there are labels, to a digit from -1 to 1.
Model make_decoder(bool conditional) {
  const Input point({8}), label({1});
  KerasTensor x = Dense(64, {.activation = "relu"})(point);
  if (conditional) x = Concatenate()({x, Flatten()(Embedding(10, 16)(label))});
  x = Dense(4 * 4 * 16, {.activation = "relu"})(x);
  x = Reshape({4, 4, 16})(x);
  x = Conv2DTranspose(16, 4, {.strides = 2, .padding = "same", .activation = "relu"})(x);
  x = Conv2D(1, 3, {.padding = "same", .activation = "tanh"})(x);
  if (conditional) return Model({point, label}, x, {.name = "conditional"});
  return Model(point, x, {.name = "decoder"});
}

/// The decoder half of an autoencoder whose code is about normal: what it draws resembles digits.
void save_generator(const Digits& digits, bool conditional, const std::string& path) {
  const Tensor images = digits.images * 2.0f - 1.0f;
  const Input image({8, 8, 1}), label({1});
  KerasTensor x = Flatten()(image);
  x = Dense(64, {.activation = "relu"})(x);
  x = BatchNormalization({.center = false, .scale = false})(Dense(8)(x));
  const Model decoder = make_decoder(conditional);
  if (conditional) {
    Model whole({image, label}, decoder({GaussianNoise(0.3)(x), label}));
    whole.compile({.optimizer = "adam", .loss = "mse"});
    whole.fit({images, digits.labels}, images, {.epochs = 30, .verbose = 0});
  } else {
    Model whole(image, decoder(GaussianNoise(0.3)(x)));
    whole.compile({.optimizer = "adam", .loss = "mse"});
    whole.fit(images, images, {.epochs = 30, .verbose = 0});
  }
  decoder.save(path);
}

/// Doubles images of any size.
void save_doubler(const std::string& folder) {
  Sequential model({.name = "doubler"});
  model.add(Input({None, None, 1}));
  model.add(UpSampling2D({.size = 2, .interpolation = "bilinear"}));
  model.add(Conv2D(1, 3, {.padding = "same", .kernel_initializer = initializers::Constant(1.0f / 9)}));
  model.save(folder + "/doubler.keras");
}

/// Tells digits from noise.
void save_discriminator(const Digits& digits, const std::string& folder) {
  Sequential model({.name = "discriminator"});
  model.add(Conv2D(16, 3, {.strides = 2, .padding = "same", .input_shape = {8, 8, 1}}));
  model.add(LeakyReLU(0.2));
  model.add(Flatten());
  model.add(Dense(1, {.activation = "sigmoid"}));
  model.compile({.optimizer = "adam", .loss = "binary_crossentropy"});
  const Tensor noise = random::uniform(0.0, 1.0, {1797, 8, 8, 1});
  model.fit(xt::concatenate(xt::xtuple(digits.images, noise)),
            xt::concatenate(xt::xtuple(xt::ones<float>({1797, 1}), xt::zeros<float>({1797, 1}))),
            {.epochs = 3, .verbose = 0});
  model.save(folder + "/discriminator.keras");
}

/// Tells whether a digit is that of the label: a discriminator that is told what it should see.
void save_judge(const Digits& digits, const std::string& folder) {
  const Input image({8, 8, 1}), label({1});
  KerasTensor x = Dense(64, {.activation = "relu"})(Flatten()(image));
  x = Multiply()({x, Flatten()(Embedding(10, 64)(label))});
  Model model({image, label}, Dense(1, {.activation = "sigmoid"})(x), {.name = "judge"});
  model.compile({.optimizer = "adam", .loss = "binary_crossentropy"});
  const Tensor images = xt::concatenate(xt::xtuple(digits.images, digits.images));
  const xt::xarray<int> others = (digits.labels + random::randint(1, 10, {1797})) % 10;
  const xt::xarray<int> labels = xt::concatenate(xt::xtuple(digits.labels, others));
  model.fit({images, labels},
            xt::concatenate(xt::xtuple(xt::ones<float>({1797, 1}), xt::zeros<float>({1797, 1}))),
            {.epochs = 30, .verbose = 0});
  model.save(folder + "/judge.keras");
}

/// Two inputs, two outputs: what no other page fits.
void save_arrays(const std::string& folder) {
  const Input left({3}, {.name = "left"}), right({3}, {.name = "right"});
  const KerasTensor sum = Add({.name = "sum"})({left, right}),
                    largest = Maximum({.name = "largest"})({left, right});
  Model({left, right}, {sum, largest}, {.name = "arrays"}).save(folder + "/arrays.keras");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "Usage: make_models FOLDER\n");
    return 2;
  }
  const std::string folder = argv[1];
  utils::set_random_seed(1);
  const Digits digits = load_digits();
  save_classifier(digits, folder);
  save_generator(digits, false, folder + "/generator.keras");
  save_generator(digits, true, folder + "/conditional.keras");
  save_doubler(folder);
  save_discriminator(digits, folder);
  save_judge(digits, folder);
  save_arrays(folder);
}
