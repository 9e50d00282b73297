#include <array>
#include <limits>
#include <span>
#include <type_traits>
#include <vector>

#include "keratin/shape.hpp"
#include "support/catch.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using testing::error_of;

TEST_CASE("A shape is a sequence of dimensions") {
  const Shape shape{None, 28, 28, 1};
  CHECK(shape.rank() == 4);
  CHECK(shape.size() == 4);
  CHECK_FALSE(shape.empty());
  CHECK(shape[0] == None);
  CHECK(shape[1] == 28);
  CHECK(shape[-1] == 1);
  CHECK(shape[-4] == None);
  CHECK(shape.back() == 1);
  CHECK(std::vector<int>(shape.begin(), shape.end()) == std::vector<int>{-1, 28, 28, 1});
  CHECK(Shape().empty());
  CHECK(Shape().rank() == 0);
}

TEST_CASE("A shape is made of a span of sizes") {
  const std::array<std::size_t, 2> sizes = {2, 3};
  CHECK(Shape(std::span<const std::size_t>(sizes)) == Shape{2, 3});
}

TEST_CASE("A shape never allocates") { CHECK(std::is_trivially_copyable_v<Shape>); }

TEST_CASE("A shape's dimensions can be changed") {
  Shape shape{2, 3};
  shape[-1] = 7;
  shape.push_back(None);
  CHECK(shape == Shape{2, 7, None});
}

TEST_CASE("Shapes compare by rank and dimensions") {
  CHECK(Shape{2, 3} == Shape{2, 3});
  CHECK(Shape{2, 3} != Shape{2, 3, 1});
  CHECK(Shape{2, 3} != Shape{3, 2});
  CHECK(Shape{None, 3} != Shape{2, 3});
  CHECK(Shape{} == Shape());
}

TEST_CASE("A shape is taken from any container of dimensions") {
  CHECK(Shape::from(std::vector<std::size_t>{4, 5}) == Shape{4, 5});
  CHECK(Shape::from(std::vector<long long>{None, 0}) == Shape{None, 0});
  CHECK(Shape::from(std::vector<int>{}).empty());
}

TEST_CASE("A batch is put before a shape, and taken off") {
  CHECK(Shape{28, 1}.with_batch(None) == Shape{None, 28, 1});
  CHECK(Shape{}.with_batch(3) == Shape{3});
  CHECK(Shape{None, 28, 1}.without_batch() == Shape{28, 1});
  CHECK(Shape{5}.without_batch().empty());
  CHECK(Shape{}.without_batch().empty());
}

TEST_CASE("A shape counts its elements") {
  CHECK(Shape{2, 3, 4}.element_count() == 24);
  CHECK(Shape{}.element_count() == 1);
  CHECK(Shape{5, 0, 7}.element_count() == 0);
  CHECK(Shape{1 << 20, 1 << 20}.element_count() == std::size_t{1} << 40);
  CHECK(Shape{2, 3}.fully_known());
  CHECK_FALSE(Shape{2, None}.fully_known());
}

TEST_CASE("A shape is printed as Python prints a tuple") {
  CHECK(to_string(Shape{None, 28, 28, 1}) == "(None, 28, 28, 1)");
  CHECK(to_string(Shape{5}) == "(5,)");
  CHECK(to_string(Shape{}) == "()");
}

TEST_CASE("Shapes are compatible if no known dimensions differ") {
  CHECK(compatible({None, 3}, {7, 3}));
  CHECK(compatible({7, 3}, {None, None}));
  CHECK(compatible({}, {}));
  CHECK_FALSE(compatible({7, 3}, {7, 4}));
  CHECK_FALSE(compatible({7, 3}, {7, 3, 1}));
  CHECK_FALSE(compatible({7}, {}));
}

TEST_CASE("A shape says what is wrong") {
  CHECK(error_of([] { Shape{1, 2, 3, 4, 5, 6, 7, 8, 9}; }) ==
        "A shape has at most 8 dimensions; received one more after (1, 2, 3, 4, 5, 6, 7, 8).");
  CHECK(error_of([] {
          static_cast<void>(Shape{1, 2, 3, 4, 5, 6, 7, 8}.with_batch(None));
        }) == "A shape has at most 8 dimensions; received one more after (None, 1, 2, 3, 4, 5, 6, 7).");
  CHECK(error_of([] { static_cast<void>(Shape{2, 3}[2]); }) == "Shape (2, 3) has no axis 2.");
  CHECK(error_of([] { static_cast<void>(Shape{2, 3}[-3]); }) == "Shape (2, 3) has no axis -3.");
  CHECK(error_of([] { static_cast<void>(Shape().back()); }) == "Shape () has no axis -1.");
  CHECK(error_of([] {
          static_cast<void>(Shape{None, 3}.element_count());
        }) == "The size of shape (None, 3) is unknown: every dimension must be given.");
  CHECK(error_of([] {
          static_cast<void>(Shape{1 << 20, 1 << 20, 2}.element_count());
        }) == "An array of shape (1048576, 1048576, 2) is too large.");
  constexpr std::size_t large = std::size_t{std::numeric_limits<int>::max()} + 1;
  CHECK(error_of([] { Shape::from(std::vector<std::size_t>{large}); }) ==
        "A dimension of 2147483648 is out of range.");
  CHECK(error_of([] { Shape::from(std::vector<long long>{-2}); }) == "A dimension of -2 is out of range.");
}

TEST_CASE("A size that overflows is too large, not small") {
  constexpr int large = std::numeric_limits<int>::max();
  CHECK(error_of([] {
          static_cast<void>(Shape{large, large, large, large, large, large}.element_count());
        }) ==
        "An array of shape (2147483647, 2147483647, 2147483647, 2147483647, 2147483647, 2147483647) is too "
        "large.");
  CHECK(error_of([] {
          static_cast<void>(Shape{1 << 20, 1 << 20, 1 << 24}.element_count());  // 2^64
        }) == "An array of shape (1048576, 1048576, 16777216) is too large.");
  CHECK(error_of([] {  // no element, but its strides would overflow
          static_cast<void>(Shape{0, 1 << 20, 1 << 20, 1 << 20, 1 << 20}.element_count());
        }) == "An array of shape (0, 1048576, 1048576, 1048576, 1048576) is too large.");
}
