#pragma once

#include <algorithm>
#include <functional>
#include <memory>

#include "workloads.hpp"

namespace keratin::benchmarks {

/// One array for each input; labels are all 0.
inline std::vector<Tensor> random_batch(const Model& model, int batch) {
  std::vector<Tensor> arrays;
  for (const KerasTensor& input : model.inputs()) {
    const Shape shape = input.shape().without_batch().with_batch(batch);
    arrays.push_back(shape[1] == 1 ? Tensor(xt::zeros<float>({batch, 1})) : random::randn(shape));
  }
  return arrays;
}

/// One step of the tutorials' GAN: half a batch is generated, the discriminator trains on real and generated
/// halves, and the generator on a whole batch through the frozen discriminator.
class GanStep {
 public:
  explicit GanStep(int batch)
      : batch_(batch),
        ones_(xt::ones<float>({batch, 1})),
        both_(random::rand({batch, 28, 28, 1})),
        labels_(xt::zeros<float>({batch, 1})) {
    const auto adam = [] { return optimizers::Adam({.learning_rate = 2e-4, .beta_1 = 0.5}); };
    discriminator_.compile({.optimizer = adam(), .loss = "binary_crossentropy"});
    discriminator_.set_trainable(false);
    gan_.add(generator_);
    gan_.add(discriminator_);
    gan_.compile({.optimizer = adam(), .loss = "binary_crossentropy"});
    std::fill_n(labels_.begin(), batch / 2, 1.0f);
  }

  void operator()() {
    const Tensor fake = generator_.predict_on_batch(random::randn({batch_ / 2, 100}));
    std::copy(fake.begin(), fake.end(), both_.end() - static_cast<std::ptrdiff_t>(fake.size()));
    discriminator_.train_on_batch(both_, labels_);
    gan_.train_on_batch(random::randn({batch_, 100}), ones_);
  }

 private:
  int batch_;
  Sequential generator_ = make_model("mnist_gen"), discriminator_ = make_model("mnist_disc", true), gan_;
  Tensor ones_, both_, labels_;
};

/// A training step of a reference model, or of the tutorials' GAN if `name` is mnist_gan.
inline std::function<void()> make_step(const std::string& name, int batch) {
  if (name == "mnist_gan") return [step = std::make_shared<GanStep>(batch)] { (*step)(); };
  const auto model = std::make_shared<Model>(make_any_model(name));
  model->compile({.optimizer = optimizers::Adam({.learning_rate = 1e-4}), .loss = "mse"});
  return [model, x = random_batch(*model, batch),
          y = random::rand(model->output().shape().without_batch().with_batch(batch))] {
    model->train_on_batch(x, y);
  };
}

}  // namespace keratin::benchmarks
