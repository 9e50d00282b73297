#include "keratin/utils/compute_class_weight.hpp"

#include "keratin/error.hpp"
#include "utils/class_numbers.hpp"

namespace keratin::utils {

std::map<int, float> compute_class_weight(const TensorArgument& labels) {
  const std::vector<int> numbers = class_numbers("compute_class_weight", "labels", labels.tensor());
  if (numbers.empty()) throw ValueError("compute_class_weight: labels hold no sample to count.");
  std::map<int, double> counts;
  for (const int number : numbers) ++counts[number];
  std::map<int, float> weights;
  for (const auto& [number, count] : counts) {
    const double share = static_cast<double>(counts.size()) * count;
    weights[number] = static_cast<float>(static_cast<double>(numbers.size()) / share);
  }
  return weights;
}

}  // namespace keratin::utils
