#include "keratin/utils/to_categorical.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "keratin/error.hpp"

namespace keratin::utils {

namespace {

int classes_in(const Tensor& x) {
  if (x.size() == 0)
    throw ValueError("to_categorical: give num_classes if there are no class numbers to count.");
  const float largest = *std::max_element(x.begin(), x.end());
  if (largest >= 0.0f && largest < 16'777'216.0f) return static_cast<int>(largest) + 1;
  throw ValueError(
      fmt::format("to_categorical: class numbers are from 0 on, but the largest is {}.", largest));
}

}  // namespace

Tensor to_categorical(const TensorArgument& x, std::optional<int> num_classes) {
  const Tensor& numbers = x.tensor();
  const int classes = num_classes ? *num_classes : classes_in(numbers);
  if (classes < 1)
    throw ValueError(fmt::format("to_categorical: num_classes must be 1 or more, but received {}.", classes));
  Shape shape = shape_of(numbers);
  if (shape.rank() > 1 && shape.back() == 1) {
    shape[-1] = classes;
  } else {
    shape.push_back(classes);
  }
  for (float number : numbers) {
    if (number >= 0.0f && number < static_cast<float>(classes) && number == std::floor(number)) continue;
    throw ValueError(
        fmt::format("to_categorical: class numbers must be whole numbers from 0 to {}, but received {}. "
                    "Number the classes from 0, or give more num_classes.",
                    classes - 1, number));
  }
  constexpr std::size_t most = std::size_t{1} << 30;
  if (shape.element_count() > most) {
    throw ValueError(
        fmt::format("to_categorical: {} class numbers of {} classes are too many to write out: use the loss "
                    "sparse_categorical_crossentropy, which takes the numbers.",
                    numbers.size(), classes));
  }
  Tensor result = empty_tensor(shape);
  result.fill(0.0f);
  float* row = result.data();
  for (float number : numbers) {
    row[static_cast<std::size_t>(number)] = 1.0f;
    row += classes;
  }
  return result;
}

}  // namespace keratin::utils
