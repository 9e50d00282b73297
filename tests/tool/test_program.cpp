// The program `keratin`, run as a user runs it.
#include <fcntl.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "keratin/models/load_model.hpp"
#include "keratin/utils/npy.hpp"
#include "support/capture.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/paths.hpp"
#include "support/program.hpp"
#include "support/weight_models.hpp"

namespace keratin::test_program {
namespace {

using Catch::Matchers::Contains;
using testing::Ended;
using testing::Folder;
using testing::run_keratin;
using testing::weights_path;

/// The one line that a failed run leaves.
std::string error_of(const std::vector<std::string>& arguments) {
  const Ended ended = run_keratin(arguments);
  CHECK(ended.code == 1);
  CHECK(std::count(ended.errors.begin(), ended.errors.end(), '\n') == 1);
  CHECK(ended.errors.starts_with("keratin: "));
  return ended.errors;
}

Tensor samples() {
  Tensor x = empty_tensor({5, 4});
  for (std::size_t i = 0; i < x.size(); ++i) x.data()[i] = 0.1F * static_cast<float>(i % 7);
  return x;
}

}  // namespace

TEST_CASE("keratin: help, version, and what it does not understand") {
  CHECK(run_keratin({"--version"}).output == "keratin 0.1.0\n");
  const Ended help = run_keratin({"--help"});
  CHECK(help.code == 0);
  for (const std::string command : {"summary", "predict", "fit", "evaluate", "convert", "image", "sample"}) {
    INFO(command);
    CHECK_THAT(help.output, Contains(command));
    const Ended explained = run_keratin({command, "--help"});
    CHECK(explained.code == 0);
    CHECK(explained.errors.empty());
    CHECK_THAT(explained.output, Contains("model"));
    CHECK_THAT(error_of({command}), Contains("is required"));
  }
  CHECK_THAT(error_of({}), Contains("subcommand is required"));
  CHECK_THAT(error_of({"dance"}), Contains("keratin --help"));
  CHECK_THAT(error_of({"summary", "a.keras", "--colour"}), Contains("--colour"));
}

TEST_CASE("keratin shape: sizes of transposed convolutions, and the ways to a size") {
  CHECK(run_keratin({"shape", "5"}).output == "11\n");
  CHECK(run_keratin({"shape", "5", "-p", "same"}).output == "10\n");
  CHECK(run_keratin({"shape", "2", "--kernel-size", "1", "--stride", "1"}).output == "2\n");
  CHECK_THAT(run_keratin({"shape", "7", "--to", "28"}).output,
             Contains("Conv2DTranspose(filters, 4, {.strides = 4, .padding = \"same\"})\n"));
  CHECK_THAT(error_of({"shape", "100", "--to", "3"}), Contains("no kernel up to 5"));
  CHECK_THAT(error_of({"shape", "0"}), Contains("input must be positive, but received 0"));
  CHECK_THAT(error_of({"shape"}), Contains("is required"));
}

TEST_CASE("keratin summary: the table that summary() prints") {
  const std::string path = weights_path("nested.keras");
  for (const std::string style : {"keras2", "keras3", "explain"}) {
    const std::string expected = testing::capture_stdout([&] { load_model(path).summary({.style = style}); });
    const Ended ended = run_keratin({"summary", path, "--style", style});
    CHECK(ended.code == 0);
    CHECK(ended.output == expected);
    CHECK(ended.errors.empty());
  }
  CHECK_THAT(run_keratin({"summary", path, "--expand-nested", "--line-length", "80"}).output,
             Contains(std::string(80, '=')));
  CHECK_THAT(error_of({"summary", path, "--style", "loud"}), Contains("loud"));
  CHECK_THAT(error_of({"summary", "missing.keras"}), Contains("missing.keras"));
  CHECK_THAT(error_of({"summary", "model.txt"}), Contains("must end in .keras or .h5"));
  CHECK_THAT(error_of({"summary", weights_path("dense_loop.h5")}), Contains("dense_loop.h5"));
}

TEST_CASE("keratin summary: an output that cannot be written is an error") {
  if (!std::filesystem::exists("/dev/full")) return;
  const std::string path = weights_path("nested.keras");
  const int saved = dup(STDOUT_FILENO), full = open("/dev/full", O_WRONLY);
  int code = 0;
  const std::string errors = testing::capture(STDERR_FILENO, [&] {
    dup2(full, STDOUT_FILENO);
    code = testing::run_keratin_bare({"summary", path});
    dup2(saved, STDOUT_FILENO);
  });
  close(full);
  close(saved);
  CHECK(code == 1);
  CHECK_THAT(errors, Contains("standard output cannot be written"));
}

TEST_CASE("keratin predict: the outputs that predict() gives") {
  const Folder folder;
  const std::string model = weights_path("nested.keras"), x = folder.file("x.npy"), y = folder.file("y.npy");
  utils::save_npy(x, samples());
  const Ended ended = run_keratin({"predict", model, "--input", x, "--output", y, "--batch-size", "2"});
  CHECK(ended.code == 0);
  CHECK_THAT(ended.output, Contains("3/3") && Contains("y.npy is written."));
  CHECK((utils::load_npy(y) == load_model(model).predict(samples())));
  CHECK(run_keratin({"predict", model, "--input", x, "--output", y, "--quiet"}).output.empty());
  CHECK_THAT(error_of({"predict", model, "--input", x, "--output", "y.txt"}), Contains("must end in .npy"));
  CHECK_THAT(error_of({"predict", model, "--input", "none.npy", "--output", y}), Contains("none.npy"));
  CHECK_THAT(error_of({"predict", model, "--input", x, "--output", y, "--batch-size", "0"}),
             Contains("--batch-size must be positive, but received 0"));
  utils::save_npy(x, xt::ones<float>({2, 3}));
  CHECK_THAT(error_of({"predict", model, "--input", x, "--output", y}), Contains("(2, 3)"));
}

TEST_CASE("keratin fit: trains as fit() does, and writes the model") {
  const Folder folder;
  const std::string model = weights_path("nested.keras"), x = folder.file("x.npy"), y = folder.file("y.npy");
  const std::string trained = folder.file("trained.keras");
  utils::save_npy(x, samples());
  utils::save_npy(y, xt::ones<float>({5, 2}));
  std::vector<std::string> command = {"fit",      model, "--x",          x,   "--y",          y,
                                      "--epochs", "2",   "--batch-size", "2", "--no-shuffle", "--output",
                                      trained};
  CHECK_THAT(error_of(command), Contains("is not compiled: give a loss") && Contains("--loss mse"));
  CHECK_FALSE(std::filesystem::exists(trained));
  command.insert(command.end(), {"--loss", "mse", "--optimizer", "sgd"});
  const Ended ended = run_keratin(command);
  CHECK(ended.code == 0);
  CHECK_THAT(ended.output, Contains("trained.keras is written."));
  Sequential expected = load_model(model);
  expected.compile({.optimizer = "sgd", .loss = "mse"});
  expected.fit(samples(), xt::ones<float>({5, 2}),
               {.batch_size = 2, .epochs = 2, .verbose = 0, .shuffle = false});
  CHECK(load_model(trained).get_weights() == expected.get_weights());
  command.emplace_back("--quiet");
  CHECK(run_keratin(command).output.empty());
  command.insert(command.end(), {"--validation-split", "2"});
  CHECK_THAT(error_of(command), Contains("--validation-split"));
}

TEST_CASE("keratin convert: by the ending of the output") {
  const Folder folder;
  const std::string model = weights_path("pictures.keras");
  const Sequential original = load_model(model);
  for (const char* name : {"a.keras", "a.h5"}) {
    const std::string path = folder.file(name);
    CHECK(run_keratin({"convert", model, path}).output == path + " is written.\n");
    CHECK(load_model(path).get_weights() == original.get_weights());
  }
  CHECK(run_keratin({"convert", model, folder.file("a.weights.h5"), "--quiet"}).output.empty());
  Sequential loaded = load_model(model);
  loaded.load_weights(folder.file("a.weights.h5"));
  CHECK(run_keratin({"convert", model, folder.file("a.json")}).code == 0);
  CHECK(run_keratin({"summary", folder.file("a.json")}).output == run_keratin({"summary", model}).output);
  const Ended onnx = run_keratin({"convert", model, folder.file("a.onnx")});
  CHECK(((onnx.code == 0 && std::filesystem::file_size(folder.file("a.onnx")) > 0) ||
         onnx.errors.find("Protocol Buffers") != std::string::npos));
  CHECK_THAT(error_of({"convert", model, folder.file("a.pt")}), Contains("must end in .keras or .h5"));
  CHECK_THAT(error_of({"convert", model, folder.file("none/a.keras")}), Contains("none/a.keras"));
}

TEST_CASE("keratin: what is wrong with a .json file names the file, and once the layer") {
  const Folder folder;
  const std::string path = folder.file("m.json"), begin = "keratin: The file '" + path + "': ";
  const auto error = [&](const std::string& json) {
    std::ofstream(path) << json;
    return error_of({"summary", path});
  };
  const auto dense = [](const std::string& arguments) {
    return R"({"class_name": "Sequential", "config": {"name": "m", "layers": [
        {"class_name": "InputLayer", "config": {"batch_shape": [null, 3]}},
        {"class_name": "Dense", "config": {"name": "d", )" +
           arguments + "}}]}}";
  };
  CHECK(error("") == begin + "it is empty, but JSON was expected.\n");
  CHECK(error(" \n") == begin + "it is empty, but JSON was expected.\n");
  CHECK(error("{") == begin + "not valid JSON at byte 2.\n");
  CHECK(error(dense(R"("units": 0)")) ==
        begin + "layer 'm' (Sequential): layer 'd' (Dense): units must be positive, but received 0.\n");
  CHECK_THAT(error(dense(R"("units": 2, "activation": "\u001b[31mred")")),
             Contains("Unknown activation \"?[31mred\"") && !Contains("\x1b"));
  const std::string named = dense(R"("units": 2, "activation": ")" + std::string(1'000'000, 'x') + "\"");
  CHECK(error(named).size() < 2000);
}

}  // namespace keratin::test_program
