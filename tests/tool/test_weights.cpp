// Weights from a file of their own, of tests/golden/cases/program/make.py.
#include <string>

#include "keratin/layers.hpp"
#include "keratin/models/gan_utils.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/random.hpp"
#include "keratin/utils/image_utils.hpp"
#include "keratin/utils/npy.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/paths.hpp"
#include "support/program.hpp"

namespace keratin::test_weights {
namespace {

using Catch::Matchers::Contains;
using testing::Ended;
using testing::Folder;
using testing::run_keratin;

std::string file_of(const std::string& name) { return testing::golden_path("cases/program/" + name); }

}  // namespace

TEST_CASE("keratin --weights: predicts with the weights of another file") {
  const Folder folder;
  const Tensor expected = utils::load_npy(file_of("own_loss.h5.npy"));
  for (const std::string model : {"critic.json", "own_loss.keras"}) {
    for (const std::string weights : {"critic_weights.h5", "critic.weights.h5", "own_loss.h5"}) {
      INFO(model << ", " << weights);
      const Ended ended = run_keratin({"predict", file_of(model), "--weights", file_of(weights), "--input",
                                       file_of("x.npy"), "--output", folder.file("p.npy"), "--quiet"});
      CHECK(ended.errors.empty());
      REQUIRE(ended.code == 0);
      CHECK(xt::amax(xt::abs(utils::load_npy(folder.file("p.npy")) - expected))() < 1e-6f);
    }
  }
}

TEST_CASE("keratin --weights: every subcommand that loads a model takes it") {
  const Folder folder;
  const std::string json = file_of("critic.json"), weights = file_of("critic_weights.h5");
  CHECK(run_keratin({"summary", json, "--weights", weights}).output == run_keratin({"summary", json}).output);
  const std::string whole = folder.file("whole.keras"), trained = folder.file("trained.keras");
  REQUIRE(run_keratin({"convert", json, whole, "--weights", weights, "--quiet"}).code == 0);
  const std::vector<Tensor> expected = load_model(file_of("own_loss.h5"), {.compile = false}).get_weights();
  CHECK(load_model(whole).get_weights() == expected);
  REQUIRE(run_keratin({"fit", json, "--weights", weights, "--x", file_of("x.npy"), "--y",
                       file_of("own_loss.h5.npy"), "--loss", "mse", "--output", trained, "--quiet"})
              .code == 0);
  const std::vector<Tensor> after = load_model(trained).get_weights();
  for (std::size_t i = 0; i < expected.size(); ++i)
    CHECK(xt::amax(xt::abs(after[i] - expected[i]))() < 0.01f);  // one step of Adam, from a loss of 0
}

TEST_CASE("keratin --weights: files that do not fit") {
  const std::string json = file_of("critic.json");
  const auto error_of = [&](const std::string& weights) {
    const Ended ended = run_keratin({"summary", json, "--weights", weights});
    CHECK(ended.code == 1);
    return ended.errors;
  };
  CHECK_THAT(error_of("weights.npz"), Contains("'weights.npz' must end in .h5 or .hdf5"));
  CHECK_THAT(error_of("missing.h5"), Contains("missing.h5"));
  CHECK_THAT(error_of(testing::golden_path("tool/model.h5")), Contains("model.h5"));
}

TEST_CASE("keratin predict: a model of only JSON needs its weights") {
  const Folder folder;
  const Ended ended = run_keratin({"predict", file_of("critic.json"), "--input", file_of("x.npy"), "--output",
                                   folder.file("p.npy"), "--quiet"});
  CHECK(ended.code == 1);
  CHECK_THAT(ended.errors, Contains("critic.json' holds no weights") && Contains("--weights"));
  CHECK(folder.entries() == 0);
}

TEST_CASE("keratin predict: a model without weights needs no file of them") {
  const Folder folder;
  Sequential model;
  model.add(layers::UpSampling1D({.input_shape = {3, 1}}));
  model.save(folder.file("m.keras"));
  REQUIRE(run_keratin({"convert", folder.file("m.keras"), folder.file("m.json"), "--quiet"}).code == 0);
  utils::save_npy(folder.file("x.npy"), Tensor(xt::ones<float>({1, 3, 1})));
  const Ended ended = run_keratin({"predict", folder.file("m.json"), "--input", folder.file("x.npy"),
                                   "--output", folder.file("y.npy"), "--quiet"});
  CHECK(ended.code == 0);
  CHECK(ended.errors.empty());
}

TEST_CASE("keratin: a place where nothing can be written is refused before the work begins") {
  const Folder folder;
  const std::string nowhere = folder.file("missing/out");
  const auto refused = [&](std::vector<std::string> command, const char* ending) {
    command.insert(command.end(), {"--output", nowhere + ending});
    const Ended ended = run_keratin(command);
    CHECK(ended.code == 1);
    CHECK(ended.output.empty());  // no step of training, no progress of a prediction
    CHECK_THAT(ended.errors, Contains("missing/out") && Contains("No such file or directory"));
  };
  const std::string model = testing::golden_path("tool/model.keras"), x = file_of("x.npy");
  refused({"predict", model, "--input", x}, ".npy");
  refused({"fit", model, "--x", x, "--y", x, "--epochs", "1000"}, ".keras");
}

#ifdef KERATIN_HAS_PNG

TEST_CASE("keratin sample: --shape lays out the numbers of a decoder") {
  const Folder folder;
  const std::string json = folder.file("decoder.json"), weights = folder.file("decoder.weights.h5"),
                    model = folder.file("decoder.keras"), out = folder.file("out.png");
  Sequential decoder;
  decoder.add(layers::Dense(36, {.activation = "sigmoid", .input_dim = 5}));
  decoder.save(model);
  decoder.save_weights(weights);
  REQUIRE(run_keratin({"convert", model, json, "--quiet"}).code == 0);
  random::seed(7);
  Tensor made = decoder.predict(utils::generate_latent_points(5, 6));
  const auto check = [&](const std::vector<std::string>& files, const std::string& shape,
                         const Shape& sample) {
    INFO(shape);
    std::vector<std::string> command = {"sample", "--seed", "7",       "--grid", "2x3",
                                        "-o",     out,      "--shape", shape};
    command.insert(command.end(), files.begin(), files.end());
    const Ended ended = run_keratin(command);
    CHECK(ended.errors.empty());
    REQUIRE(ended.code == 0);
    Tensor images = made;
    images.reshape({6, sample[0], sample[1], sample[2]});
    utils::save_img(folder.file("expected.png"), utils::image_grid(images, {.columns = 3}));
    CHECK((utils::load_img(out) == utils::load_img(folder.file("expected.png"))));
  };
  check({model}, "6x6", {6, 6, 1});
  check({json, "--weights", weights}, "4x9x1", {4, 9, 1});
  check({model}, "3x4x3", {3, 4, 3});
  const auto error_of = [&](const std::vector<std::string>& options) {
    std::vector<std::string> command = {"sample", model, "-o", out};
    command.insert(command.end(), options.begin(), options.end());
    const Ended ended = run_keratin(command);
    CHECK(ended.code == 1);
    return ended.errors;
  };
  CHECK_THAT(error_of({}), Contains("this model makes (None, 36) of (None, 5); --shape 28x28 says"));
  CHECK_THAT(error_of({"--shape", "6x7"}),
             Contains("--shape 6x7 takes 42 numbers, but this model makes (None, 36)"));
  for (const char* shape : {"6", "6x", "x6", "6x6x1x1", "0x6", "-6x6", "6x6 ", "99999999999x6", "a"}) {
    INFO(shape);
    CHECK_THAT(error_of({"--shape", shape}), Contains("--shape takes rows, columns"));
  }
}

#endif

}  // namespace keratin::test_weights
