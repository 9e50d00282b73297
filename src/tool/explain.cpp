#include "tool/explain.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>

#include "nearest_name.hpp"

namespace keratin::tool {

namespace {

bool is_option(const std::string& word) { return word.size() > 1 && word.front() == '-'; }

std::vector<std::string> names_of_commands(const CLI::App& program) {
  std::vector<std::string> names;
  for (const CLI::App* command : program.get_subcommands(std::function<bool(const CLI::App*)>()))
    names.push_back(command->get_name());
  return names;
}

std::vector<std::string> names_of_options(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

/// The word stands where the program expects a command.
std::string explain_no_command(const CLI::App& program, const std::string& word) {
  const std::vector<std::string> names = names_of_commands(program);
  const std::string meant = did_you_mean(word, is_option(word) ? names_of_options(program) : names);
  const std::string what = fmt::format("there is no {} '{}'", is_option(word) ? "option" : "command", word);
  if (!meant.empty()) return what + meant;
  return fmt::format("{}{}: the first word must be one of {}", what,
                     is_option(word) ? " before a command" : "", fmt::join(names, ", "));
}

std::string explain_unknown_option(const CLI::App& command, const std::string& word) {
  const std::string name = word.substr(0, word.find('='));
  return fmt::format("{} has no option '{}'{}", command.get_name(), name,
                     did_you_mean(name, names_of_options(command)));
}

std::string explain_required(const CLI::App& command, const std::vector<std::string>& rest,
                             const std::string& message) {
  for (const CLI::Option* option : command.get_options()) {
    if (!option->get_required() || option->count() > 0) continue;
    return fmt::format("{} is required{}: {}", option->get_name(),
                       rest.empty() ? "" : fmt::format(", and '{}' follows no option", rest.front()),
                       option->get_description());
  }
  return message;
}

/// What an option takes, by CLI11's name for its type.
std::string kind_of(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  if (type == "INT" || type == "UINT") return "a whole number";
  if (type == "FLOAT") return "a number";
  if (type.empty()) return "no value";
  if (type == "[FLOAT,FLOAT]") return "two numbers";
  return type.starts_with("[") ? "two values" : "a value";
}

/// The option whose name the text begins with, up to one of CLI11's marks.
const CLI::Option* option_in(const CLI::App& command, const std::string& text, const char* mark) {
  const std::string name = text.substr(0, text.find(mark));
  const auto options = command.get_options();
  const auto found = std::find_if(options.begin(), options.end(),
                                  [&](const CLI::Option* option) { return option->get_name() == name; });
  return found == options.end() ? nullptr : *found;
}

/// "Could not convert: --epochs = two".
std::string explain_conversion(const CLI::App& command, const std::string& message) {
  const std::size_t begin = message.find(": "), equals = message.find(" = ");
  if (begin == std::string::npos || equals == std::string::npos) return message;
  const CLI::Option* option = option_in(command, message.substr(begin + 2), " = ");
  if (option == nullptr) return message;
  const std::string value = message.substr(equals + 3);
  const bool is_long = value.size() > 9 && value.find_first_not_of("+-0123456789") == std::string::npos;
  return fmt::format("{} takes {}{}, but received '{}'", option->get_name(), kind_of(*option),
                     is_long ? " that is not so large" : "", value);
}

/// "--x: 1 required TEXT missing", or "--x: At Most 1 required but received 2".
std::string explain_number_of_values(const CLI::App& command, const std::string& message) {
  const CLI::Option* option = option_in(command, message, ": ");
  if (option == nullptr) return message;
  const std::string kind = kind_of(*option);
  if (static_cast<int>(option->count()) > option->get_items_expected_max())
    return fmt::format("{} takes {}, but is given more than once", option->get_name(), kind);
  return fmt::format("{} takes {}, but {}: {}", option->get_name(), kind,
                     kind.starts_with("two") ? "fewer follow it" : "none follows it",
                     option->get_description());
}

/// An option that was taken for the value of the one before it; empty if there is none.
std::string explain_taken_option(const CLI::App& command) {
  const std::vector<std::string> names = names_of_options(command);
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& value : option->results()) {
      if (std::find(names.begin(), names.end(), value) != names.end())
        return fmt::format("{} takes {}, but '{}' follows it", option->get_name(), kind_of(*option), value);
    }
  }
  return {};
}

std::string reason(const CLI::App& program, const CLI::ParseError& error) {
  const std::vector<std::string> before = program.remaining();
  if (!before.empty()) return explain_no_command(program, before.front());
  if (program.get_subcommands().empty())
    return fmt::format("{}: one of {}", error.what(), fmt::join(names_of_commands(program), ", "));
  const CLI::App& command = *program.get_subcommands().front();
  if (std::string taken = explain_taken_option(command); !taken.empty()) return taken;
  const std::vector<std::string> rest = command.remaining();
  const auto unknown = std::find_if(rest.begin(), rest.end(), is_option);
  if (unknown != rest.end()) return explain_unknown_option(command, *unknown);
  switch (static_cast<CLI::ExitCodes>(error.get_exit_code())) {
    case CLI::ExitCodes::RequiredError:
      return explain_required(command, rest, error.what());
    case CLI::ExitCodes::ConversionError:
      return explain_conversion(command, error.what());
    case CLI::ExitCodes::ArgumentMismatch:
      return explain_number_of_values(command, error.what());
    case CLI::ExitCodes::ExtrasError:
      if (rest.empty()) return error.what();
      return fmt::format("{} takes no further argument, but received '{}'", command.get_name(), rest.front());
    default:
      return error.what();
  }
}

}  // namespace

std::string explain(const CLI::App& program, const CLI::ParseError& error) {
  const auto commands = program.get_subcommands();
  return fmt::format("{} (`keratin {}--help` says what can be given)", reason(program, error),
                     commands.empty() ? "" : commands.front()->get_name() + " ");
}

std::string with_names_of_options(const CLI::App& program, std::string message) {
  const auto commands = program.get_subcommands();
  if (commands.empty()) return message;
  for (const std::string& option : names_of_options(*commands.front())) {
    std::string argument = option.substr(2);
    std::replace(argument.begin(), argument.end(), '-', '_');
    if (argument.find('_') == std::string::npos) continue;
    const std::size_t place = message.find(argument + " ");
    const bool begins =
        place == 0 || (place != std::string::npos && message.substr(0, place).ends_with(": "));
    if (begins) message.replace(place, argument.size(), option);
  }
  return message;
}

void refuse_empty_numbers(CLI::App& program) {
  for (CLI::App* command : program.get_subcommands(std::function<bool(CLI::App*)>())) {
    for (CLI::Option* option : command->get_options()) {
      const std::string kind = kind_of(*option);
      if (kind.find("number") == std::string::npos) continue;
      option->check([kind](const std::string& value) {
        return value.empty() ? fmt::format("{} is expected, but received an empty text", kind) : "";
      });
    }
  }
}

}  // namespace keratin::tool
