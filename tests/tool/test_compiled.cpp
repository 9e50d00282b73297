// What is not known of how a model is compiled stops nothing that does not need it. The files are of
// tests/golden/cases/program/make.py.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

#include "keratin/layers.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/utils/npy.hpp"
#include "support/capture.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/paths.hpp"
#include "support/program.hpp"

namespace keratin::test_compiled {
namespace {

using Catch::Matchers::Contains;
using testing::Ended;
using testing::Folder;
using testing::run_keratin;

std::string file_of(const std::string& name) { return testing::golden_path("cases/program/" + name); }

std::string content(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// Checks that one line on standard error says that the model is not compiled, and why.
void check_uncompiled(const Ended& ended, const std::string& what) {
  CHECK(ended.code == 0);
  CHECK_THAT(ended.errors, Contains("keratin: the model is left uncompiled. The file ") && Contains(what));
  CHECK(std::count(ended.errors.begin(), ended.errors.end(), '\n') == 1);
}

}  // namespace

TEST_CASE("keratin predict: a loss of one's own does not matter") {
  const Folder folder;
  for (const std::string name : {"own_loss.h5", "own_loss.keras"}) {
    INFO(name);
    const Ended ended = run_keratin(
        {"predict", file_of(name), "--input", file_of("x.npy"), "--output", folder.file("p.npy"), "--quiet"});
    CHECK(ended.errors.empty());
    REQUIRE(ended.code == 0);
    const Tensor expected = utils::load_npy(file_of(name + ".npy"));
    CHECK(xt::amax(xt::abs(utils::load_npy(folder.file("p.npy")) - expected))() < 1e-6f);
  }
}

TEST_CASE(
    "keratin summary: only Keras 3's table, which counts the optimizer, asks how the model is compiled") {
  for (const std::string name : {"own_loss.h5", "own_loss.keras", "unknown_metric.h5"}) {
    INFO(name);
    const Ended table = run_keratin({"summary", file_of(name)});
    CHECK(table.code == 0);
    CHECK(table.errors.empty());
    CHECK_THAT(table.output, Contains("Total params: 8\n"));
    const Ended keras3 = run_keratin({"summary", file_of(name), "--style", "keras3"});
    check_uncompiled(keras3, name + "': how the model is compiled is not supported");
    CHECK_THAT(keras3.output, Contains("Total params: 8 (32.00 B)"));
  }
  const std::string compiled = testing::golden_path("tool/model.keras");
  CHECK(run_keratin({"summary", compiled, "--style", "keras3"}).output ==
        testing::capture_stdout([&] { load_model(compiled).summary({.style = "keras3"}); }));
}

TEST_CASE("keratin convert: keeps how the model is compiled, or says that it does not") {
  const Folder folder;
  const std::string compiled = testing::golden_path("tool/model.keras");
  for (const std::string ending : {".keras", ".h5", ".cpp"}) {
    INFO(ending);
    const std::string output = folder.file("a" + ending);
    const Ended kept = run_keratin({"convert", compiled, output});
    CHECK(kept.code == 0);
    CHECK(kept.errors.empty());
    if (ending == ".cpp") {
      CHECK_THAT(content(output), Contains("model.compile({.optimizer = optimizers::Adam("));
    } else {
      CHECK(load_model(output).optimizer().learning_rate() == Approx(0.01));
    }
    check_uncompiled(run_keratin({"convert", file_of("own_loss.h5"), output}),
                     "Unknown loss \"own_loss\".\n");
    if (ending == ".cpp") {
      CHECK(content(output).find("compile(") == std::string::npos);
    } else {
      const Sequential model = load_model(output);
      CHECK(model.get_weights() == load_model(file_of("own_loss.h5"), {.compile = false}).get_weights());
      CHECK_THROWS_WITH(model.optimizer(), Contains("compile() the model"));
    }
  }
  for (const std::string ending : {".json", ".dot"}) {
    const Ended layers = run_keratin({"convert", file_of("own_loss.h5"), folder.file("a" + ending)});
    CHECK(layers.code == 0);
    CHECK(layers.errors.empty());
  }
}

TEST_CASE("keratin fit: --loss replaces a way of being compiled that is not known") {
  const Folder folder;
  std::vector<std::string> command = {
      "fit",      file_of("own_loss.h5"), "--x",    file_of("x.npy"), "--y", file_of("own_loss.h5.npy"),
      "--output", folder.file("a.keras"), "--quiet"};
  const Ended refused = run_keratin(command);
  CHECK(refused.code == 1);
  CHECK_THAT(refused.errors, Contains("how the model is compiled is not supported"));
  command.insert(command.end(), {"--loss", "mse"});
  const Ended ended = run_keratin(command);
  CHECK(ended.code == 0);
  CHECK(ended.errors.empty());
}

}  // namespace keratin::test_compiled
