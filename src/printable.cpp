#include "printable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>

#include "distribution/writes.hpp"

namespace keratin {

namespace {

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

/// How many bytes the character at the start of `text` has; 0 for a control code and for what is no UTF-8.
std::size_t character(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80) return first < 0x20 || first == 0x7f ? 0 : 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const std::size_t size = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (text.size() < size || !std::all_of(&text[1], &text[0] + size, continues_character)) return 0;
  const bool is_control_code = first == 0xc2 && static_cast<unsigned char>(text[1]) < 0xa0;
  return is_control_code ? 0 : size;
}

/// The text's first `head` and last `tail` bytes, or fewer, so that no character is cut in two.
std::string without_middle(std::string_view text, std::size_t head, std::size_t tail) {
  std::size_t begin = text.size() - tail;
  while (head > 0 && continues_character(text[head])) --head;
  while (begin < text.size() && continues_character(text[begin])) ++begin;
  return std::string(text.substr(0, head)) + "..." + std::string(text.substr(begin));
}

}  // namespace

std::string printable(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t size = character(text);
    if (size == 0) result += text.front() == '\n' || text.front() == '\t' ? ' ' : '?';
    result += text.substr(0, size);
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return result;
}

std::string printable_message(std::string_view text) {
  constexpr std::size_t longest_word = 400, longest = 4000;
  const std::string all = printable(text);
  std::string result;
  for (std::size_t begin = 0; begin < all.size();) {
    const std::size_t end = std::min(all.find(' ', begin), all.size());
    const std::string_view word = std::string_view(all).substr(begin, end - begin);
    result += word.size() > longest_word ? without_middle(word, 200, 100) : std::string(word);
    if (end < all.size()) result += ' ';
    begin = end + 1;
  }
  return result.size() > longest ? without_middle(result, 3000, 900) : result;
}

void print_note(std::string_view text) {
  if (distribution::writes()) std::cerr << printable_message(text) << '\n';
}

std::string shortened(std::string_view text, std::size_t most) {
  return text.size() <= most ? std::string(text) : without_middle(text, most / 2, most / 4);
}

void append_quoted(std::string& list, std::string_view name) {
  list += fmt::format("{}\"{}\"", list.empty() ? "" : ", ", name);
}

}  // namespace keratin
