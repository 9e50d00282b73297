#include "tool/files.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "keratin/error.hpp"
#include "keratin/models/load_model.hpp"
#include "saving/read_file.hpp"

namespace keratin::tool {

Sequential load(const std::string& path) {
  check_ending(path, {".keras", ".h5", ".hdf5", ".json"});
  if (!path.ends_with(".json")) return load_model(path);
  const std::vector<std::uint8_t> text = saving::read_file(path);
  return model_from_json({text.begin(), text.end()});
}

void check_ending(const std::string& path, std::initializer_list<std::string_view> endings) {
  const auto fits = [&](std::string_view ending) { return path.ends_with(ending); };
  if (std::any_of(endings.begin(), endings.end(), fits)) return;
  throw ValueError(fmt::format("the name of the file '{}' must end in {}", path, fmt::join(endings, " or ")));
}

void say_written(const std::string& path) { fmt::print("{} is written.\n", path); }

}  // namespace keratin::tool
