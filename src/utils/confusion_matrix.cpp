#include "keratin/utils/confusion_matrix.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "keratin/error.hpp"
#include "memory_error.hpp"
#include "utils/class_numbers.hpp"

namespace keratin::utils {

namespace {

constexpr int most_classes = 4096;

int checked_classes(int num_classes) {
  if (num_classes >= 1 && num_classes <= most_classes) return num_classes;
  throw ValueError(fmt::format("confusion_matrix: num_classes must be from 1 to {}, but received {}.",
                               most_classes, num_classes));
}

int largest_of(const char* argument, const std::vector<int>& numbers) {
  const int largest = *std::max_element(numbers.begin(), numbers.end());
  if (largest < most_classes) return largest;
  throw ValueError(
      fmt::format("confusion_matrix: {} must be from 0 to {}, since a matrix has at most {} classes, but "
                  "received {}.",
                  argument, most_classes - 1, most_classes, largest));
}

int classes_in(const std::vector<int>& labels, const std::vector<int>& predictions) {
  if (labels.empty())
    throw ValueError("confusion_matrix: give num_classes if there are no class numbers to count.");
  return std::max(largest_of("labels", labels), largest_of("predictions", predictions)) + 1;
}

void check_below(const char* argument, const std::vector<int>& numbers, int classes) {
  for (const int number : numbers) {
    if (number < classes) continue;
    throw ValueError(
        fmt::format("confusion_matrix: {} must be from 0 to {}, since num_classes is {}, but received {}.",
                    argument, classes - 1, classes, number));
  }
}

}  // namespace

xt::xarray<int> confusion_matrix(const TensorArgument& labels, const TensorArgument& predictions,
                                 std::optional<int> num_classes) {
  const std::vector<int> rows = class_numbers("confusion_matrix", "labels", labels.tensor());
  const std::vector<int> columns = class_numbers("confusion_matrix", "predictions", predictions.tensor());
  check_same_count("confusion_matrix", "labels", rows.size(), "predictions", columns.size());
  const int classes = num_classes ? checked_classes(*num_classes) : classes_in(rows, columns);
  check_below("labels", rows, classes);
  check_below("predictions", columns, classes);
  xt::xarray<int> matrix = new_array<int>({classes, classes});
  matrix.fill(0);
  const auto width = static_cast<std::size_t>(classes);
  for (std::size_t i = 0; i < rows.size(); ++i)
    ++matrix.data()[static_cast<std::size_t>(rows[i]) * width + static_cast<std::size_t>(columns[i])];
  return matrix;
}

}  // namespace keratin::utils
