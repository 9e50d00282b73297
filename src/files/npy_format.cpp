#include "files/npy_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <string_view>

#include "files/half.hpp"
#include "files/npy_header.hpp"
#include "keratin/error.hpp"

namespace keratin::utils {

namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::string_view mark = "\x93NUMPY";

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
          fmt::format("its elements are of the type '{}', but floats of 16 to 64 bits, integers and truths "
                      "alone are supported",
                      descr));
    }
    big_endian = descr[0] == '>';
    kind = name[0];
    size = static_cast<std::size_t>(name[1] - '0');
  }

  [[nodiscard]] float to_float(Bytes element) const {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < size; ++i) bits = bits << 8U | element[big_endian ? i : size - 1 - i];
    if (kind == 'b') return bits == 0 ? 0.0f : 1.0f;
    if (kind == 'u') return static_cast<float>(bits);
    if (kind == 'i') {
      const auto unused = static_cast<unsigned>(64 - 8 * size);
      return static_cast<float>(static_cast<std::int64_t>(bits << unused) >> unused);
    }
    if (size == 2) return half_to_float(bits);
    if (size == 4) return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
    return static_cast<float>(std::bit_cast<double>(bits));
  }
};

std::size_t number(Bytes bytes) {
  std::size_t number = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) number = number << 8U | bytes[i];
  return number;
}

/// The header's text; what remains of `bytes` are the elements.
std::string_view take_header(Bytes& bytes) {
  const std::size_t width = bytes.size() > 6 && bytes[6] == 1 ? 2 : 4, start = mark.size() + 2 + width;
  if (bytes.size() < start || std::memcmp(bytes.data(), mark.data(), mark.size()) != 0) {
    throw ValueError("it is no .npy file");
  }
  if (bytes[6] < 1 || bytes[6] > 3) throw ValueError(fmt::format("version {} is not known", bytes[6]));
  const std::size_t length = number(bytes.subspan(start - width, width));
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

Tensor parse(Bytes bytes) {
  const NpyHeader header = parse_npy_header(take_header(bytes));
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
    throw IOError(fmt::format("The file '{}' cannot be read: {}.", source, error.what()));
  }
}

std::vector<std::uint8_t> format_npy(const Tensor& array) {
  static_assert(std::endian::native == std::endian::little);
  std::string header =
      fmt::format("{{'descr': '<f4', 'fortran_order': False, 'shape': {}, }}", to_string(shape_of(array)));
  constexpr std::size_t alignment = 64;
  const std::size_t before = mark.size() + 4;
  header.append(alignment - 1 - (before + header.size()) % alignment, ' ');
  header += '\n';
  std::vector<std::uint8_t> bytes(before + header.size() + array.size() * sizeof(float));
  auto* target = std::copy(mark.begin(), mark.end(), bytes.data());
  for (const std::size_t byte : {std::size_t{1}, std::size_t{0}, header.size(), std::size_t{0}}) {
    *target++ = static_cast<std::uint8_t>(byte);
  }
  target = std::copy(header.begin(), header.end(), target);
  std::copy_n(reinterpret_cast<const std::uint8_t*>(array.data()), array.size() * sizeof(float), target);
  return bytes;
}

}  // namespace keratin::utils
