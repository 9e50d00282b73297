// Models from elsewhere: whatever is taken can be shown, used, saved and loaded again.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "files/zip_file.hpp"
#include "keratin/models/load_model.hpp"
#include "support/catch.hpp"
#include "support/damaged_files.hpp"
#include "support/folder.hpp"
#include "support/hostile.hpp"
#include "support/mutated_json.hpp"
#include "support/paths.hpp"
#include "support/whole_models.hpp"

namespace keratin::test_hostile_models {
namespace {

using nlohmann::json;
using testing::check_hostile;
using testing::Folder;
using testing::hostile_cases;
using testing::one_of;

void expect(bool met, const std::string& what) {
  if (!met) throw std::logic_error(what);
}

std::vector<std::string> golden_files(const std::string& ending) {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(testing::golden_path(""))) {
    const std::string path = entry.path().string();
    if (path.ends_with(ending) && !path.ends_with(".weights.h5")) paths.push_back(path);
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::size_t elements(const Shape& shape) {
  std::size_t count = 1;
  for (int size : shape) count *= static_cast<std::size_t>(std::max(size, 1));
  return count;
}

/// Whether it is small enough to be run here.
bool is_small(const Sequential& model) {
  Shape shape = model.input_shape();
  std::size_t most = std::max(elements(shape), model.count_params());
  for (const auto& layer : model.layers()) {
    shape = layer->compute_output_shape(shape);
    most = std::max(most, elements(shape));
  }
  return most < 20000 && model.layers().size() < 100;
}

void show(const Sequential& model) {
  for (const char* style : {"keras2", "keras3", "explain"}) {
    model.summary({.print_fn =
                       [](const std::string& text) {
                         for (char c : text)
                           expect(static_cast<unsigned char>(c) >= 32 || c == '\n',
                                  "a control code: " + text);
                       },
                   .expand_nested = true,
                   .style = style});
  }
}

bool same_number(float left, float right) { return left == right || (std::isnan(left) && std::isnan(right)); }

void save_and_load(const Sequential& model, const Folder& folder) {
  std::vector<std::size_t> shape;
  for (int size : model.input_shape()) shape.push_back(static_cast<std::size_t>(std::max(size, 1)));
  Tensor x = Tensor::from_shape(shape);
  x.fill(0);
  const Tensor y = model.predict(x);
  for (const char* name : {"again.keras", "again.h5"}) {
    try {
      model.save(folder.file(name));
    } catch (const std::invalid_argument&) {
      continue;  // it says why it cannot be saved
    }
    const Sequential loaded = load_model(folder.file(name));
    const Tensor again = loaded.predict(x);
    expect(std::equal(y.begin(), y.end(), again.begin(), again.end(), same_number),
           std::string("other outputs: ") + name);
    if (name == std::string("again.keras")) expect(loaded.to_json() == model.to_json(), "another model");
  }
}

void use(const Sequential& model, const Folder& folder) {
  std::string text;
  try {
    text = model.to_json();
  } catch (const std::invalid_argument&) {
    return;
  }
  expect(model_from_json(text).to_json() == text, "another model as JSON");
  if (!model.built()) return;
  show(model);
  if (is_small(model)) save_and_load(model, folder);
}

/// The position after the brace that closes the one at `begin`.
testing::Bytes::iterator closing(testing::Bytes::iterator begin, testing::Bytes::iterator end) {
  int depth = 0;
  bool in_text = false;
  for (; begin != end; ++begin) {
    if (in_text && *begin == '\\')
      ++begin;
    else if (*begin == '"')
      in_text = !in_text;
    else if (!in_text && (*begin == '{' || *begin == '}') && (depth += *begin == '{' ? 1 : -1) == 0)
      return begin + 1;
  }
  return end;
}

/// Writes over the JSON of the model in the bytes of a .h5 file, with blanks at its end, if it fits.
void mutate_in_place(testing::Bytes& bytes, std::mt19937& random) {
  static constexpr std::string_view start = R"({"class_name")";
  const auto begin = std::search(bytes.begin(), bytes.end(), start.begin(), start.end());
  if (begin == bytes.end()) return;
  const auto end = closing(begin, bytes.end());
  const std::string text = testing::mutated(json::parse(begin, end), random).dump();
  if (static_cast<std::ptrdiff_t>(text.size()) > end - begin) return;
  std::fill(std::copy(text.begin(), text.end(), begin), end, ' ');
}

/// Writes an archive like the first one with another config.json.
void mutate_archive(const std::string& from, const std::string& path, std::mt19937& random) {
  const saving::ZipReader archive(from);
  saving::ZipWriter changed(path);
  for (const std::string& name : archive.names()) {
    std::vector<std::uint8_t> bytes = archive.read(name, 1U << 26U);
    if (name == "config.json") {
      const std::string text = testing::mutated(json::parse(bytes), random).dump();
      bytes.assign(text.begin(), text.end());
    }
    changed.add(name, bytes);
  }
  changed.commit();
}

}  // namespace

TEST_CASE("hostile: models as JSON") {
  const Folder folder;
  std::vector<json> documents;
  for (const std::string& name : testing::whole_models)
    documents.push_back(json::parse(load_model(testing::golden_path("files/" + name + ".keras")).to_json()));
  check_hostile(hostile_cases(0.35), [&](std::mt19937& random) {
    const std::string text = testing::mutated(one_of(documents, random), random).dump();
    use(model_from_json(text), folder);
  });
}

TEST_CASE("hostile: .keras files with another config") {
  const Folder folder;
  const std::vector<std::string> paths = golden_files(".keras");
  check_hostile(hostile_cases(0.13), [&](std::mt19937& random) {
    const std::string path = folder.file("a.keras");
    mutate_archive(one_of(paths, random), path, random);
    use(load_model(path), folder);
  });
}

TEST_CASE("hostile: .h5 files with another config") {
  const Folder folder;
  const std::vector<std::string> paths = golden_files(".h5");
  check_hostile(hostile_cases(0.12), [&](std::mt19937& random) {
    testing::Bytes bytes = testing::content(one_of(paths, random));
    mutate_in_place(bytes, random);
    testing::write(folder.file("a.h5"), bytes);
    use(load_model(folder.file("a.h5")), folder);
  });
}

TEST_CASE("hostile: damaged files of models") {
  const Folder folder;
  std::vector<std::string> paths = golden_files(".keras");
  const std::vector<std::string> others = golden_files(".h5");
  paths.insert(paths.end(), others.begin(), others.end());
  check_hostile(hostile_cases(0.1), [&](std::mt19937& random) {
    const std::string& from = one_of(paths, random);
    const std::string path = folder.file(from.ends_with(".keras") ? "a.keras" : "a.h5");
    testing::write(path, testing::damaged(testing::content(from), random));
    use(load_model(path), folder);
  });
}

}  // namespace keratin::test_hostile_models
