#include "distribution/agreement.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "keratin/error.hpp"

namespace keratin::distribution {

namespace {

/// The first line in which a text differs from another one; of a long line the part around the difference.
std::string different_line(const std::string& text, const std::string& other) {
  const auto place = std::mismatch(text.begin(), text.end(), other.begin(), other.end()).first;
  const auto at = static_cast<std::size_t>(place - text.begin());
  const std::size_t begin = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
  const std::string line = text.substr(begin, text.find('\n', at) - begin);
  constexpr std::size_t around = 80;
  if (line.size() <= 2 * around) return line.empty() ? "nothing" : line;
  const std::size_t column = at - begin, first = column - std::min(column, around);
  const std::string part = line.substr(first, 2 * around);
  return (first > 0 ? "..." : "") + part + (first + part.size() < line.size() ? "..." : "");
}

[[noreturn]] void fail(Team& team, const std::string& call, const Agreed& item, std::size_t process) {
  const std::vector<std::string> texts = team.gather_texts(item.second);
  throw ValueError(fmt::format(
      "{}: all processes must be given the same, but they differ in {}: process 0 has {}, process {} has {}.",
      call, item.first, different_line(texts[0], texts[process]), process,
      different_line(texts[process], texts[0])));
}

}  // namespace

std::uint64_t hash_of(const void* bytes, std::size_t size, std::uint64_t hash) {
  const auto* next = static_cast<const unsigned char*>(bytes);
  for (std::size_t i = 0; i < size; ++i) hash = (hash ^ next[i]) * 0x100000001b3U;
  return hash;
}

void require_agreement(Team& team, const std::string& call, const std::vector<Agreed>& items) {
  constexpr std::size_t digits = 16;
  std::string hashes;
  for (const auto& [name, value] : items)
    hashes += fmt::format("{:0{}x}", hash_of(value.data(), value.size()), digits);
  const std::vector<std::string> all = team.gather_texts(hashes);
  for (std::size_t process = 1; process < all.size(); ++process) {
    if (all[process].size() != all[0].size()) {
      throw ValueError(fmt::format(
          "{}: all processes must make the same calls, but processes 0 and {} make different ones.", call,
          process));
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
      const auto hash = [&](std::size_t of) { return all[of].substr(i * digits, digits); };
      if (hash(process) != hash(0)) fail(team, call, items[i], process);
    }
  }
}

}  // namespace keratin::distribution
