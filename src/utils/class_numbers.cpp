#include "utils/class_numbers.hpp"

#include <fmt/format.h>

#include <cmath>

#include "keratin/error.hpp"

namespace keratin::utils {

namespace {

constexpr float end_of_classes = 16'777'216.0f;  // floats hold all whole numbers up to it

}  // namespace

std::vector<int> class_numbers(const char* function, const char* argument, const Tensor& array) {
  const Shape shape = shape_of(array);
  const bool is_column = shape.rank() == 2 && shape[1] == 1;
  if (shape.rank() != 1 && !is_column) {
    throw ValueError(
        fmt::format("{}: {} must be class numbers of shape (samples,) or (samples, 1), but received an array "
                    "of shape {}. Of one-hot rows or probabilities take utils::argmax({}, -1).",
                    function, argument, to_string(shape), argument));
  }
  std::vector<int> numbers;
  numbers.reserve(array.size());
  for (const float number : array) {
    if (!(number >= 0.0f && number < end_of_classes && number == std::floor(number))) {
      throw ValueError(fmt::format("{}: {} must be class numbers, whole numbers from 0 on, but received {}.",
                                   function, argument, number));
    }
    numbers.push_back(static_cast<int>(number));
  }
  return numbers;
}

void check_same_count(const char* function, const char* first, std::size_t first_count, const char* second,
                      std::size_t second_count) {
  if (first_count == second_count) return;
  throw ValueError(fmt::format("{}: {} and {} must hold the same number of samples, but received {} and {}.",
                               function, first, second, first_count, second_count));
}

}  // namespace keratin::utils
