#include "distribution/batch_part.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "distribution/team.hpp"
#include "keratin/error.hpp"

namespace keratin::distribution {

namespace {

thread_local const BatchPart* current_part = nullptr;

}  // namespace

const BatchPart* BatchPart::current() { return current_part; }

BatchPart::Scope::Scope(const BatchPart* part) : outer_(std::exchange(current_part, part)) {}
BatchPart::Scope::~Scope() { current_part = outer_; }

std::size_t BatchPart::rows_of(int process) const {
  return std::max<std::size_t>(1, team->begin_of(process + 1, total) - team->begin_of(process, total));
}

bool BatchPart::is_of_samples(int length) const {
  const auto rows_here = static_cast<int>(rows());
  if (length == rows_here) return true;
  for (int process = 0; process < team->size(); ++process) {
    if (length != static_cast<int>(rows_of(process))) continue;
    throw ValueError(fmt::format(
        "a layer draws random numbers for {} samples, but process {} computes {} and process {} {} of the "
        "batch of {}, so that only one of them takes them for those of its samples. Draw for as many as the "
        "layer's input has, or give the first axis another size.",
        length, team->rank(), rows_here, process, length, total));
  }
  return false;
}

double BatchPart::weight_of(int process) const {
  const std::size_t samples = team->begin_of(process + 1, total) - team->begin_of(process, total);
  return static_cast<double>(samples) / static_cast<double>(total);
}

std::vector<float> BatchPart::gather(const std::vector<View>& own) const {
  std::vector<float> numbers;
  for (const View& view : own) numbers.insert(numbers.end(), view.data(), view.data() + view.size());
  return team->gather(numbers);
}

void BatchPart::sum(std::initializer_list<Buffer> own) const {
  const std::vector<float> all = gather({own.begin(), own.end()});
  std::vector<double> sums(all.size() / static_cast<std::size_t>(team->size()));
  for (int process = 0; process < team->size(); ++process) {
    const double weight = weight_of(process);
    if (weight == 0.0) continue;  // whatever its numbers are
    const float* numbers = all.data() + static_cast<std::size_t>(process) * sums.size();
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += weight * double{numbers[i]};
  }
  auto next = sums.begin();
  for (const Buffer& buffer : own) {
    for (std::size_t i = 0; i < buffer.size(); ++i) buffer.data()[i] = static_cast<float>(*next++);
  }
}

}  // namespace keratin::distribution
