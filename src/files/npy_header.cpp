#include "files/npy_header.hpp"

#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <set>

#include "keratin/error.hpp"

namespace keratin::utils {

namespace {

/// Takes one token of Python's notation after the other.
class HeaderParser {
 public:
  explicit HeaderParser(std::string_view text) : rest_(text) {}

  NpyHeader parse() {
    expect('{');
    while (!accept('}')) {
      const std::string key = quoted();
      if (!keys_.insert(key).second) fail(fmt::format("it names '{}' twice", key));
      expect(':');
      read_value(key);
      if (!accept(',')) {
        expect('}');
        break;
      }
    }
    skip_blanks();
    if (!rest_.empty()) fail("something follows its header");
    if (keys_.size() != 3) fail("it does not name 'descr', 'fortran_order' and 'shape'");
    return header_;
  }

 private:
  void read_value(const std::string& key) {
    if (key == "descr") {
      skip_blanks();
      if (rest_.starts_with('[')) fail("its elements are records, which are not supported");
      header_.descr = quoted();
    } else if (key == "fortran_order") {
      header_.fortran_order = truth();
    } else if (key == "shape") {
      header_.shape = tuple();
    } else {
      fail(fmt::format("it names '{}', which is not known", key));
    }
  }

  Shape tuple() {
    Shape shape;
    expect('(');
    while (!accept(')')) {
      if (shape.rank() == Shape::max_rank) fail(fmt::format("it has over {} dimensions", Shape::max_rank));
      shape.push_back(dimension());
      if (!accept(',')) {
        if (shape.rank() == 1) fail("its shape is no tuple");
        expect(')');
        break;
      }
    }
    return shape;
  }

  int dimension() {
    skip_blanks();
    long long number = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), number);
    if (error != std::errc() || number < 0 || number > std::numeric_limits<int>::max()) {
      fail("a dimension of its shape is no number from 0 to 2^31 - 1");
    }
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return static_cast<int>(number);
  }

  bool truth() {
    skip_blanks();
    for (const auto& [word, value] : {std::pair{std::string_view("True"), true}, {"False", false}}) {
      if (!rest_.starts_with(word)) continue;
      rest_.remove_prefix(word.size());
      return value;
    }
    fail("its 'fortran_order' is neither True nor False");
  }

  std::string quoted() {
    skip_blanks();
    const char quote = rest_.empty() ? '\0' : rest_.front();
    const std::size_t end = quote == '\'' || quote == '"' ? rest_.find(quote, 1) : std::string_view::npos;
    constexpr std::size_t longest = 64;  // npos is more
    if (end > longest) fail("its header is no dict of three known names");
    std::string text(rest_.substr(1, end - 1));
    rest_.remove_prefix(end + 1);
    return text;
  }

  bool accept(char character) {
    skip_blanks();
    if (!rest_.starts_with(character)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void expect(char character) {
    if (!accept(character)) fail(fmt::format("its header misses a '{}'", character));
  }

  void skip_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size())); }

  [[noreturn]] static void fail(const std::string& reason) { throw ValueError(reason); }

  std::string_view rest_;
  std::set<std::string> keys_;
  NpyHeader header_;
};

}  // namespace

NpyHeader parse_npy_header(std::string_view text) { return HeaderParser(text).parse(); }

}  // namespace keratin::utils
