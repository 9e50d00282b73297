#include "nearest_name.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>

#include "printable.hpp"

namespace keratin {

namespace {

constexpr std::size_t longest_word = 64;

char lower_case(char letter) {
  return 'A' <= letter && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

/// How many letters must be added, taken away, replaced or swapped with their neighbour to make one of the
/// other; both are at most `longest_word` long.
std::size_t edits_between(std::string_view a, std::string_view b) {
  const auto same = [&](std::size_t i, std::size_t j) { return lower_case(a[i]) == lower_case(b[j]); };
  std::array<std::array<std::size_t, longest_word + 1>, longest_word + 1> edits{};
  for (std::size_t i = 0; i <= a.size(); ++i) edits[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) edits[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = edits[i - 1][j - 1] + (same(i - 1, j - 1) ? 0 : 1);
      edits[i][j] = std::min({edits[i - 1][j] + 1, edits[i][j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && same(i - 1, j - 2) && same(i - 2, j - 1);
      if (swapped) edits[i][j] = std::min(edits[i][j], edits[i - 2][j - 2] + 1);
    }
  }
  return edits[a.size()][b.size()];
}

}  // namespace

std::string nearest_name(std::string_view word, const std::vector<std::string>& names) {
  if (word.size() > longest_word) return {};
  std::size_t least = word.size() / 3 + 1;
  std::string nearest;
  for (const std::string& name : names) {
    if (name.size() > longest_word) continue;
    const std::size_t edits = edits_between(word, name);
    if (edits >= std::min(least, name.size())) continue;
    least = edits;
    nearest = name;
  }
  return nearest;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& names) {
  const std::string nearest = nearest_name(word, names);
  return nearest.empty() ? "" : fmt::format(": did you mean \"{}\"?", nearest);
}

std::string among_known(std::string_view word, const std::vector<std::string>& known) {
  std::string list;
  for (const std::string& name : known) append_quoted(list, name);
  const std::string meant = did_you_mean(word, known);
  return fmt::format("\"{}\"{} Known: {}.", word, meant.empty() ? "." : meant, list.empty() ? "none" : list);
}

UnknownName::UnknownName(const std::string& what, const std::string& way_out)
    : ValueError(what + " " + way_out), without_way_out_(what) {}

}  // namespace keratin
