// The GANs of examples/ print what the same programs in Python print (golden/gan_1d.py,
// golden/digits_gan.py, golden/conditional_gan.py).
#include <cmath>
#include <fstream>
#include <regex>
#include <sstream>

#include "examples/counts.hpp"
#include "examples/examples.hpp"
#include "support/capture.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/paths.hpp"

namespace gan_1d {
#include "../../examples/gan_1d.cpp"
}
namespace conditional_gan {
#include "../../examples/conditional_gan.cpp"
}
namespace digits_gan {
#include "../../examples/digits_gan.cpp"
}

using namespace keratin;

namespace {

std::vector<std::string> lines_of(std::istream& text) {
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with('>')) lines.push_back(line);
  }
  return lines;
}

/// The numbers after `=`, all of three decimals.
std::vector<double> losses_of(const std::string& line) {
  static const std::regex loss("=([0-9]+\\.[0-9]{3})");
  std::vector<double> losses;
  for (std::sregex_iterator found(line.begin(), line.end(), loss), end; found != end; ++found)
    losses.push_back(std::stod((*found)[1]));
  return losses;
}

/// The first `count` lines: `same` of them the same, then losses of at most 0.02 more or less.
void check_log(const std::string& printed, const std::string& golden, std::size_t count = 100,
               std::size_t same = 50) {
  std::istringstream text(printed);
  std::ifstream file(testing::golden_path(golden));
  const std::vector<std::string> actual = lines_of(text), expected = lines_of(file);
  REQUIRE(expected.size() == count);
  REQUIRE(actual.size() >= count);
  for (std::size_t i = 0; i < same; ++i) CHECK(actual[i] == expected[i]);
  for (std::size_t i = same; i < count; ++i) {
    INFO(actual[i] << " against " << expected[i]);
    CHECK(actual[i].substr(0, actual[i].find('=')) == expected[i].substr(0, expected[i].find('=')));
    const std::vector<double> a = losses_of(actual[i]), b = losses_of(expected[i]);
    REQUIRE(a.size() == b.size());
    REQUIRE_FALSE(a.empty());
    for (std::size_t loss = 0; loss < a.size(); ++loss) CHECK(std::abs(a[loss] - b[loss]) <= 0.02);
  }
}

}  // namespace

TEST_CASE("The one-dimensional GAN prints the losses that Keras prints") {
  check_log(testing::capture_stdout([] {
              utils::set_random_seed(1);
              Sequential discriminator = gan_1d::define_discriminator(),
                         generator = gan_1d::define_generator(5);
              Sequential gan = gan_1d::define_gan(generator, discriminator);
              gan_1d::train(generator, discriminator, gan, 5, 100);
            }),
            "gan_1d.txt");
}

TEST_CASE("The conditional GAN has Keras's parameters, and trains only its generator") {
  const Model discriminator = conditional_gan::define_discriminator(),
              generator = conditional_gan::define_generator(32);
  check_counts(discriminator, 79349, 79349);
  check_counts(generator, 108865, 108865);
  check_counts(conditional_gan::define_gan(generator, discriminator), 188214, 108865);
}

TEST_CASE("The conditional GAN prints the losses that Keras prints") {
  check_log(testing::capture_stdout([] {
              utils::set_random_seed(1);
              const Model discriminator = conditional_gan::define_discriminator(),
                          generator = conditional_gan::define_generator(32);
              const Model gan = conditional_gan::define_gan(generator, discriminator);
              conditional_gan::train(generator, discriminator, gan, 32, 1);
            }),
            "conditional_gan.txt", 20, 20);
}

#ifdef KERATIN_HAS_PNG  // the example writes images

TEST_CASE("The GAN of digits prints the losses that Keras prints") {
  const testing::Folder folder;
  check_log(testing::capture_stdout([&] {
              utils::set_random_seed(1);
              const Tensor dataset = load_digits().x;
              Sequential discriminator = digits_gan::define_discriminator(),
                         generator = digits_gan::define_generator(32);
              Sequential gan = digits_gan::define_gan(generator, discriminator);
              digits_gan::train(generator, discriminator, gan, dataset, 32, folder.path.string(), 4);
            }),
            "digits_gan.txt");
}

TEST_CASE("The GAN of digits draws its samples in place while it learns, if asked") {
  const testing::Folder folder;
  const std::string drawn = testing::capture_stdout([&] {
    Sequential discriminator = digits_gan::define_discriminator(),
               generator = digits_gan::define_generator(32);
    Sequential gan = digits_gan::define_gan(generator, discriminator);
    digits_gan::train(generator, discriminator, gan, load_digits().x, 32, folder.path.string(), 1, 64, true);
  });
  const auto count = [&](const std::string& part) {
    int times = 0;
    for (auto place = drawn.find(part); place != std::string::npos; place = drawn.find(part, place + 1))
      ++times;
    return times;
  };
  CHECK(count("\x1b[0m\n") == 4 * 18);
  CHECK(count("\x1b[18A\r") == 3);
  CHECK(count("\x1b[K\r") == 4);
  CHECK(shape_of(utils::load_img(folder.file("training.png"))) == Shape{172, 172, 3});
}

#endif
