#include <algorithm>
#include <charconv>
#include <string_view>

#include "printable.hpp"
#include "saving/json.hpp"
#include "serve/http_server.hpp"

namespace keratin::serving {

namespace {

/// The text with `%41` as `A`; nothing for a percent sign without two digits behind it.
std::optional<std::string> decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      result += text[i] == '+' ? ' ' : text[i];
      continue;
    }
    unsigned code = 0;
    const char* digits = text.data() + i + 1;
    if (text.size() - i < 3 || std::from_chars(digits, digits + 2, code, 16).ptr != digits + 2) return {};
    result += static_cast<char>(code);
    i += 2;
  }
  return result;
}

}  // namespace

bool read_target(std::string_view target, Head& head) {
  if (!target.starts_with('/')) return false;
  const std::size_t mark = std::min(target.find('?'), target.size());
  head.path = target.substr(0, mark);
  for (std::string_view rest = target.substr(std::min(mark + 1, target.size())); !rest.empty();) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const auto name = decoded(pair.substr(0, equals));
    const auto value = decoded(pair.substr(std::min(equals + 1, pair.size())));
    if (!name || !value) return false;
    head.query.insert_or_assign(*name, *value);
  }
  return true;
}

Reply error_reply(unsigned status, const std::string& text) {
  return {status, "application/json", saving::to_json(Config::entries({{"error", printable_message(text)}}))};
}

}  // namespace keratin::serving
