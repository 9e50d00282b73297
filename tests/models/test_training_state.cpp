#include <filesystem>

#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/models/training_state.hpp"
#include "keratin/random.hpp"
#include "keratin/utils/random_seed.hpp"
#include "support/catch.hpp"
#include "support/damaged_files.hpp"
#include "support/folder.hpp"

namespace keratin::test_training_state {
namespace {

using namespace keratin::layers;
using Catch::Matchers::Contains;
using testing::Folder;

/// A GAN as the tutorials write it: the discriminator trains by itself and is frozen in the whole.
struct Gan {
  Sequential generator{{.name = "generator"}}, discriminator{{.name = "discriminator"}},
      whole{{.name = "gan"}};

  Gan() {
    generator.add(Dense(6, {.activation = "relu", .input_shape = {3}}));
    generator.add(BatchNormalization());
    generator.add(Dense(2));
    discriminator.add(Dense(8, {.activation = "relu", .input_shape = {2}}));
    discriminator.add(Dropout(0.3, {.seed = 7}));
    discriminator.add(Dense(1, {.activation = "sigmoid"}));
    compile_discriminator(discriminator);
    discriminator.set_trainable(false);
    whole.add(generator);
    whole.add(discriminator);
    whole.compile({.optimizer = "adam", .loss = "binary_crossentropy"});
  }

  static void compile_discriminator(Sequential& discriminator) {
    discriminator.compile({.optimizer = "rmsprop", .loss = "binary_crossentropy"});
  }

  void train(int first, int last) {
    for (int step = first; step < last; ++step) {
      const Tensor fake = generator.predict_on_batch(random::randn({4, 3}));
      discriminator.train_on_batch(fake, xt::zeros<float>({4, 1}));
      discriminator.train_on_batch(random::rand({4, 2}), xt::ones<float>({4, 1}));
      whole.train_on_batch(random::randn({4, 3}), xt::ones<float>({4, 1}));
    }
  }

  [[nodiscard]] std::vector<Model> trained() const { return {discriminator, whole}; }
};

}  // namespace

TEST_CASE("A GAN's loop that was stopped goes on to the same bits") {
  const Folder folder;
  const std::string path = folder.file("gan.state");
  utils::set_random_seed(3);
  Gan through;
  through.train(0, 7);
  const double next = random::rand();

  utils::set_random_seed(3);
  Gan stopped;
  CHECK(utils::load_training_state(path, stopped.trained()) == 0);
  stopped.train(0, 4);
  utils::save_training_state(path, stopped.trained(), 4);

  utils::set_random_seed(99);  // another program
  Gan resumed;
  CHECK(utils::load_training_state(path, resumed.trained()) == 4);
  resumed.train(4, 7);
  CHECK(resumed.whole.get_weights() == through.whole.get_weights());
  CHECK(random::rand() == next);
}

TEST_CASE("The halves of a GAN from a file share its weights, and its loop goes on") {
  const Folder folder;
  utils::set_random_seed(3);
  Gan gan;
  gan.train(0, 3);
  gan.whole.save(folder.file("gan.keras"));
  utils::save_training_state(folder.file("gan.state"), gan.trained(), 3);
  gan.train(3, 5);

  Gan loaded;
  loaded.whole = load_model(folder.file("gan.keras"));
  loaded.generator = loaded.whole.get_model("generator");
  loaded.discriminator = loaded.whole.get_model("discriminator");
  loaded.discriminator.set_trainable(true);
  Gan::compile_discriminator(loaded.discriminator);
  loaded.discriminator.set_trainable(false);
  CHECK(utils::load_training_state(folder.file("gan.state"), loaded.trained()) == 3);
  loaded.train(3, 5);
  CHECK(loaded.whole.get_weights() == gan.whole.get_weights());
  CHECK(loaded.generator.get_weights() == gan.generator.get_weights());
}

TEST_CASE("A training state that does not fit changes nothing") {
  const Folder folder;
  const std::string path = folder.file("gan.state");
  Gan gan;
  gan.train(0, 2);
  utils::save_training_state(path, gan.trained(), 2);
  Gan other;
  const std::vector<Tensor> before = other.whole.get_weights();
  CHECK_THROWS_WITH(
      utils::load_training_state(path, {other.whole}),
      Contains("cannot be resumed") && Contains("it is of 2 models, but this one is of a training of"));
  CHECK_THROWS_WITH(utils::load_training_state(path, {other.whole, other.discriminator}),
                    Contains("belongs to another training"));
  CHECK_THROWS_AS(utils::save_training_state(path, {Sequential()}, 1), ValueError);
  CHECK_THROWS_AS(utils::save_training_state(folder.file("absent/a.state"), gan.trained(), 1), IOError);

  testing::Bytes bytes = testing::content(path);
  bytes[bytes.size() / 2] ^= 1;
  testing::write(path, bytes);
  CHECK_THROWS_WITH(utils::load_training_state(path, other.trained()), Contains("is damaged"));
  bytes.resize(bytes.size() / 2);
  testing::write(path, bytes);
  CHECK_THROWS_WITH(utils::load_training_state(path, other.trained()), Contains("is damaged"));
  CHECK(other.whole.get_weights() == before);
}

TEST_CASE("get_model gives the nested model itself") {
  Gan gan;
  Sequential generator = gan.whole.get_model("generator");
  generator.set_weights(std::vector<Tensor>(gan.generator.get_weights()));
  CHECK(generator.get_weights() == gan.generator.get_weights());
  CHECK(generator.name() == "generator");
  CHECK_THROWS_WITH(gan.whole.get_model("critic"),
                    Contains("no nested model called \"critic\". Known: \"generator\", \"discriminator\""));
  CHECK_THROWS_WITH(gan.generator.get_model("dense"), Contains("Known: none"));
}

TEST_CASE("layers() counts from the end too") {
  const Gan gan;
  CHECK(gan.generator.layers()[-1] == gan.generator.layers()[2]);
  CHECK(gan.generator.layers()[0]->name() == gan.generator.layers()[-3]->name());
  for (const int index : {3, -4}) {
    CHECK_THROWS_WITH(gan.generator.layers()[index],
                      Contains("no layer number " + std::to_string(index) + ": the model has 3 layers"));
  }
  CHECK_THROWS_AS(gan.generator.layers()[gan.generator.layers().size() - 4], ValueError);
  CHECK_THROWS_AS(Sequential().layers()[0], ValueError);
}

}  // namespace keratin::test_training_state
