// The program `keratin` ends with 0, or with 1 and one line, whatever file and options it is given.
#include <algorithm>
#include <stdexcept>
#include <string>

#include "support/catch.hpp"
#include "support/damaged_files.hpp"
#include "support/folder.hpp"
#include "support/hostile.hpp"
#include "support/paths.hpp"
#include "support/program.hpp"

namespace keratin::test_hostile_program {
namespace {

using namespace testing;

std::vector<std::string> some_command(const std::string& model, const Folder& folder, std::mt19937& random) {
  static const std::vector<std::string> numbers = {"1",   "0", "-1",  "3",       "99999999999",
                                                   "1e3", "",  "nan", "\x1b[1m", "--help"};
  static const std::vector<std::string> endings = {".keras", ".h5",  ".weights.h5", ".onnx", ".json",
                                                   ".dot",   ".cpp", ".png",        "",      ".txt"};
  const std::string x = golden_path("tool/x.npy"), y = golden_path("tool/y.npy"),
                    number = one_of(numbers, random);
  const std::string output = folder.file("output" + one_of(endings, random));
  switch (random() % 6) {
    case 0:
      return {"summary", model, "--style", random() % 2 == 0 ? "explain" : "keras3"};
    case 1:
      return {
          "predict",      model, "--input", random() % 4 == 0 ? model : x, "--output", folder.file("p.npy"),
          "--batch-size", number};
    case 2:
      return {"fit",      model, "--x",          x,      "--y",      random() % 2 == 0 ? x : y,
              "--epochs", "1",   "--batch-size", number, "--output", output};
    case 3:
      return {"convert", model, output};
    case 4:
      return {"image", model, golden_path("png/rgb.png"), "--output", folder.file("i.png")};
    default:
      return {"sample", model, "--output", folder.file("s.png"), "--seed", number};
  }
}

}  // namespace

TEST_CASE("hostile: files and options of the program keratin") {
  const Folder folder;
  const std::vector<std::string> models = {"tool/model.keras", "tool/model.h5", "files/pictures.keras",
                                           "files/nested.tf_keras.h5"};
  check_hostile(hostile_cases(0.02), [&](std::mt19937& random) {
    const std::string& from = one_of(models, random);
    const std::string model = folder.file("model" + from.substr(from.rfind('.')));
    write(model,
          random() % 2 == 0 ? content(golden_path(from)) : damaged(content(golden_path(from)), random));
    const Ended ended = run_keratin(some_command(model, folder, random));
    const auto lines = std::count(ended.errors.begin(), ended.errors.end(), '\n');
    const bool is_printable = std::all_of(ended.errors.begin(), ended.errors.end(), [](char c) {
      return static_cast<unsigned char>(c) >= 32 || c == '\n';
    });
    if (!is_printable || (ended.code != 0 && (ended.code != 1 || lines != 1)))
      throw std::logic_error("exit code " + std::to_string(ended.code) + ": " + ended.errors);
  });
}

}  // namespace keratin::test_hostile_program
