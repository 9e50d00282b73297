// Steps of train_on_batch(): GANs, layers that look at the batch, layers that draw.
#include "distribution/together.hpp"
#include "keratin/keratin.hpp"
#include "support/paths.hpp"

namespace keratin::testing {

using namespace layers;

namespace {

Sequential digits_discriminator() {
  Sequential model;
  model.add(Conv2D(64, {3, 3}, {.strides = {2, 2}, .padding = "same", .input_shape = {8, 8, 1}}));
  model.add(LeakyReLU(0.2));
  model.add(Dropout(0.25));
  model.add(Conv2D(128, {3, 3}, {.strides = {2, 2}, .padding = "same"}));
  model.add(LeakyReLU(0.2));
  model.add(Dropout(0.25));
  model.add(Flatten());
  model.add(Dense(1, {.activation = "sigmoid"}));
  model.compile({.optimizer = optimizers::Adam({.learning_rate = 2e-3, .beta_1 = 0.5}),
                 .loss = "binary_crossentropy",
                 .metrics = {"accuracy"}});
  return model;
}

Sequential digits_generator(int latent_dim) {
  Sequential model;
  model.add(Dense(64 * 2 * 2, {.input_dim = latent_dim}));
  model.add(LeakyReLU(0.2));
  model.add(Reshape({2, 2, 64}));
  model.add(Conv2DTranspose(64, {4, 4}, {.strides = {2, 2}, .padding = "same"}));
  model.add(LeakyReLU(0.2));
  model.add(Conv2DTranspose(32, {4, 4}, {.strides = {2, 2}, .padding = "same"}));
  model.add(LeakyReLU(0.2));
  model.add(Conv2D(1, {3, 3}, {.padding = "same", .activation = "tanh"}));
  return model;
}

void append(Outcome& outcome, const Logs& logs) {
  for (const auto& [name, value] : logs) outcome.numbers.push_back(value);
}

void append(Outcome& outcome, const Model& model) {
  for (Tensor& weights : model.get_weights()) outcome.arrays.push_back(std::move(weights));
}

/// The loop of the example digits_gan.
Outcome digits_gan() {
  const int latent_dim = 32, half_batch = 32;
  const Tensor dataset = datasets::digits::load_data().images / 8.0f - 1.0f;
  Sequential discriminator = digits_discriminator(), generator = digits_generator(latent_dim), gan;
  discriminator.set_trainable(false);
  gan.add(generator);
  gan.add(discriminator);
  gan.compile(
      {.optimizer = optimizers::Adam({.learning_rate = 1e-3, .beta_1 = 0.5}), .loss = "binary_crossentropy"});
  Outcome outcome;
  for (int step = 0; step < 20; ++step) {
    const Data real = utils::generate_real_samples(dataset, half_batch);
    const Data fake = utils::generate_fake_samples(generator, latent_dim, half_batch);
    append(outcome, discriminator.train_on_batch(xt::concatenate(xt::xtuple(real.x, fake.x)),
                                                 xt::concatenate(xt::xtuple(real.y, fake.y))));
    append(outcome, gan.train_on_batch(utils::generate_latent_points(latent_dim, 2 * half_batch),
                                       xt::ones<float>({2 * half_batch, 1})));
  }
  append(outcome, gan);
  outcome.arrays.push_back(generator.predict(utils::generate_latent_points(latent_dim, 7)));
  return outcome;
}

/// A discriminator of images of CIFAR's size with BatchNormalization and Dropout, on batches of `batch`.
Outcome cifar_discriminator(int batch, const Identifier<optimizers::Optimizer>& optimizer) {
  Sequential model;
  model.add(Input({32, 32, 3}));
  for (const int filters : {16, 32, 32}) {
    model.add(Conv2D(filters, {3, 3}, {.strides = {2, 2}, .padding = "same", .use_bias = false}));
    model.add(BatchNormalization({.momentum = 0.8}));
    model.add(LeakyReLU(0.2));
    model.add(Dropout(0.25));
  }
  model.add(Flatten());
  model.add(Dense(1, {.activation = "sigmoid"}));
  model.compile({.optimizer = optimizer, .loss = "binary_crossentropy", .metrics = {"accuracy"}});
  Outcome outcome;
  for (int step = 0; step < 20; ++step) {
    const Tensor x = random::randn({batch, 32, 32, 3}), y = random::randint(0, 2, {batch, 1});
    append(outcome, model.train_on_batch(x, y));
  }
  append(outcome, model);
  append(outcome, model.test_on_batch(random::randn({5, 32, 32, 3}), random::randint(0, 2, {5, 1})));
  return outcome;
}

/// Losses of all reductions, with weights of samples.
Outcome reduced(const std::string& reduction) {
  Sequential model;
  model.add(Dense(5, {.activation = "tanh", .input_dim = 4}));
  model.add(Dense(3));
  model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.01, .momentum = 0.9}),
                 .loss = losses::MeanSquaredError({.reduction = reduction}),
                 .metrics = {"mae"},
                 .weighted_metrics = {"mse"}});
  Outcome outcome;
  for (int step = 0; step < 5; ++step) {
    const Tensor weights = random::rand({7});
    append(outcome,
           model.train_on_batch(random::randn({7, 4}), random::randn({7, 3}), {.sample_weight = weights}));
  }
  append(outcome, model);
  return outcome;
}

/// Draws points as a variational autoencoder does, and adds to the loss a mean over the samples.
class Sampling : public Layer {
 public:
  Sampling() : Layer("Sampling", LayerOptions{}) {}
  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }
  View forward(View x, Tape& tape) const override {
    tape.save(*this, {x});
    tape.add_loss(xt::sum<double>(xt::square(x.array()))() / x.shape()[0]);
    const int samples = x.shape()[0];
    static_cast<void>(random::choice(3, {samples}, {.p = {0.2, 0.3, 0.5}}));  // so that later numbers differ
    return tape.evaluate(x.array() + 0.1f * random::randn(x.shape()));
  }
  View backward(View dy, Tape& tape) const override {
    const auto [x] = tape.restore<1>(*this);
    return tape.evaluate(dy.array() + 2.0f / static_cast<float>(x.shape()[0]) * x.array());
  }
};

/// Two outputs, a layer called twice, weights of samples, every kind of noise, regularizers.
Outcome graph(int batch) {
  const Input image({8, 8, 2});
  const auto twice =
      share(Conv2D(2, 3, {.padding = "same", .activation = "relu", .kernel_regularizer = "l2"}));
  KerasTensor x = twice(twice(image));
  x = SpatialDropout2D(0.3)(x);
  x = GaussianNoise(0.2)(x);
  const KerasTensor middle = Flatten()(x);
  x = Dense(12, {.activation = "tanh", .activity_regularizer = "l2"})(middle);
  x = BatchNormalization()(x);
  x = GaussianDropout(0.2)(x);
  x = share(Sampling())(x);
  const KerasTensor classes = Dense(3, {.activation = "softmax", .name = "classes"})(x);
  const KerasTensor size = Dense(2, {.name = "size"})(
      Dropout(0.2, {.noise_shape = {batch, 1}})(Dropout(0.5, {.noise_shape = {1, None}})(x)));
  Model model(image, {classes, size});
  model.compile({.optimizer = optimizers::Adam({.learning_rate = 0.01, .epsilon = 1e-3, .clipnorm = 1.0}),
                 .losses = {"sparse_categorical_crossentropy", "huber"},
                 .loss_weights = {1.0, 0.3},
                 .output_metrics = {{"accuracy"}, {"mae"}}});
  Outcome outcome;
  for (int step = 0; step < 20; ++step) {
    const Tensor weights = random::rand({batch});
    append(outcome, model.train_on_batch(random::randn({batch, 8, 8, 2}),
                                         {random::randint(0, 3, {batch}), random::randn({batch, 2})},
                                         {.sample_weight = weights}));
  }
  append(outcome, model);
  append(outcome,
         model.evaluate(random::randn({9, 8, 8, 2}), {random::randint(0, 3, {9}), random::randn({9, 2})},
                        {.batch_size = 4, .verbose = 0}));
  for (Tensor& y : model.predict_all(random::randn({11, 8, 8, 2}), {.batch_size = 4}))
    outcome.arrays.push_back(std::move(y));
  outcome.arrays.push_back(random::rand({1}));  // the generator has drawn as many numbers
  return outcome;
}

/// Takes the mean of the samples from each of them.
class Centering : public Layer {
 public:
  Centering() : Layer("Centering", LayerOptions{}) {}
  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }
  View forward(View x, Tape& tape) const override {
    const float mean = xt::sum<float>(x.array())() / static_cast<float>(x.size());
    return tape.evaluate(x.array() - mean);
  }
  View backward(View dy, Tape& /*tape*/) const override { return dy; }
};

/// Models whose layers look at all samples of a batch though they do not train.
Outcome looking_at_batches() {
  Outcome outcome;
  Sequential centering;
  centering.add(Dense(2, {.input_dim = 3}));
  centering.add(Centering());
  const std::string files = testing::golden_path("cases/call_arguments/");
  for (Sequential model :
       {centering, load_model(files + "normalized_true.h5"), load_model(files + "dropped_true.h5")}) {
    model.compile({.optimizer = "sgd", .loss = "mse", .metrics = {"mae"}});
    const Tensor x = random::randn({7, 3});
    const Tensor y = random::randn({7, model.output_shape()[1]});
    append(outcome, model.evaluate(x, y, {.batch_size = 5, .verbose = 0}));
    append(outcome, model.test_on_batch(x, y));
  }
  return outcome;
}

}  // namespace

void check_models() {
  check_training("layers that look at the batch in evaluate", looking_at_batches);
  check_training("the digits GAN", digits_gan);
  check_training("CIFAR's discriminator",
                 [] { return cifar_discriminator(16, optimizers::Adam({.epsilon = 1e-3})); });
  check_training("CIFAR's discriminator, 13 samples, SGD", [] { return cifar_discriminator(13, "sgd"); });
  check_training("two samples", [] { return cifar_discriminator(2, "sgd"); });
  for (const std::string reduction : {"sum_over_batch_size", "sum", "mean_with_sample_weight", "none"})
    check_training("reduction " + reduction, [&] { return reduced(reduction); });
  check_training("a graph", [] { return graph(10); });
  check_training("a graph, seven samples", [] { return graph(7); });
}

}  // namespace keratin::testing
