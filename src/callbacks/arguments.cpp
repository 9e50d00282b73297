#include "callbacks/arguments.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>
#include <vector>

#include "callbacks/messages.hpp"
#include "distribution/writes.hpp"
#include "files/system_file.hpp"
#include "keratin/error.hpp"
#include "nearest_name.hpp"

namespace keratin::callbacks {

namespace {

/// Numbers in a format say how long a text becomes.
void check_format(const std::string& format) {
  constexpr std::size_t most_digits = 3;
  std::size_t digits = 0;
  for (const char c : format) {
    const bool is_digit = c >= '0' && c <= '9', leads = digits == 0 && c == '0';
    digits = is_digit && !leads ? digits + 1 : 0;
    if (digits > most_digits) throw ValueError("a width or a precision is over 999");
  }
}

/// `field` is what stands between the braces: a name and, after a colon, a format.
std::string filled_field(const std::string& field, int epoch, std::optional<int> batch, const Logs& logs) {
  const std::size_t colon = field.find(':');
  const std::string name = field.substr(0, colon);
  const std::string format = colon == std::string::npos ? "{}" : "{" + field.substr(colon) + "}";
  check_format(format);
  if (name == "epoch") return fmt::format(fmt::runtime(format), epoch + 1);
  if (name == "batch" && batch) return fmt::format(fmt::runtime(format), *batch + 1);
  const std::optional<double> value = logs.find(name);
  if (!value) {
    std::vector<std::string> known = {"epoch"};
    if (batch) known.emplace_back("batch");
    for (const auto& entry : logs) known.push_back(entry.first);
    throw ValueError(fmt::format("there is no {}", among_known(name, known)));
  }
  return colon == std::string::npos ? python_number(*value) : fmt::format(fmt::runtime(format), *value);
}

}  // namespace

int batches_between(const Frequency& frequency, std::string_view argument, bool takes_batch) {
  const std::string& word = frequency.word();
  if (word == "epoch") return 0;
  if (word == "batch" && takes_batch) return 1;
  const std::optional<int>& batches = frequency.batches();
  if (batches && *batches > 0) return *batches;
  throw ValueError(fmt::format("{} must be \"epoch\"{} or a positive number of batches, but received {}.",
                               argument, takes_batch ? ", \"batch\"" : "",
                               batches ? fmt::format("{}", *batches) : fmt::format("\"{}\"", word)));
}

std::string filled_path(const std::string& path, int epoch, std::optional<int> batch, const Logs& logs) {
  const auto fail = [&](const std::string& reason) {
    throw ValueError(fmt::format("The fields of the file's name \"{}\" cannot be filled in: {}{}", path,
                                 reason, reason.ends_with('.') ? "" : "."));
  };
  std::string filled;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const bool is_brace = path[i] == '{' || path[i] == '}';
    const bool is_doubled = is_brace && i + 1 < path.size() && path[i + 1] == path[i];
    if (!is_brace || is_doubled) {
      filled += path[i];
      if (is_doubled) ++i;
      continue;
    }
    const std::size_t end = path.find('}', i);
    if (path[i] == '}' || end == std::string::npos) fail("a brace has no partner");
    try {
      filled += filled_field(path.substr(i + 1, end - i - 1), epoch, batch, logs);
    } catch (const std::exception& error) {
      fail(error.what());
    }
    i = end;
  }
  return filled;
}

void make_parent_folder(const std::string& path) {
  if (!distribution::writes()) return;
  std::error_code ignored;
  std::filesystem::create_directories(std::filesystem::path(saving::system_path(path)).parent_path(),
                                      ignored);
}

}  // namespace keratin::callbacks
