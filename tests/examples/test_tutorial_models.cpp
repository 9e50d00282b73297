#include "examples/counts.hpp"
#include "examples/examples.hpp"
#include "support/catch.hpp"

namespace mnist_gan {
#include "../../examples/mnist_gan.cpp"
}
namespace cifar_gan {
#include "../../examples/cifar_gan.cpp"
}
namespace dcgan {
#include "../../examples/dcgan.cpp"
}
namespace mnist_convnet {
#include "../../examples/mnist_convnet.cpp"
}
namespace denoising_autoencoder {
#include "../../examples/denoising_autoencoder.cpp"
}
namespace espcn {
#include "../../examples/espcn.cpp"
}
namespace vae {
#include "../../examples/vae.cpp"
}
namespace wgan {
#include "../../examples/wgan.cpp"
}

using namespace keratin;
using namespace keratin::layers;

// The numbers that the tutorials print.

TEST_CASE("The MNIST GAN has the tutorial's parameters") {
  const Sequential discriminator = mnist_gan::define_discriminator(),
                   generator = mnist_gan::define_generator(100);
  check_counts(discriminator, 40705, 40705);
  check_counts(generator, 1164289, 1164289);
  check_counts(mnist_gan::define_gan(generator, discriminator), 1204994, 1164289);
}

TEST_CASE("The CIFAR-10 GAN has the tutorial's parameters") {
  const Sequential discriminator = cifar_gan::define_discriminator(),
                   generator = cifar_gan::define_generator(100);
  check_counts(discriminator, 522497, 522497);
  check_counts(generator, 1466115, 1466115);
  check_counts(cifar_gan::define_gan(generator, discriminator), 1988612, 1466115);
}

TEST_CASE("The DCGAN has the tutorial's parameters") {
  check_counts(dcgan::make_generator_model(), 2330944, 2330944 - 25472);
  check_counts(dcgan::make_discriminator_model(), 212865, 212865);
}

TEST_CASE("The Wasserstein GAN has the tutorial's parameters, and its critic's kernels stay clipped") {
  Sequential critic = wgan::define_critic();
  const Sequential generator = wgan::define_generator(50);
  check_counts(critic, 70337, 70337 - 256);
  check_counts(generator, 851713, 851713 - 512);
  Sequential gan = wgan::define_gan(generator, critic);
  check_counts(gan, 70337 + 851713, 851713 - 512);
  const Data fake = utils::generate_fake_samples(generator, 50, 4);
  const double loss = critic.test_on_batch(fake.x, 1.0f - fake.y)[0];
  CHECK(loss == Approx(xt::mean(critic.predict(fake.x))()).margin(1e-6));
  CHECK(critic.test_on_batch(fake.x, fake.y - 1.0f)[0] == Approx(-loss));
  critic.train_on_batch(fake.x, 1.0f - fake.y);
  const std::vector<Tensor> weights = critic.get_weights();
  CHECK(xt::amax(xt::abs(weights[0]))() <= 0.01f);
  CHECK(xt::amax(xt::abs(weights[6]))() <= 0.01f);
}

TEST_CASE("Autoencoders, super-resolution and the convnet have the tutorials' parameters") {
  check_counts(vae::make_encoder(2), 69076, 69076);
  check_counts(vae::make_decoder(2), 65089, 65089);
  check_counts(denoising_autoencoder::make_model(), 28353, 28353);
  check_counts(espcn::make_model(9, 9), 59657, 59657);
  check_counts(mnist_convnet::make_model(), 34826, 34826);
}

TEST_CASE("The examples' images fit their models if no files are given") {
  const auto [train, test] = load_mnist("");
  CHECK(shape_of(train.x) == Shape{1437, 28, 28, 1});
  CHECK(shape_of(test.x) == Shape{360, 28, 28, 1});
  CHECK(shape_of(test.y) == Shape{360});
  CHECK(xt::amin(train.x)() == 0.0f);
  CHECK(xt::amax(train.x)() == 1.0f);
  CHECK(shape_of(load_cifar10("")) == Shape{1797, 32, 32, 3});
}

TEST_CASE("The VAE's Sampling has the gradients of what it draws and of the divergence") {
  utils::set_random_seed(3);
  const auto dense = [] { return Dense(2, {.use_bias = false}); };
  const Input a({2}), b({2});
  Model model({a, b}, share(vae::Sampling(0.5f))({dense()(a), dense()(b)}));
  model.compile({.optimizer = optimizers::SGD({.learning_rate = 1.0}), .loss = "mse"});
  const Tensor x = random::randn({8, 2}), z = random::randn({8, 2}), y = random::randn({8, 2});
  const std::vector<Tensor> before = model.get_weights();
  random::seed(5);
  model.train_on_batch({x, z}, y);
  const std::vector<Tensor> after = model.get_weights();
  const auto loss_with = [&](std::size_t weight, std::size_t element, float change) {
    std::vector<Tensor> weights = before;
    weights[weight].data()[element] += change;
    model.set_weights(weights);
    random::seed(5);  // the same noise
    return model.test_on_batch({x, z}, y)[0];
  };
  for (std::size_t i = 0; i < 2; ++i) {
    for (std::size_t k = 0; k < 4; ++k) {
      const double gradient = (loss_with(i, k, 1e-2f) - loss_with(i, k, -1e-2f)) / 2e-2;
      CHECK(before[i].data()[k] - after[i].data()[k] == Approx(gradient).margin(2e-3));
    }
  }
}
