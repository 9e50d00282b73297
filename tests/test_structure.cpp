// The rules of CONTRIBUTING.md that a program can check: which file may include which, and how long a file
// gets.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"
#include "support/paths.hpp"

namespace {

namespace fs = std::filesystem;

const fs::path root = keratin::testing::project_path();

/// From the bottom up: a file includes files of its own rank and of lower ones.
const std::vector<std::vector<std::string_view>> ranks = {
    {"printable", "nearest_name", "shape", "error", "identifier", "identifier_members", "list_of", "logs",
     "config", "padding", "data_format", "size2d", "size3d", "sides1d", "sides2d", "sides3d", "axes",
     "per_channel", "distribution/writes"},
    {"tensor", "memory_error", "data"},
    {"view", "arrays", "distribution"},
    {"regularizers", "constraints"},
    {"weight", "tape", "fusion", "engine", "print"},
    {"files"},
    {"random", "utils", "images", "datasets", "distribution/data_parallel"},
    {"activations", "layer_activation", "initializers", "losses", "metrics", "optimizers"},
    {"keras_tensor", "layers/layer", "layers/layer_call", "layers/inner_layer", "layers/merging_layer",
     "layers/described", "layers/layer_access", "layers/fusing_layer", "layers/random_layer",
     "layers/image_layer", "layers/common"},
    {"layers"},
    {"callbacks", "models"},
    {"saving", "mpi"},
    {"serve"},
    {"tool"},
};

/// Headers that include others for the user's convenience, and that no other file may include.
const std::set<std::string> umbrellas = {"callbacks", "keratin", "layers"};

struct SourceFile {
  fs::path path;                  // from the root: include/keratin/layers/core/dense.hpp
  std::string module;             // what it is part of: layers/core/dense
  std::vector<std::string> text;  // its lines
};

bool starts_with_folder(std::string_view path, std::string_view folder) {
  return path == folder || (path.starts_with(folder) && path[folder.size()] == '/');
}

/// `keratin/layers/core/dense.hpp` and `layers/core/dense.cpp` are both of `layers/core/dense`.
std::string module_of(std::string path) {
  if (path.starts_with("keratin/")) path.erase(0, std::string_view("keratin/").size());
  return path.substr(0, path.rfind('.'));
}

std::vector<std::string> lines_of(const fs::path& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

std::vector<SourceFile> files_under(const std::string& folder, const std::set<std::string>& extensions) {
  std::vector<SourceFile> files;
  for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
    if (!entry.is_regular_file() || !extensions.contains(entry.path().extension().string())) continue;
    files.push_back({fs::relative(entry.path(), root),
                     module_of(fs::relative(entry.path(), root / folder).generic_string()),
                     lines_of(entry.path())});
  }
  return files;
}

std::vector<SourceFile> library_files() {
  std::vector<SourceFile> files = files_under("include", {".hpp"});
  for (SourceFile& file : files_under("src", {".hpp", ".cpp"})) files.push_back(std::move(file));
  return files;
}

/// What stands between `#include ` and the end of its name, with the opening quote or bracket in front.
std::vector<std::string> includes_of(const SourceFile& file) {
  std::vector<std::string> includes;
  for (const std::string& line : file.text) {
    constexpr std::string_view directive = "#include ";
    if (!line.starts_with(directive)) continue;
    includes.push_back(line.substr(directive.size(), line.find_last_of("\">") - directive.size()));
  }
  return includes;
}

/// The place in `ranks` whose name covers most of the module's name.
std::optional<std::size_t> rank_of(const std::string& module) {
  std::optional<std::size_t> found;
  std::size_t longest = 0;
  for (std::size_t rank = 0; rank < ranks.size(); ++rank) {
    for (std::string_view name : ranks[rank]) {
      if (!starts_with_folder(module, name) || name.size() < longest) continue;
      found = rank;
      longest = name.size();
    }
  }
  return found;
}

/// A layer has a public header in layers/; the rest of src/layers/ serves several layers.
bool is_layer(const std::string& module) {
  static const std::set<std::string> bases = {"layers/layer",
                                              "layers/inner_layer",
                                              "layers/merging_layer",
                                              "layers/core/wrapper",
                                              "layers/merging/base_merge",
                                              "layers/described",
                                              "layers/fusing_layer",
                                              "layers/random_layer",
                                              "layers/image_layer",
                                              "layers/convolutional/base_conv",
                                              "layers/pooling/base_pooling",
                                              "layers/pooling/base_global_pooling",
                                              "layers/regularization/base_spatial_dropout",
                                              "layers/reshaping/base_frame"};
  return module.starts_with("layers/") && !bases.contains(module) &&
         fs::exists(root / "include/keratin" / (module + ".hpp"));
}

bool may_include(const SourceFile& from, const std::string& to) {
  if (from.module == to || umbrellas.contains(from.module)) return true;
  if (starts_with_folder(from.module, "kernels")) return starts_with_folder(to, "kernels");
  if (starts_with_folder(to, "kernels")) return *from.path.begin() == "src";
  if (to == "layers" && from.module == "layers/known_layers") return true;  // it lists all classes
  if (umbrellas.contains(to)) return starts_with_folder(from.module, "tool");
  if (starts_with_folder(from.module, "layers") && is_layer(to)) return false;
  return rank_of(to).has_value() && rank_of(to) <= rank_of(from.module);
}

/// Kernels are loops over raw memory: they include only the standard library, the processor's instructions
/// and what threads need of the system.
bool fit_for_kernels(const std::string& header) {
  static const std::set<std::string> others = {"<immintrin.h", "<arm_neon.h", "<pthread.h", "<sched.h"};
  return header.find_first_of("./") == std::string::npos || header.starts_with("<xsimd/") ||
         others.contains(header);
}

}  // namespace

TEST_CASE("Files include only what lies below them") {
  for (const SourceFile& file : library_files()) {
    if (!umbrellas.contains(file.module) && !starts_with_folder(file.module, "kernels")) {
      INFO(file.path.generic_string() << " has no place in the ranks of this test");
      CHECK(rank_of(file.module).has_value());
    }
    for (const std::string& include : includes_of(file)) {
      if (!include.starts_with('"')) continue;
      INFO(file.path.generic_string() << " includes " << include << '"');
      CHECK(may_include(file, module_of(include.substr(1))));
      if (*file.path.begin() == "include") CHECK(include.starts_with("\"keratin/"));
    }
  }
}

TEST_CASE("Each other library is included in one place") {
  for (const SourceFile& file : library_files()) {
    const bool is_kernel = starts_with_folder(file.module, "kernels");
    for (const std::string& include : includes_of(file)) {
      if (!include.starts_with('<')) continue;
      INFO(file.path.generic_string() << " includes " << include << '>');
      if (include.starts_with("<xtensor/")) {
        CHECK(file.module == "tensor");
      } else if (include.starts_with("<xtensor-blas/")) {
        CHECK(file.path == "src/kernels/gemm.cpp");
      } else if (include.starts_with("<hdf5")) {
        CHECK(file.path == "src/files/hdf5_writer.cpp");
      } else if (include.starts_with("<CLI/")) {
        CHECK(file.path == "src/tool/commands.hpp");
      } else if (include.starts_with("<boost/")) {
        CHECK(file.path == "src/serve/http_parser.hpp");
      } else if (include.starts_with("<png.h")) {
        CHECK(file.path == "src/images/png_format.cpp");
      } else if (include.starts_with("<jpeglib.h")) {
        CHECK(file.path == "src/images/jpeg_format.cpp");
      } else if (include.starts_with("<mpi.h")) {
        CHECK(file.module.starts_with("mpi/"));
      } else if (include.ends_with(".pb.h")) {
        CHECK(file.path == "src/saving/onnx/model_file.cpp");
      } else if (is_kernel) {
        CHECK(fit_for_kernels(include));
      }
      if (*file.path.begin() == "include") CHECK_FALSE(include.starts_with("<fmt/"));
      CHECK_FALSE(include.starts_with("<keratin/"));
    }
  }
}

TEST_CASE("Every header guards itself") {
  for (const SourceFile& file : library_files()) {
    if (file.path.extension() != ".hpp") continue;
    INFO(file.path.generic_string());
    CHECK(std::find(file.text.begin(), file.text.end(), "#pragma once") != file.text.end());
  }
}

TEST_CASE("Every public type says what it is") {
  for (const SourceFile& file : files_under("include", {".hpp"})) {
    for (auto line = file.text.begin(); line != file.text.end(); ++line) {
      const bool is_definition =
          (line->starts_with("struct ") || line->starts_with("class ")) && !line->ends_with(';');
      if (!is_definition) continue;
      auto above = line - 1;
      while (above->starts_with("template") || above->starts_with("requires")) --above;
      INFO(file.path.generic_string() << ": " << *line);
      CHECK(above->starts_with("///"));
    }
  }
}

TEST_CASE("Files are short enough to be read at once") {
  for (const std::string folder : {"include", "src", "tests", "examples"}) {
    for (const SourceFile& file : files_under(folder, {".hpp", ".cpp", ".sh", ".cmake", ".py"})) {
      INFO(file.path.generic_string());
      CHECK(file.text.size() <= 300);
    }
  }
}

TEST_CASE("The top of the tree holds what CONTRIBUTING.md maps") {
  static const std::set<std::string> known = {"include",
                                              "src",
                                              "tests",
                                              "examples",
                                              "cmake",
                                              "build",
                                              "findings",
                                              "README.md",
                                              "LICENSE",
                                              "CMakeLists.txt",
                                              "CMakePresets.json",
                                              "CHANGELOG.md",
                                              "CONTRIBUTING.md",
                                              "SECURITY.md"};
  for (const auto& entry : fs::directory_iterator(root)) {
    const std::string name = entry.path().filename().string();
    INFO(name << " is not one of the entries that this test knows");
    CHECK((name.starts_with('.') || known.contains(name)));
  }
}
