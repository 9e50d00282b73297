// Mistakes that are natural at the shell. For each the program says what it expected, what came and how to
// correct it, in one line, and leaves no file behind.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "keratin/layers.hpp"
#include "keratin/utils/npy.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/paths.hpp"
#include "support/program.hpp"

namespace keratin::test_mistakes {
namespace {

using Words = std::vector<std::string>;

/// A command line, in which @ stands for the folder of the files, and what the answer must hold.
struct Mistake {
  Words arguments, answer;
};

/// What a user's folder may hold.
struct Files : testing::Folder {
  Files() {
    for (const char* name : {"model.keras", "x.npy", "y.npy"})
      std::filesystem::copy_file(testing::golden_path(std::string("tool/") + name), file(name));
    Sequential bare, generator;
    bare.add(layers::Dense(1, {.input_dim = 2}));
    bare.save(file("bare.keras"));
    generator.add(layers::Dense(4, {.input_dim = 3}));
    generator.add(layers::Reshape({2, 2, 1}));
    generator.save(file("generator.keras"));
    write("layers.json", bare.to_json());
    write("list.json", "[]");
    for (const char* name : {"text.keras", "text.h5", "text.npy", "text.npz"}) write(name, "some text");
    for (const char* name : {"empty.keras", "empty.npy"}) write(name, "");
    for (const char* name : {"folder.keras", "folder.npy"}) std::filesystem::create_directory(file(name));
    utils::save_npy(file("short.npy"), xt::ones<float>({3, 1}));
  }

  void write(const std::string& name, const std::string& text) const { std::ofstream(file(name)) << text; }

  /// Each file with its size and the time of its last change.
  [[nodiscard]] auto content() const {
    std::set<std::tuple<std::string, std::uintmax_t, std::filesystem::file_time_type>> files;
    for (const auto& entry : std::filesystem::directory_iterator(path))
      files.emplace(entry.path().string(), entry.is_directory() ? 0 : entry.file_size(),
                    entry.last_write_time());
    return files;
  }

  [[nodiscard]] Words in_folder(Words arguments) const {
    for (std::string& word : arguments)
      if (word.starts_with("@")) word = file(word.substr(1));
    return arguments;
  }
};

void check(const Files& files, const Mistake& mistake) {
  std::string command = "keratin";
  for (const std::string& word : mistake.arguments) command += " " + word;
  const auto before = files.content();
  const auto start = std::chrono::steady_clock::now();
  const testing::Ended ended = testing::run_keratin(files.in_folder(mistake.arguments));
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  INFO(command << ": " << ended.errors);
  CHECK(ended.code == 1);
  CHECK(ended.output.empty());
  CHECK(ended.errors.starts_with("keratin: "));
  CHECK(std::count(ended.errors.begin(), ended.errors.end(), '\n') == 1);
  for (const std::string& word : mistake.answer) CHECK_THAT(ended.errors, Catch::Matchers::Contains(word));
  CHECK(files.content() == before);
  CHECK(seconds.count() < 5);
}

void check_all(const std::vector<Mistake>& mistakes) {
  const Files files;
  for (const Mistake& mistake : mistakes) check(files, mistake);
}

/// `keratin fit` with what it requires, and more.
Words fit(const Words& more) {
  Words words = {"fit",    "@model.keras", "--x",        "@x.npy", "--y",
                 "@y.npy", "--output",     "@new.keras", "--quiet"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

Words predict(const std::string& model, const std::string& input, const std::string& output) {
  return {"predict", model, "--input", input, "--output", output};
}

}  // namespace

TEST_CASE("Mistakes at the shell: commands and options that do not exist") {
  check_all({
      {{"shpe", "7", "--to", "28"}, {"there is no command 'shpe'", "did you mean \"shape\"?"}},
      {{"summray", "@model.keras"}, {"did you mean \"summary\"?", "keratin --help"}},
      {{"train", "@model.keras"}, {"there is no command 'train'", "one of summary, predict, fit, evaluate"}},
      {{"@model.keras"}, {"there is no command '", "model.keras'", "summary"}},
      {{}, {"A subcommand is required", "one of summary, predict", "keratin --help"}},
      {{"--versoin"}, {"there is no option '--versoin'", "did you mean \"--version\"?"}},
      {{"--epochs", "3", "fit", "@model.keras"}, {"no option '--epochs' before a command", "first word"}},
      {fit({"--epoch", "3"}), {"fit has no option '--epoch'", "\"--epochs\"?", "keratin fit --help"}},
      {fit({"--batchsize=8"}), {"fit has no option '--batchsize'", "did you mean \"--batch-size\"?"}},
      {fit({"--colour", "red"}), {"fit has no option '--colour'", "keratin fit --help"}},
      {{"predict", "@model.keras", "--inputs", "@x.npy", "--output", "@p.npy"},
       {"did you mean \"--input\"?"}},
      {{"summary", "@model.keras", "keras3"}, {"summary takes no further argument", "'keras3'"}},
  });
}

TEST_CASE("Mistakes at the shell: what is missing, and what is no number") {
  check_all({
      {{"summary"}, {"model is required", ".keras, .h5 or .json", "keratin summary --help"}},
      {{"predict", "@model.keras", "@x.npy", "@p.npy"}, {"--input is required", "x.npy' follows no option"}},
      {{"predict", "@model.keras", "--input", "@x.npy"}, {"--output is required", ".npy, or .npz"}},
      {{"fit", "@model.keras", "--x", "--y", "@y.npy"}, {"--x takes a value, but '--y' follows it"}},
      {fit({"--validation", "@x.npy"}), {"--validation takes two values", "samples and targets"}},
      {fit({"--optimizer", "sgd"}), {"--optimizer requires --loss"}},
      {fit({"--epochs", "two"}), {"--epochs takes a whole number, but received 'two'"}},
      {fit({"--epochs", "1.5"}), {"--epochs takes a whole number, but received '1.5'"}},
      {fit({"--epochs", ""}), {"--epochs", "a whole number is expected, but received an empty text"}},
      {fit({"--epochs", "1", "--epochs", "2"}), {"--epochs takes a whole number", "more than once"}},
      {fit({"--epochs", "-1"}), {"epochs must not be negative, but received -1"}},
      {fit({"--batch-size", "0"}), {"--batch-size must be positive, but received 0"}},
      {fit({"--batch-size", "99999999999"}), {"--batch-size", "not so large", "'99999999999'"}},
      {fit({"--validation-split", "20"}), {"--validation-split must be from 0 to less than 1", "20"}},
      {fit({"--no-shuffle=maybe"}), {"--no-shuffle takes no value", "'maybe'"}},
      {{"shape", "seven"}, {"input takes a whole number, but received 'seven'"}},
      {{"shape", "7", "28"}, {"shape takes no further argument", "'28'"}},
      {{"shape", "7", "--to", "0"}, {"--to must be from 1", "received 0"}},
      {{"image", "@model.keras", "a.png", "-o", "@b.png", "--range", "0"}, {"--range takes two numbers"}},
      {{"image", "@model.keras", "a.png", "-o", "@b.png", "--range", "0,x"}, {"two numbers", "'0,x'"}},
      {{"sample", "@generator.keras", "-o", "@b.png", "--range", "1,1"}, {"two numbers that differ", "1 1"}},
      {{"sample", "@generator.keras", "-o", "@b.png", "--grid", "10"}, {"such as 10x10", "received '10'"}},
  });
}

TEST_CASE("Mistakes at the shell: files that are missing, or other than their names say") {
  check_all({
      {{"summary", "@none.keras"}, {"none.keras' cannot be read: No such file"}},
      {{"summary", "@x.npy"}, {"x.npy' must end in .keras or .h5"}},
      {{"summary", "@empty.keras"}, {"empty.keras' cannot be read: it is empty"}},
      {{"summary", "@text.keras"},
       {"text.keras' cannot be read", "it is no ZIP archive, as .keras and .npz files are"}},
      {{"summary", "@text.h5"}, {"text.h5' cannot be read: expected an HDF5 file"}},
      {{"summary", "@list.json"},
       {"list.json': expected a model, as its to_json() writes it", "received []"}},
      {{"summary", "@folder.keras"},
       {"folder.keras' cannot be read: it is a folder, but a file was expected"}},
      {predict("@layers.json", "@x.npy", "@p.npy"), {"holds no weights", "--weights"}},
      {predict("@model.keras", "@none.npy", "@p.npy"), {"--input: The file '", "none.npy' cannot be read"}},
      {predict("@model.keras", "@empty.npy", "@p.npy"), {"empty.npy' cannot be read: it is empty"}},
      {predict("@model.keras", "@text.npy", "@p.npy"), {"it is no .npy file", "numpy.save()"}},
      {predict("@model.keras", "@text.npz", "@p.npy"),
       {"--input: ", "text.npz", "no ZIP archive, as .keras and .npz files are"}},
      {predict("@model.keras", "@model.keras", "@p.npy"), {"it is no .npy file", "numpy.save()"}},
      {predict("@model.keras", "@folder.npy", "@p.npy"), {"--input: ", "it is a folder"}},
      {predict("@model.keras", "@x.npy", "@p.txt"), {"p.txt' must end in .npy or .npz"}},
      {predict("@model.keras", "@x.npy", "@none/p.npy"),
       {"p.npy' cannot be written: No such file", "make the folder '", "none' first"}},
      {predict("@model.keras", "@x.npy", "@folder.npy"), {"folder.npy' cannot be written: Is a directory"}},
      {{"convert", "@model.keras", "@model.pt"}, {"model.pt' must end in .keras or .h5"}},
      {{"convert", "@none.h5", "@new.keras"}, {"none.h5' cannot be read: No such file"}},
      {fit({"--weights", "@model.keras"}), {"model.keras' must end in .h5"}},
  });
}

TEST_CASE("Mistakes at the shell: models and arrays that do not fit") {
  check_all({
      {predict("@model.keras", "@y.npy", "@p.npy"), {"expected inputs of shape (None, 6, 6, 1)", "(22, 1)"}},
      {{"evaluate", "@model.keras", "--x", "@x.npy", "--y", "@x.npy"}, {"expects targets", "(22, 6, 6, 1)"}},
      {{"evaluate", "@model.keras", "--x", "@x.npy", "--y", "@short.npy"}, {"22", "3"}},
      {fit({"--validation", "@x.npy", "@short.npy"}), {"22", "3"}},
      {fit({"--validation", "@x.npy", "@y.npy", "--validation-split", "0.5"}), {"give only one of them"}},
      {fit({"--loss", "sme"}), {"Unknown loss \"sme\": did you mean \"mse\"?", "Known: "}},
      {fit({"--loss", "mse", "--metrics", "acuracy"}), {"Unknown metric", "did you mean \"accuracy\"?"}},
      {fit({"--loss", "mse", "--optimizer", "adm"}), {"Unknown optimizer", "did you mean \"adam\"?"}},
      {{"evaluate", "@bare.keras", "--x", "@x.npy", "--y", "@y.npy"}, {"is not compiled", "--loss mse"}},
      {{"sample", "@model.keras", "-o", "@b.png"}, {"sample takes a generator", "(None, 6, 6, 1)"}},
      {{"image", "@model.keras", "a.png", "-o", "@b.png"}, {"a model from images to images", "(None, 1)"}},
  });
}

}  // namespace keratin::test_mistakes
