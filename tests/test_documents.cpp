// What the documents promise, against what the headers declare.
#include <algorithm>
#include <filesystem>
#include <fstream>
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

std::string text_of(const fs::path& path) {
  std::ifstream file(root / path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The classes in a header that a program makes objects of: derived from another, with a public constructor.
std::vector<std::string> classes_of(const std::string& header) {
  static const std::regex derived(R"(^class (\w+)( final)? : public .*)"),
      access(R"(^ (public|protected|private):)");
  std::vector<std::string> classes;
  std::string name, part;
  std::istringstream lines(header);
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (std::regex_match(line, match, derived)) {
      name = match[1];
      part = "private";
    } else if (line.starts_with("};")) {
      name.clear();
    } else if (std::regex_match(line, match, access)) {
      part = match[1];
    } else if (!name.empty() && part == "public" &&
               (line.starts_with("  explicit " + name + "(") || line.starts_with("  " + name + "("))) {
      classes.push_back(name);
      name.clear();
    }
  }
  return classes;
}

std::vector<fs::path> headers_of(const std::string& module) {
  const fs::path alone = root / "include/keratin" / (module + ".hpp"),
                 folder = root / "include/keratin" / module;
  if (!fs::is_directory(folder)) return {alone};
  std::vector<fs::path> headers;
  for (const auto& entry : fs::directory_iterator(folder)) headers.push_back(entry.path());
  return headers;
}

bool names(const std::string& text, const std::string& word) {
  return std::regex_search(text, std::regex("\\b" + word + "\\b"));
}

/// The part of a document from this heading to the next of its kind.
std::string section(const std::string& document, const std::string& heading) {
  const std::size_t begin = document.find("\n## " + heading + "\n");
  REQUIRE(begin != std::string::npos);
  return document.substr(begin, document.find("\n## ", begin + 1) - begin);
}

}  // namespace

TEST_CASE("The guide names every class that a program makes") {
  static const std::set<std::string> others = {"BaseConv", "RandomInitializer",
                                               "Thresholds"};  // bases, arguments
  const std::string guide = text_of("examples/GUIDE.md");
  std::size_t count = 0;
  for (const std::string module : {"layers", "optimizers", "losses", "metrics", "callbacks", "initializers",
                                   "regularizers", "constraints"}) {
    for (const fs::path& header : headers_of(module)) {
      for (const std::string& name : classes_of(text_of(header))) {
        if (others.contains(name)) continue;
        INFO(header << " has " << name << ", which examples/GUIDE.md does not show");
        CHECK(names(guide, name));
        ++count;
      }
    }
  }
  CHECK(count > 110);
}

TEST_CASE("Each pair of the guide is in its own section") {
  std::istringstream lines(text_of("examples/GUIDE.md"));
  std::string kinds;
  int pairs = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("## ")) kinds.clear();
    if (!line.starts_with("```") || line == "```") continue;
    kinds += line.substr(3) + " ";
    INFO(kinds);
    CHECK((kinds == "python " || kinds == "python cpp " || kinds == "python cpp text "));
    if (line == "```text") ++pairs;
  }
  CHECK(pairs >= 12);
}

TEST_CASE("Each file that CONTRIBUTING.md's recipe for a layer names is there") {
  const std::string recipe = section(text_of("CONTRIBUTING.md"), "Add a layer in six files");
  static const std::regex file(R"(`((?:include|src|tests|examples)/[\w./]+\.\w+|[A-Z]+\.md)`)");
  int count = 0;
  for (auto found = std::sregex_iterator(recipe.begin(), recipe.end(), file); found != std::sregex_iterator();
       ++found, ++count) {
    INFO((*found)[1]);
    CHECK(fs::exists(root / (*found)[1].str()));
  }
  CHECK(count >= 5);
}
