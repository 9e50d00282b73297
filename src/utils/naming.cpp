#include "keratin/utils/naming.hpp"

#include <fmt/format.h>

#include <cctype>
#include <map>
#include <mutex>

#include "keratin/error.hpp"
#include "nearest_name.hpp"

namespace keratin::utils {

namespace {

struct Names {
  std::mutex mutex;
  bool first_is_numbered = false;
  std::map<std::string, int> counts;
};

Names& names() {
  static Names instance;
  return instance;
}

bool is_upper(char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; }
bool is_lower(char c) { return std::islower(static_cast<unsigned char>(c)) != 0; }

}  // namespace

void set_naming(const std::string& naming) {
  if (naming != "tf_keras" && naming != "keras") {
    throw ValueError(fmt::format("Unknown naming {}", among_known(naming, {"tf_keras", "keras"})));
  }
  const std::lock_guard lock(names().mutex);
  names().first_is_numbered = naming == "keras";
}

void clear_session() {
  const std::lock_guard lock(names().mutex);
  names().counts.clear();
}

std::string to_snake_case(std::string_view name) {
  std::string snake;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool begins_word = is_upper(name[i]) && i > 0 &&
                             (is_lower(name[i - 1]) || (i + 1 < name.size() && is_lower(name[i + 1])));
    if (begins_word) snake += '_';
    snake += static_cast<char>(std::tolower(static_cast<unsigned char>(name[i])));
  }
  return snake;
}

std::string unique_name(std::string_view class_name) {
  const std::string base = to_snake_case(class_name);
  const std::lock_guard lock(names().mutex);
  const int number = names().counts[base]++ + (names().first_is_numbered ? 1 : 0);
  return number == 0 ? base : fmt::format("{}_{}", base, number);
}

}  // namespace keratin::utils
