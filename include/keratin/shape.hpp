#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <string>
#include <utility>

namespace keratin {

/// An open dimension of a Shape, usually the batch; printed as in Keras.
inline constexpr int None = -1;

/// A sequence of at most eight dimensions, such as `Shape{None, 28, 28, 1}`. Never allocates.
class Shape {
 public:
  static constexpr int max_rank = 8;

  Shape() = default;

  /// Throws ValueError for more than eight dimensions.
  Shape(std::initializer_list<int> dimensions);

  /// The shape of an xtensor array: `random::normal(0, 1, x.shape())`. Throws ValueError if it does not fit.
  template <class Sequence>
  requires(std::same_as<typename Sequence::value_type, std::size_t>&&
               std::random_access_iterator<decltype(std::declval<const Sequence&>().begin())> &&
           !requires(const Sequence& sequence) { sequence.dimension(); }) Shape(const Sequence& sequence)
      : Shape(from(sequence)) {}

  /// The shape of a container of dimensions, as xtensor keeps it. Throws ValueError if it does not fit.
  template <class Sequence>
  requires requires(const Sequence& sequence) {
    sequence.size();
    sequence.begin() != sequence.end();
  }
  static Shape from(const Sequence& sequence) {
    Shape shape;
    for (auto dimension : sequence) shape.push_back(checked(static_cast<std::ptrdiff_t>(dimension)));
    return shape;
  }

  [[nodiscard]] int rank() const { return rank_; }
  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(rank_); }
  [[nodiscard]] bool empty() const { return rank_ == 0; }

  /// Dimension number `axis`; a negative one counts from the end. Throws ValueError if out of range.
  int& operator[](int axis) { return dimensions_[index(axis)]; }
  int operator[](int axis) const { return dimensions_[index(axis)]; }
  [[nodiscard]] int back() const { return (*this)[-1]; }

  [[nodiscard]] const int* begin() const { return dimensions_.data(); }
  [[nodiscard]] const int* end() const { return dimensions_.data() + rank_; }

  /// Throws ValueError for a ninth dimension.
  void push_back(int dimension);

  /// The shape without its first dimension: one sample of a batch.
  [[nodiscard]] Shape without_batch() const;

  /// The shape with `batch` as its first dimension. Throws ValueError for a ninth dimension.
  [[nodiscard]] Shape with_batch(int batch) const;

  /// The product of the dimensions. Throws ValueError if one is open or the product of those that are not 0
  /// is over 2^40.
  [[nodiscard]] std::size_t element_count() const;

  /// True if no dimension is open.
  [[nodiscard]] bool fully_known() const;

  bool operator==(const Shape& other) const;

 private:
  static int checked(std::ptrdiff_t dimension);
  [[nodiscard]] std::size_t index(int axis) const;

  std::array<int, max_rank> dimensions_{};
  int rank_ = 0;
};

/// As Python prints a tuple: `(None, 28, 28, 1)`, `(5,)`, `()`.
std::string to_string(const Shape& shape);

/// True if both have the same rank and no two known dimensions differ.
bool compatible(const Shape& a, const Shape& b);

}  // namespace keratin
