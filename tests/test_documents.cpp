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
  static const std::regex derived(R"(^class (\w+)( final)?( : public .*)?$)"),
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
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) headers.push_back(entry.path());
  }
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

/// All files of a folder, and of those in it, whose names end so: as paths from the root.
std::vector<std::string> files_in(const std::string& folder, const std::set<std::string>& extensions) {
  std::vector<std::string> files;
  if (!fs::exists(root / folder)) return files;  // a copy of the tree may lack it
  for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
    if (!extensions.contains(entry.path().extension().string())) continue;
    files.push_back(fs::relative(entry.path(), root).generic_string());
  }
  return files;
}

std::vector<std::string> documents() {
  std::vector<std::string> found = {"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"};
  for (const std::string folder : {"src", "tests", "examples", "findings"}) {
    for (const std::string& document : files_in(folder, {".md"})) found.push_back(document);
  }
  return found;
}

/// Its lines outside of blocks of code.
std::vector<std::string> prose_of(const std::string& document) {
  std::istringstream lines(text_of(document));
  std::vector<std::string> prose;
  bool is_code = false;
  for (std::string line; std::getline(lines, line);) {
    const bool is_fence = line.starts_with("```");
    if (is_fence) is_code = !is_code;
    if (!is_fence && !is_code) prose.push_back(line);
  }
  return prose;
}

/// All matches of the pattern's first group in the document's prose.
std::vector<std::string> matches_in(const std::string& document, const std::regex& pattern) {
  std::vector<std::string> matches;
  for (const std::string& line : prose_of(document)) {
    for (auto found = std::sregex_iterator(line.begin(), line.end(), pattern);
         found != std::sregex_iterator(); ++found) {
      matches.push_back((*found)[1]);
    }
  }
  return matches;
}

std::ptrdiff_t columns_of(const std::string& line) {
  return std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xC0) != 0x80; });
}

}  // namespace

TEST_CASE("The guide names every class that a program makes") {
  static const std::set<std::string> others = {"BaseConv", "BaseFrame", "RandomInitializer",
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
  const std::string recipe = section(text_of("CONTRIBUTING.md"), "Add a layer in three files");
  static const std::regex file(R"(`((?:include|src|tests|examples)/[\w./]+\.\w+|[A-Z]+\.md)`)");
  int count = 0;
  for (auto found = std::sregex_iterator(recipe.begin(), recipe.end(), file); found != std::sregex_iterator();
       ++found, ++count) {
    INFO((*found)[1]);
    CHECK(fs::exists(root / (*found)[1].str()));
  }
  CHECK(count >= 5);
}

TEST_CASE("Documents have at most 100 columns, but for tables and links") {
  const std::vector<std::string> all = documents();
  CHECK(all.size() > 10);
  for (const std::string& document : all) {
    for (const std::string& line : prose_of(document)) {
      if (line.starts_with("|") || line.find("](") != std::string::npos) continue;
      INFO(document << ": " << line);
      CHECK(columns_of(line) <= 100);
    }
  }
}

TEST_CASE("Each file and class that a document about the code names is there") {
  static const std::regex file(R"(`([\w/.]+\.(?:cpp|hpp|py|sh|cmake))`)"), name(R"(`([A-Z][a-z]\w*)[`:(])");
  std::vector<std::string> files;
  std::string code;
  for (const std::string folder : {"include", "src", "tests", "cmake"}) {
    for (const std::string& path : files_in(folder, {".cpp", ".hpp", ".py", ".sh", ".cmake"})) {
      files.push_back("/" + path);
      if (folder == "include" || folder == "src") code += text_of(path);
    }
  }
  std::size_t count = 0;
  for (const std::string& document : documents()) {
    const bool is_of_code = document.starts_with("src/") && !document.starts_with("src/serve/page/");
    if (!is_of_code && !document.starts_with("tests/") && document != "CONTRIBUTING.md") continue;
    for (const std::string& found : matches_in(document, file)) {
      if (found.starts_with("xtensor/")) continue;
      INFO(document << " names " << found);
      CHECK(std::any_of(files.begin(), files.end(),
                        [&](const auto& path) { return path.ends_with("/" + found); }));
      ++count;
    }
    if (!is_of_code) continue;
    for (const std::string& found : matches_in(document, name)) {
      INFO(document << " names " << found);
      CHECK(names(code, found));
      ++count;
    }
  }
  CHECK(count > 60);
}

TEST_CASE("Each file that a comment names by its path is there") {
  static const std::regex file(R"(\b((?:src|tests|include)/[\w/.-]+\.(?:cpp|hpp|py|sh|cmake|md))\b)");
  std::size_t count = 0;
  for (const std::string folder : {"include", "src", "tests", "examples"}) {
    for (const std::string& path : files_in(folder, {".cpp", ".hpp", ".py", ".sh", ".cmake"})) {
      std::istringstream lines(text_of(path));
      for (std::string line; std::getline(lines, line);) {
        std::smatch found;
        const std::string text = line.substr(std::min(line.find_first_not_of(" "), line.size()));
        const bool may_be_comment = text == line || text.starts_with("//") || text.starts_with("#");
        if (!may_be_comment || !std::regex_search(text, found, file)) continue;
        INFO(path << ": " << line);
        CHECK(fs::exists(root / found[1].str()));
        ++count;
      }
    }
  }
  CHECK(count > 10);
}

TEST_CASE("predict() passes through the files that src/README.md lists, each called by one above it") {
  const std::string list = section(text_of("src/README.md"), "How predict(x) runs");
  static const std::regex item(R"(\n\d+\. `([\w/.]+)`:((?:[^\n]|\n   )*))"), function(R"(`(\w+)`)");
  std::string above;
  int count = 0;
  for (auto found = std::sregex_iterator(list.begin(), list.end(), item); found != std::sregex_iterator();
       ++found, ++count) {
    const std::string file = (*found)[1], says = (*found)[2], code = text_of("src/" + file);
    INFO(file);
    CHECK_FALSE(code.empty());
    bool is_called = count == 0;
    for (auto name = std::sregex_iterator(says.begin(), says.end(), function); name != std::sregex_iterator();
         ++name) {
      const std::string call = (*name)[1].str() + "(";
      CHECK(code.find(call) != std::string::npos);
      is_called = is_called || above.find(call) != std::string::npos;
    }
    CHECK(is_called);
    above += code;
  }
  CHECK(count >= 8);
  CHECK(count <= 10);
}
