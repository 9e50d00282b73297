#include "engine/step_tape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "keratin/error.hpp"
#include "memory_error.hpp"

namespace keratin {

void StepTape::begin(const Gradients* gradients) {
  arena_.clear();
  records_.clear();
  values_.clear();
  gradients_ = gradients;
  needs_input_gradient_ = true;
  needed_inputs_.clear();
  at_logits_.clear();
  marks_.clear();
  behavior_.reset();
  added_loss_ = 0.0;
  activated_.clear();
  calls_.clear();
}

Buffer StepTape::allocate(const Shape& shape) {
  try {
    return {arena_.allocate(shape.element_count()), shape};
  } catch (const MemoryError&) {
    throw ValueError(fmt::format(
        "An array of shape {} does not fit into memory: use a smaller batch_size or smaller inputs.",
        to_string(shape)));
  }
}

void StepTape::save(const Layer& layer, std::initializer_list<View> values) {
  if (!training()) return;
  values_.insert(values_.end(), values);
  records_.push_back({&layer, values.size()});
}

void StepTape::restore_into(std::span<View> values, const Layer& layer) {
  if (records_.empty() || records_.back().layer != &layer || records_.back().count != values.size()) {
    throw std::logic_error(
        "A layer's backward pass must restore, in reverse order, exactly what its forward pass saved.");
  }
  const auto first = values_.end() - static_cast<std::ptrdiff_t>(values.size());
  std::copy(first, values_.end(), values.begin());
  values_.erase(first, values_.end());
  records_.pop_back();
}

Buffer StepTape::gradient(const Weight& weight) const {
  if (gradients_ == nullptr) return {};
  const auto entry = gradients_->find(&weight);
  return entry == gradients_->end() ? Buffer{} : entry->second;
}

const StepTape::Activated* StepTape::activated(View output) const {
  const auto found = std::find_if(activated_.rbegin(), activated_.rend(),
                                  [&](const Activated& one) { return one.output.data() == output.data(); });
  return found == activated_.rend() ? nullptr : &*found;
}

void StepTape::forget_activated(View output) {
  std::erase_if(activated_, [&](const Activated& one) { return one.output.data() == output.data(); });
}

void StepTape::drop_step(const void* step) {
  while (!marks_.empty() && marks_.back().step != step) marks_.pop_back();  // those of steps within it
  if (marks_.empty()) throw std::logic_error("A model's backward pass must follow its forward pass.");
  records_.resize(marks_.back().records);
  values_.resize(marks_.back().values);
  marks_.pop_back();
}

std::int64_t StepTape::count_call(std::atomic<std::int64_t>& calls) {
  calls_.push_back(&calls);
  return calls++;
}

void StepTape::take_back_calls() {
  for (std::atomic<std::int64_t>* calls : calls_) --*calls;
  calls_.clear();
}

bool StepTape::updates(const Weight& weight) const {
  return gradients_ != nullptr && gradients_->contains(&weight);
}

}  // namespace keratin
