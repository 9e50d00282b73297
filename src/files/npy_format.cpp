#include "files/npy_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>
#include <limits>
#include <set>
#include <string_view>

#include "files/number_bits.hpp"
#include "files/system_file.hpp"
#include "keratin/error.hpp"

namespace keratin::utils {

namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::string_view npy_mark = "\x93NUMPY";

/// The type of an element, as `descr` writes it: byte order, kind, bytes.
struct ElementType {
  bool big_endian;
  char kind;
  std::size_t size;

  explicit ElementType(const std::string& descr) {
    static constexpr std::string_view known = "f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1";
    const std::string name = descr.substr(std::min<std::size_t>(descr.size(), 1));
    if (descr.size() != 3 || std::string_view("<>|=").find(descr[0]) == std::string_view::npos ||
        name.find(' ') != std::string::npos || known.find(name) == std::string_view::npos) {
      throw ValueError(
          fmt::format("its elements are of the type '{}', but only floats of 16 to 64 bits, integers and "
                      "booleans are supported",
                      descr));
    }
    big_endian = descr[0] == '>';
    kind = name[0];
    size = static_cast<std::size_t>(name[1] - '0');
  }

  [[nodiscard]] float to_float(Bytes element) const {
    const std::uint64_t bits = saving::bits_of(element.first(size), big_endian);
    if (kind == 'b') return bits == 0 ? 0.0f : 1.0f;
    if (kind == 'u') return static_cast<float>(bits);
    if (kind == 'i') {
      const auto unused = static_cast<unsigned>(64 - 8 * size);
      return static_cast<float>(static_cast<std::int64_t>(bits << unused) >> unused);
    }
    return saving::float_of(bits, size);
  }
};

/// The header's text; what remains of `bytes` are the elements.
std::string_view take_header(Bytes& bytes) {
  const std::size_t width = bytes.size() > 6 && bytes[6] == 1 ? 2 : 4, start = npy_mark.size() + 2 + width;
  if (bytes.size() < start || std::memcmp(bytes.data(), npy_mark.data(), npy_mark.size()) != 0) {
    throw ValueError("it is no .npy file, as numpy.save() and save_npy() write them");
  }
  if (bytes[6] < 1 || bytes[6] > 3) throw ValueError(fmt::format("version {} is not known", bytes[6]));
  const auto length = static_cast<std::size_t>(saving::bits_of(bytes.subspan(start - width, width), false));
  constexpr std::size_t longest = 1U << 16U;
  if (length > longest || length > bytes.size() - start) throw ValueError("its header ends early");
  const std::string_view header(reinterpret_cast<const char*>(bytes.data()) + start, length);
  bytes = bytes.subspan(start + length);
  return header;
}

/// Values whose first axis runs fastest, put in C's order.
Tensor from_fortran_order(const Tensor& values, const Shape& shape) {
  Tensor array = empty_tensor(shape);
  std::vector<std::size_t> step(shape.size()), place(shape.size(), 0);
  std::size_t stride = 1, from = 0;
  for (std::size_t axis = 0; axis < step.size(); ++axis) {
    step[axis] = stride;
    stride *= array.shape(axis);
  }
  for (float& value : array.storage()) {
    value = values.data()[from];
    for (std::size_t axis = step.size(); axis-- > 0;) {
      from += step[axis];
      if (++place[axis] < array.shape(axis)) break;
      from -= step[axis] * place[axis];
      place[axis] = 0;
    }
  }
  return array;
}

/// What the header of a .npy file says.
struct NpyHeader {
  std::string descr;  ///< the type of an element: "<f4"
  bool fortran_order = false;
  Shape shape;
};

/// Reads a header such as `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`, token by token.
/// Throws ValueError, with only the reason, for another one.
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

Tensor parse(Bytes bytes) {
  const NpyHeader header = HeaderParser(take_header(bytes)).parse();
  const ElementType type(header.descr);
  const std::size_t count = header.shape.element_count();
  if (bytes.size() / type.size != count || bytes.size() % type.size != 0) {
    throw ValueError(fmt::format("an array of shape {} and type '{}' has {} bytes, but {} follow",
                                 to_string(header.shape), header.descr, count * type.size, bytes.size()));
  }
  Tensor array = empty_tensor(header.shape);
  for (std::size_t i = 0; i < count; ++i) {
    array.data()[i] = type.to_float(bytes.subspan(i * type.size, type.size));
  }
  return header.fortran_order && header.shape.rank() > 1 ? from_fortran_order(array, header.shape) : array;
}

}  // namespace

Tensor parse_npy(const std::string& source, Bytes bytes) {
  try {
    return parse(bytes);
  } catch (const ValueError& error) {
    saving::fail_to_read(source, error.what());
  }
}

std::vector<std::uint8_t> format_npy(const Tensor& array) {
  static_assert(std::endian::native == std::endian::little);
  std::string header =
      fmt::format("{{'descr': '<f4', 'fortran_order': False, 'shape': {}, }}", to_string(shape_of(array)));
  constexpr std::size_t alignment = 64;
  const std::size_t before = npy_mark.size() + 4;
  header.append(alignment - 1 - (before + header.size()) % alignment, ' ');
  header += '\n';
  std::vector<std::uint8_t> bytes(before + header.size() + array.size() * sizeof(float));
  auto* target = std::copy(npy_mark.begin(), npy_mark.end(), bytes.data());
  for (const std::size_t byte : {std::size_t{1}, std::size_t{0}, header.size(), std::size_t{0}}) {
    *target++ = static_cast<std::uint8_t>(byte);
  }
  target = std::copy(header.begin(), header.end(), target);
  std::copy_n(reinterpret_cast<const std::uint8_t*>(array.data()), array.size() * sizeof(float), target);
  return bytes;
}

}  // namespace keratin::utils
