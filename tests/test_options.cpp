// examples/OPTIONS.md lists the fields of every options struct in the order of the public headers.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/paths.hpp"

namespace {

namespace fs = std::filesystem;

const fs::path root = keratin::testing::project_path();

/// The text of a file without its comments, with one space for each gap.
std::string code_of(const fs::path& path) {
  std::ifstream file(path);
  std::string code;
  for (std::string line; std::getline(file, line);) code += line.substr(0, line.find("//")) + " ";
  return std::regex_replace(code, std::regex(R"(\s+)"), " ");
}

/// The code of each module in include/keratin: layers/core/dense.hpp and layers.hpp are of the module layers.
std::map<std::string, std::string> modules() {
  std::vector<fs::path> headers;
  const fs::path folder = root / "include/keratin";
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) headers.push_back(entry.path());
  }
  std::sort(headers.begin(), headers.end());
  std::map<std::string, std::string> code;
  for (const fs::path& header : headers) {
    code[fs::relative(header, folder).begin()->stem().string()] += code_of(header);
  }
  return code;
}

/// `name` of `const std::string& name = {}`.
std::string declared_name(std::string declaration) {
  declaration.erase(std::min(declaration.find_first_of("={"), declaration.size()));
  declaration.erase(declaration.find_last_not_of(' ') + 1);
  return declaration.substr(declaration.find_last_of(" &*") + 1);
}

/// The parts between separators that neither brackets nor quotes enclose.
std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  int depth = 0;
  bool is_quoted = false;
  for (char c : text) {
    if (c == '"' || c == '\'') is_quoted = !is_quoted;
    if (c == '<' || c == '(' || c == '{') ++depth;
    if (c == '>' || c == ')' || c == '}') --depth;
    if (c == separator && depth == 0 && !is_quoted) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  if (parts.back().find_first_not_of(' ') == std::string::npos) parts.pop_back();
  return parts;
}

/// `.units, .name` of a struct's body.
std::string fields_of(const std::string& body) {
  std::string fields;
  for (const std::string& declaration : split(body, ';')) {
    for (const std::string& field : split(declaration, ',')) {
      fields += (fields.empty() ? "." : ", .") + declared_name(field);
    }
  }
  return fields;
}

/// The call whose parameter `options` is at this place of the code: `Dense(units, {…})`.
std::string call_at(const std::string& code, std::size_t place) {
  std::size_t begin = place;
  for (int depth = 0; depth < 1; depth += code[begin] == '(' ? 1 : code[begin] == ')' ? -1 : 0) --begin;
  const std::size_t name = code.find_last_of(" &*:", begin - 1) + 1;
  std::string call = code.substr(name, begin - name) + "(";
  for (const std::string& parameter : split(code.substr(begin + 1, place - begin - 1), ',')) {
    call += declared_name(parameter) + ", ";
  }
  return std::regex_replace(call, std::regex(R"(operator\(\))"), "model") + "{…})";
}

/// These options and their other names.
std::vector<std::string> names_of(const std::string& code, const std::string& options) {
  std::vector<std::string> names = {options};
  const std::regex alias(R"(\busing (\w+) = )" + options + R"((<\w+>)?;)");
  for (auto found = std::sregex_iterator(code.begin(), code.end(), alias); found != std::sregex_iterator();
       ++found) {
    names.push_back((*found)[1]);
  }
  return names;
}

/// Adds the calls that have this parameter, by what they call: the first, or the one that has only
/// this parameter.
void add_calls(const std::string& code, const std::string& parameter,
               std::map<std::string, std::string>& calls) {
  static const std::set<std::string> bases = {"BaseMerge"};
  const std::regex pattern("[(,] ?" + parameter + "\\b");
  for (auto found = std::sregex_iterator(code.begin(), code.end(), pattern); found != std::sregex_iterator();
       ++found) {
    const std::string call = call_at(code, static_cast<std::size_t>(found->position()) + 1);
    const std::string name = call.substr(0, call.find('('));
    if (bases.contains(name)) continue;
    const auto [place, is_new] =
        calls.emplace(name, parameter == "const Options& options" ? "ops::" + call : call);
    if (!is_new && call == name + "({…})") place->second = call;
  }
}

/// The calls that take these options, by what they call. Of a class with several constructors it is the one
/// that takes everything in its options.
std::map<std::string, std::string> calls_of(const std::string& code, const std::string& options) {
  std::map<std::string, std::string> calls;
  for (const std::string& name : names_of(code, options)) {
    add_calls(code, "const " + name + "& options", calls);
    add_calls(code, name + " options", calls);
  }
  if (calls.empty()) calls.emplace(options, options + "{…}");
  return calls;
}

std::string rows_of(const std::string& code) {
  static const std::regex structs(R"(\bstruct (\w*Options) \{)");
  std::set<std::string> rows;
  for (auto found = std::sregex_iterator(code.begin(), code.end(), structs); found != std::sregex_iterator();
       ++found) {
    const std::size_t begin = static_cast<std::size_t>(found->position() + found->length());
    const std::string fields = fields_of(code.substr(begin, code.find(" };", begin) - begin));
    for (const auto& [name, call] : calls_of(code, (*found)[1])) {
      rows.insert("| `" + call + "` | `" + fields + "` |\n");
    }
  }
  std::string text;
  for (const std::string& row : rows) text += row;
  return text;
}

std::string tables() {
  std::string text;
  for (const auto& [module, code] : modules()) {
    const std::string rows = rows_of(code);
    if (!rows.empty()) text += "\n## " + module + "\n\n| call | fields, in this order |\n|---|---|\n" + rows;
  }
  return text;
}

}  // namespace

TEST_CASE("examples/OPTIONS.md lists the fields of every options struct in their order") {
  std::ifstream file(root / "examples/OPTIONS.md");
  std::ostringstream text;
  text << file.rdbuf();
  const std::string document = text.str(), expected = tables();
  CHECK(std::count(expected.begin(), expected.end(), '\n') > 150);
  const std::size_t begin = document.find("\n## ");
  const bool is_up_to_date = begin != std::string::npos && document.substr(begin) == expected;
  if (!is_up_to_date) std::printf("Paste this over the tables of examples/OPTIONS.md:\n%s", expected.c_str());
  CHECK(is_up_to_date);
}
