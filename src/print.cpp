#include "keratin/print.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "keratin/error.hpp"
#include "print/number_format.hpp"

namespace keratin::detail {
namespace {

constexpr std::size_t max_rank = 64;
constexpr std::size_t max_shown = std::size_t{1} << 24;
constexpr std::size_t summary_threshold = 1000;
constexpr std::size_t edge_items = 3;
constexpr std::size_t line_width = 75;

/// The product of the numbers, or some number above `limit` if it is larger.
std::size_t limited_product(const std::vector<std::size_t>& numbers, std::size_t limit) {
  if (std::find(numbers.begin(), numbers.end(), std::size_t{0}) != numbers.end()) return 0;
  std::size_t product = 1;
  for (std::size_t number : numbers) {
    if (number > limit / product) return limit + 1;
    product *= number;
  }
  return product;
}

struct BoolFormat {
  std::string operator()(bool value) const { return value ? " True" : "False"; }
};

template <class T>
auto format_for(const std::vector<T>& values) {
  if constexpr (std::is_same_v<T, bool>) {
    return BoolFormat{};
  } else if constexpr (std::is_floating_point_v<T>) {
    return FloatFormat<T>(values);
  } else {
    return IntegerFormat(values);
  }
}

template <class T>
std::string format_single(T value) {
  if constexpr (std::is_same_v<T, bool>) {
    return value ? "True" : "False";
  } else if constexpr (std::is_floating_point_v<T>) {
    return format_scalar(value);
  } else {
    return std::to_string(value);
  }
}

/// Steps, in C order, through the elements that are printed: all of them or, if there are more than 1,000,
/// the first three and the last three along each axis.
class ShownElements {
 public:
  /// Throws ValueError for more than 64 axes and for more elements than a text can hold.
  explicit ShownElements(const std::vector<std::size_t>& shape)
      : shape_(shape),
        index_(shape.size(), 0),
        summarized_(limited_product(shape, summary_threshold) > summary_threshold) {
    if (shape.size() > max_rank) {
      throw ValueError(fmt::format("An array of at most {} axes can be printed; received one of {}.",
                                   max_rank, shape.size()));
    }
    std::vector<std::size_t> counts = shape;
    for (std::size_t axis = 0; axis < counts.size(); ++axis) {
      if (is_cut(axis)) counts[axis] = 2 * edge_items;
    }
    const std::size_t count = limited_product(counts, max_shown);
    if (count > max_shown) {
      throw ValueError(
          fmt::format("This array of {} axes is too large to be printed; print a part of it.", shape.size()));
    }
    done_ = count == 0;
  }

  [[nodiscard]] bool done() const { return done_; }
  [[nodiscard]] const std::vector<std::size_t>& index() const { return index_; }
  [[nodiscard]] const std::vector<std::size_t>& shape() const { return shape_; }

  /// True if the middle of this axis is left out.
  [[nodiscard]] bool is_cut(std::size_t axis) const { return summarized_ && shape_[axis] > 2 * edge_items; }

  void next() {
    for (std::size_t axis = shape_.size(); axis-- > 0;) {
      if (++index_[axis] == edge_items && is_cut(axis)) index_[axis] = shape_[axis] - edge_items;
      if (index_[axis] < shape_[axis]) return;
      index_[axis] = 0;
    }
    done_ = true;
  }

 private:
  std::vector<std::size_t> shape_, index_;
  bool summarized_, done_ = false;
};

/// Writes nested brackets around the words of the elements.
class Writer {
 public:
  Writer(std::vector<std::string> words, const ShownElements& shown)
      : words_(std::move(words)), shown_(shown) {}

  std::string text() {
    write_axis(0);
    return std::move(text_);
  }

 private:
  void write_axis(std::size_t axis) {
    const std::size_t axes_left = shown_.shape().size() - axis;
    const bool cut = shown_.is_cut(axis);
    const std::size_t count = cut ? 2 * edge_items + 1 : shown_.shape()[axis];
    text_ += '[';
    for (std::size_t item = 0; item < count; ++item) {
      const bool gap = cut && item == edge_items;
      if (axes_left == 1) {
        if (item > 0) text_ += ' ';
        write_word(gap ? "..." : words_[next_word_++], axis + 1);
        continue;
      }
      if (item > 0) start_line(axes_left - 1, axis + 1);
      if (gap) {
        text_ += "...";
      } else {
        write_axis(axis + 1);
      }
    }
    text_ += ']';
  }

  /// Breaks the line before a word that would not fit beside `indent` closing brackets, if that helps.
  void write_word(const std::string& word, std::size_t indent) {
    const std::size_t column = text_.size() - line_start_;
    if (column > indent && column + word.size() > line_width - indent) {
      text_.erase(text_.find_last_not_of(' ') + 1);
      start_line(1, indent);
    }
    text_ += word;
  }

  void start_line(std::size_t line_feeds, std::size_t indent) {
    text_.append(line_feeds, '\n');
    line_start_ = text_.size();
    text_.append(indent, ' ');
  }

  std::vector<std::string> words_;
  const ShownElements& shown_;
  std::string text_;
  std::size_t line_start_ = 0;
  std::size_t next_word_ = 0;
};

}  // namespace

template <class T>
std::string format_elements(const std::vector<std::size_t>& shape, std::size_t size,
                            const std::function<T(const std::vector<std::size_t>& index)>& element) {
  if (size == 0 && std::find(shape.begin(), shape.end(), std::size_t{0}) == shape.end()) fail_moved_from();
  ShownElements shown(shape);
  std::vector<T> values;
  for (; !shown.done(); shown.next()) values.push_back(element(shown.index()));
  if (values.empty()) return "[]";
  if (shape.empty()) return format_single<T>(values.front());
  const auto format = format_for(values);
  std::vector<std::string> words;
  words.reserve(values.size());
  for (T value : values) words.push_back(format(value));
  return Writer(std::move(words), shown).text();
}

template <UsualNumber T>
std::string format_contiguous(const std::vector<std::size_t>& shape, std::size_t size, const T* elements) {
  const auto element = [&](const std::vector<std::size_t>& index) -> Printed<T> {
    std::size_t offset = 0;
    for (std::size_t axis = 0; axis < shape.size(); ++axis) offset = offset * shape[axis] + index[axis];
    return elements[offset];
  };
  return format_elements<Printed<T>>(shape, size, element);
}

using Index = std::vector<std::size_t>;
template <class T>
using ElementAt = std::function<T(const Index&)>;
template std::string format_elements(const Index&, std::size_t, const ElementAt<bool>&);
template std::string format_elements(const Index&, std::size_t, const ElementAt<float>&);
template std::string format_elements(const Index&, std::size_t, const ElementAt<double>&);
template std::string format_elements(const Index&, std::size_t, const ElementAt<long long>&);
template std::string format_elements(const Index&, std::size_t, const ElementAt<unsigned long long>&);

template std::string format_contiguous(const Index&, std::size_t, const bool*);
template std::string format_contiguous(const Index&, std::size_t, const signed char*);
template std::string format_contiguous(const Index&, std::size_t, const unsigned char*);
template std::string format_contiguous(const Index&, std::size_t, const short*);
template std::string format_contiguous(const Index&, std::size_t, const unsigned short*);
template std::string format_contiguous(const Index&, std::size_t, const int*);
template std::string format_contiguous(const Index&, std::size_t, const unsigned*);
template std::string format_contiguous(const Index&, std::size_t, const long*);
template std::string format_contiguous(const Index&, std::size_t, const unsigned long*);
template std::string format_contiguous(const Index&, std::size_t, const long long*);
template std::string format_contiguous(const Index&, std::size_t, const unsigned long long*);
template std::string format_contiguous(const Index&, std::size_t, const float*);
template std::string format_contiguous(const Index&, std::size_t, const double*);

void print_line(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fputc('\n', stdout);
}

}  // namespace keratin::detail

void keratin::print(const Logs& logs) {
  std::string text;
  for (const auto& [name, value] : logs) {
    text += fmt::format("{}{}", text.empty() ? "" : ", ", value);
    const bool is_whole = text.find_first_of(".en", text.rfind(' ') + 1) == std::string::npos;
    if (is_whole) text += ".0";
  }
  detail::print_line(logs.size() == 1 ? text : '[' + text + ']');
}
