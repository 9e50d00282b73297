// A 3-D autoencoder of films: a digit of the library's moves about for eight images, and the network keeps of
// them a quarter of the numbers. moving_digits.png shows films of test digits and, below each, the result.
#include <cmath>
#include <cstdio>
#include <keratin/keratin.hpp>
#include <vector>

#include "images.hpp"
#include "labels.hpp"

using namespace keratin;
using namespace keratin::layers;

Sequential make_model() {
  Sequential model({.name = "autoencoder"});
  model.add(Input({8, 32, 32, 1}));
  model.add(Conv3D(16, 3, {.strides = 2, .padding = "same", .activation = "relu"}));
  model.add(Conv3D(32, 3, {.strides = 2, .padding = "same", .activation = "relu"}));
  model.add(Conv3D(16, 3, {.padding = "same", .name = "code"}));
  model.add(Conv3DTranspose(32, 4, {.strides = 2, .padding = "same", .activation = "relu"}));
  model.add(Conv3DTranspose(1, 4, {.strides = 2, .padding = "same", .activation = "sigmoid"}));
  model.compile({.optimizer = optimizers::Adam({.learning_rate = 0.003}), .loss = "binary_crossentropy"});
  return model;
}

/// n films (8, 32, 32, 1) of digits (16, 16, 1) that move in a straight line and turn back at the edges.
Tensor make_films(const Tensor& digits, int n) {
  Tensor films = xt::zeros<float>({n, 8, 32, 32, 1});
  for (int i = 0; i < n; ++i) {
    const Tensor start = random::uniform(0.0, 32.0, {2}), speed = random::uniform(0.0, 4.0, {2});
    const int digit = random::randint(0, static_cast<int>(digits.shape(0)), {1})(0);
    for (int image = 0; image < 8; ++image) {
      const auto place = [&](int axis) {  // from 0 to 16 and back
        const float way = start(axis) + speed(axis) * static_cast<float>(image);
        return static_cast<int>(std::abs(std::fmod(way, 32.0f) - 16.0f));
      };
      const int top = place(0), left = place(1);
      xt::view(films, i, image, xt::range(top, top + 16), xt::range(left, left + 16)) =
          xt::view(digits, digit);
    }
  }
  return films;
}

int main() {
  utils::set_random_seed(1);
  const Tensor digits = random::permutation(enlarged_digits(2).x);
  const Tensor train = make_films(xt::view(digits, xt::range(0, 1437)), 1000),
               test = make_films(xt::view(digits, xt::range(1437, 1797)), 200);
  Sequential autoencoder = make_model();
  autoencoder.summary();
  autoencoder.fit(train, train, {.batch_size = 8, .epochs = 20, .validation_data = Data{test, test}});

  const Tensor rebuilt = autoencoder.predict(test);
  std::printf("PSNR of the test films: %.1f dB\n", psnr(rebuilt, test));
  std::vector<Tensor> rows;
  for (int i = 0; i < 3; ++i) {
    rows.emplace_back(xt::view(test, i));
    rows.emplace_back(xt::view(rebuilt, i));
  }
  const Tensor grid = utils::image_grid(first_of(rows, 8), {.columns = 8, .zoom = 2});
  utils::save_img("moving_digits.png", labelled(grid, {"1", "2", "3", "4", "5", "6", "7", "8"},
                                                {"film", "result", "film", "result", "film", "result"}));
}
