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

namespace {

std::size_t trained(const Sequential& model) {
  std::size_t count = 0;
  for (const auto& layer : model.layers()) {
    for (const Weight* weight : layer->trainable_weights()) count += weight->value().size();
  }
  return count;
}

void check_counts(const Sequential& model, std::size_t total, std::size_t trainable) {
  CHECK(model.count_params() == total);
  CHECK(trained(model) == trainable);
}

}  // namespace

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
