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

ShownElements::ShownElements(std::vector<std::size_t> shape)
    : shape_(std::move(shape)), index_(shape_.size(), 0) {
  if (shape_.size() > max_rank) {
    throw ValueError(fmt::format("An array of at most {} axes can be printed; received one of {}.", max_rank,
                                 shape_.size()));
  }
  summarized_ = limited_product(shape_, summary_threshold) > summary_threshold;
  std::vector<std::size_t> counts = shape_;
  for (std::size_t axis = 0; axis < counts.size(); ++axis) {
    if (is_cut(axis)) counts[axis] = 2 * edge_items;
  }
  const std::size_t count = limited_product(counts, max_shown);
  if (count > max_shown) {
    throw ValueError(
        fmt::format("This array of {} axes is too large to be printed; print a part of it.", shape_.size()));
  }
  done_ = count == 0;
}

bool ShownElements::is_cut(std::size_t axis) const { return summarized_ && shape_[axis] > 2 * edge_items; }

void ShownElements::next() {
  for (std::size_t axis = shape_.size(); axis-- > 0;) {
    if (++index_[axis] == edge_items && is_cut(axis)) index_[axis] = shape_[axis] - edge_items;
    if (index_[axis] < shape_[axis]) return;
    index_[axis] = 0;
  }
  done_ = true;
}

template <class T>
std::string format_elements(const std::vector<T>& values, const ShownElements& shown) {
  if (values.empty()) return "[]";
  if (shown.shape().empty()) return format_single<T>(values.front());
  const auto format = format_for(values);
  std::vector<std::string> words;
  words.reserve(values.size());
  for (T value : values) words.push_back(format(value));
  return Writer(std::move(words), shown).text();
}

template std::string format_elements(const std::vector<bool>&, const ShownElements&);
template std::string format_elements(const std::vector<float>&, const ShownElements&);
template std::string format_elements(const std::vector<double>&, const ShownElements&);
template std::string format_elements(const std::vector<long long>&, const ShownElements&);
template std::string format_elements(const std::vector<unsigned long long>&, const ShownElements&);

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
