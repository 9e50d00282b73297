#include "saving/cpp/cpp_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <sstream>

#include "keratin/utils/naming.hpp"

namespace keratin::saving {

namespace {

/// Words that are no variable's name, two macros of Unix among them, and functions that programs call.
const std::set<std::string, std::less<>>& reserved() {
  static const std::set<std::string, std::less<>> words = [] {
    std::istringstream text(
        "abs alignas alignof and and_eq asm assert auto bitand bitor bool break case catch char char16_t "
        "char32_t char8_t class co_await co_return co_yield compl concept const const_cast consteval "
        "constexpr constinit continue decltype default delete do double dynamic_cast else enum errno "
        "explicit export extern false float for friend goto if inline int linux long main mutable namespace "
        "new noexcept not not_eq nullptr operator or or_eq pow private protected public register "
        "reinterpret_cast requires return share short signed sizeof static static_assert static_cast stderr "
        "stdin stdout struct switch template this thread_local throw true try typedef typeid typename union "
        "unix unsigned using virtual void volatile wchar_t while xor xor_eq");
    return std::set<std::string, std::less<>>(std::istream_iterator<std::string>(text), {});
  }();
  return words;
}

bool is_variable(const std::string& name) {
  constexpr std::size_t longest = 40;
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && name.size() <= longest && name[0] >= 'a' && name[0] <= 'z' &&
         std::all_of(name.begin(), name.end(), fits) && name.find("__") == std::string::npos &&
         !reserved().contains(name);
}

}  // namespace

std::string CppNames::variable(const std::string& wanted, const std::string& base) {
  if (is_variable(wanted) && variables_.insert(wanted).second) return wanted;
  if (variables_.insert(base).second) return base;
  int& number = numbers_[base];
  while (true) {
    std::string numbered = fmt::format("{}_{}", base, ++number);
    if (variables_.insert(numbered).second) return numbered;
  }
}

bool CppNames::is_next(const std::string& class_name, const std::string& name) const {
  const std::string base = utils::to_snake_case(class_name);
  const auto count = counts_.find(base);
  return name == (count == counts_.end() ? base : fmt::format("{}_{}", base, count->second));
}

bool CppNames::take_next(const std::string& class_name, const std::string& name) {
  if (!is_next(class_name, name)) return false;
  ++counts_[utils::to_snake_case(class_name)];
  return true;
}

bool has_given_name(const Layer& layer) {
  const std::string base = utils::to_snake_case(layer.class_name());
  if (!layer.name().starts_with(base)) return true;
  const std::string rest = layer.name().substr(base.size());
  if (rest.empty()) return false;
  return rest.size() < 2 || rest[0] != '_' ||
         !std::all_of(rest.begin() + 1, rest.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace keratin::saving
