// Damaged and hostile files of whole models.
#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "keratin/error.hpp"
#include "keratin/models/load_model.hpp"
#include "support/catch.hpp"
#include "support/damaged_files.hpp"
#include "support/folder.hpp"
#include "support/paths.hpp"
#include "support/weight_models.hpp"

namespace keratin::test_damaged_models {
namespace {

using Catch::Matchers::Contains;
using testing::Bytes;
using testing::content;
using testing::Folder;
using testing::weights_path;
using testing::write;

/// How many of `count` damaged copies are refused.
int refusals(const std::string& source, int count) {
  const Folder folder;
  const Bytes whole = content(source);
  const std::string path = folder.file("a" + std::filesystem::path(source).extension().string());
  std::mt19937 random(5);
  int refused = 0;
  for (int i = 0; i < count; ++i) {
    write(path, testing::damaged(whole, random));
    try {
      load_model(path);
    } catch (const IOError&) {
      ++refused;
    } catch (const ValueError&) {
      ++refused;
    }
  }
  return refused;
}

std::string sequential(const std::string& layers) {
  return R"({"class_name": "Sequential", "config": {"name": "m", "layers": [)" + layers + "]}}";
}

}  // namespace

TEST_CASE("load_model: damaged files take neither long nor much memory") {
  const auto begin = std::chrono::steady_clock::now();
  [[maybe_unused]] const long memory = testing::peak_memory_in_kib();
  const char* wanted = std::getenv("KERATIN_DAMAGED_FILES");
  const int count = (wanted == nullptr ? 1000 : std::atoi(wanted)) / 10;
  for (const char* name :
       {"files/words.keras", "files/words.tf_keras.h5", "files/nested.keras", "files/nested.tf_keras.h5",
        "files/compiled_adam_everything.keras.keras", "files/compiled_rmsprop.tf_keras.h5",
        "cases/containers/deflated.keras", "cases/containers/gzip_inside.keras",
        "cases/containers/hdf5_k210.keras", "cases/groups/mixed.k213.keras"}) {
    INFO(name);
    CHECK(refusals(testing::golden_path(name), count) > count / 5);
  }
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(60 + count));
#ifndef __SANITIZE_ADDRESS__  // which keeps freed memory for a while
  CHECK(testing::peak_memory_in_kib() - memory < 256 * 1024);
#endif
}

TEST_CASE("model_from_json: damaged texts are accepted or rejected") {
  std::mt19937 random(7);
  for (const char* name : {"pictures", "sequences", "nested"}) {
    INFO(name);
    const std::string text = load_model(weights_path(std::string(name) + ".keras")).to_json();
    int refused = 0;
    constexpr int count = 200;
    for (int i = 0; i < count; ++i) {
      const Bytes bytes = testing::damaged({text.begin(), text.end()}, random);
      try {
        model_from_json({bytes.begin(), bytes.end()});
      } catch (const IOError&) {
        ++refused;
      } catch (const ValueError&) {
        ++refused;
      }
    }
    CHECK(refused > count / 2);
  }
}

TEST_CASE("load_model: a file cannot ask for more weights than it holds") {
  const Folder folder;
  const Bytes whole = content(weights_path("words.tf_keras.h5"));
  std::string text(whole.begin(), whole.end());
  const std::string units = R"("units": 3, )";
  const std::size_t place = text.find(units);
  REQUIRE(place != std::string::npos);
  text.replace(place, units.size(), R"("units":3e8,)");
  write(folder.file("a.h5"), {text.begin(), text.end()});
  CHECK_THROWS_WITH(load_model(folder.file("a.h5")), Contains("numbers that all weights may have here"));
}

TEST_CASE("model_from_json: models in models take no more memory than their text asks for") {
  [[maybe_unused]] const long memory = testing::peak_memory_in_kib();
  std::string layers, empty;
  for (int i = 0; i < 3900; ++i) layers += R"({"class_name": "Flatten", "config": {}},)";
  for (int i = 0; i < 400'000; ++i) empty += "[],";
  layers.pop_back();
  for (int i = 0; i < 99; ++i) layers = sequential(layers);
  CHECK(model_from_json(layers).layers().size() == 1);
  std::string deep = R"({"class_name": "Flatten", "config": {"x": [)" + empty + "0]}}";
  for (int i = 0; i < 99; ++i) deep = sequential(deep);
  CHECK_THROWS_WITH(model_from_json(deep), Contains("the argument 'x'"));
  CHECK_THROWS_WITH(model_from_json(std::string((1U << 26U) + 1, ' ')), Contains("more than 67108864"));
#ifndef __SANITIZE_ADDRESS__
  CHECK(testing::peak_memory_in_kib() - memory < 256 * 1024);
#endif
}

TEST_CASE("model_from_json: hostile texts") {
  CHECK_THROWS_WITH(
      model_from_json(sequential(R"({"class_name": "InputLayer", "config": {"batch_shape": [null, 100000]}},
                                    {"class_name": "Dense", "config": {"units": 1000000}})")),
      Contains("is more than the 268435456 numbers"));
  std::string deep = R"({"class_name": "Flatten", "config": {}})";
  for (int i = 0; i < 140; ++i) deep = sequential(deep);
  CHECK_THROWS_WITH(model_from_json(deep), Contains("levels of nesting"));
  std::string many;
  for (int i = 0; i < 5000; ++i) many += R"({"class_name": "Flatten", "config": {}},)";
  many.pop_back();
  CHECK_THROWS_WITH(model_from_json(sequential(many)), Contains("a model can hold at most 4096 layers"));
  CHECK_THROWS_AS(model_from_json(R"({"class_name": "Sequential", "config": 3})"), ValueError);
  CHECK_THROWS_AS(model_from_json(R"("Sequential")"), ValueError);
  CHECK_THROWS_AS(model_from_json("null"), ValueError);
  CHECK_THROWS_AS(model_from_json("\xff"), IOError);
}

}  // namespace keratin::test_damaged_models
