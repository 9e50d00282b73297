// Keras's first example: a small convnet that reads MNIST's digits or, without a folder of MNIST's files, the
// library's own. The test digits that it misreads go to mnist_convnet.png.
#include <algorithm>
#include <cstdio>
#include <keratin/keratin.hpp>
#include <vector>

#include "images.hpp"

using namespace keratin;
using namespace keratin::layers;

Sequential make_model() {
  Sequential model;
  model.add(Input({28, 28, 1}));
  model.add(Conv2D(32, {3, 3}, {.activation = "relu"}));
  model.add(MaxPooling2D({2, 2}));
  model.add(Conv2D(64, {3, 3}, {.activation = "relu"}));
  model.add(MaxPooling2D({2, 2}));
  model.add(Flatten());
  model.add(Dropout(0.5));
  model.add(Dense(10, {.activation = "softmax"}));
  return model;
}

int main(int argc, char** argv) {
  utils::set_random_seed(1);
  const auto [train, test] = load_mnist(argc > 1 ? argv[1] : "");
  Sequential model = make_model();
  model.summary();
  model.compile({.optimizer = "adam", .loss = "sparse_categorical_crossentropy", .metrics = {"accuracy"}});
  model.fit(train.x, train.y, {.batch_size = 128, .epochs = 15, .validation_split = 0.1});

  const Logs score = model.evaluate(test.x, test.y);
  std::printf("Test loss: %.4f\nTest accuracy: %.4f\n", score["loss"], score["accuracy"]);
  const Tensor probabilities = model.predict(test.x);
  std::vector<std::size_t> wrong;
  for (std::size_t i = 0; i < test.y.size(); ++i) {
    const float* row = &probabilities(i, 0);
    if (std::max_element(row, row + 10) - row != test.y(i)) wrong.push_back(i);
  }
  if (!wrong.empty())
    utils::save_img("mnist_convnet.png", utils::image_grid(xt::view(test.x, xt::keep(wrong)), {.zoom = 3}));
}
