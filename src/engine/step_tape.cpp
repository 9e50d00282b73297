#include "engine/step_tape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <stdexcept>
#include <vector>

#include "keratin/error.hpp"
#include "memory_error.hpp"

namespace keratin {

void StepTape::begin(const Gradients* gradients) {
  arena_.clear();
  reuses_memory_ = false;
  blocks_.clear();
  first_of_pass_ = 0;
  records_.clear();
  values_.clear();
  gradients_ = gradients;
  part_ = nullptr;
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
    const std::size_t count = shape.element_count();
    float* values = arena_.allocate(count);
    constexpr std::size_t smallest_reused = 4096;  // what is smaller stays in the cache anyway
    if (reuses_memory_ && count >= smallest_reused) blocks_.push_back({values, count});
    return {values, shape};
  } catch (const MemoryError&) {
    throw ValueError(fmt::format(
        "An array of shape {} does not fit into memory: use a smaller batch_size or smaller inputs.",
        to_string(shape)));
  }
}

float* StepTape::allocate_packed(std::size_t size) {
  packed_.clear();
  return within_memory(
      [&] { return packed_.allocate(size); },
      [&] { throw ValueError(fmt::format("{} packed weights do not fit into memory.", size)); });
}

StepTape::Block* StepTape::block_of(View values, std::size_t first) {
  const std::less_equal<> before;  // of pointers that may be of different arrays
  const auto holds = [&](const Block& block) {
    return before(block.begin, values.data()) && before(values.data() + 1, block.begin + block.size);
  };
  const auto end = blocks_.rend() - static_cast<std::ptrdiff_t>(first);
  const auto found = std::find_if(blocks_.rbegin(), end, holds);  // most often one of the latest
  return found == end ? nullptr : &*found;
}

/// What is left are outputs, which an outer model holds as its own.
StepTape::PassMemory::~PassMemory() {
  for (std::size_t i = first_; i < tape_.blocks_.size(); ++i) tape_.blocks_[i].holds = 0;
  tape_.first_of_pass_ = outer_;
}

void StepTape::PassMemory::hold(View made) {
  if (Block* block = tape_.block_of(made, first_)) ++block->holds;
}

void StepTape::PassMemory::drop(View made) {
  if (Block* block = tape_.block_of(made, first_)) --block->holds;
}

Buffer StepTape::unshared_memory(View made) {
  const Block* block = block_of(made, first_of_pass_);
  if (block == nullptr || block->holds != 1) return {};
  return {block->begin + (made.data() - block->begin), made.shape()};
}

void StepTape::PassMemory::release_unheld() {
  const auto release = [&](const Block& block) {
    if (block.holds == 0) tape_.arena_.release(block.begin, block.size);
    return block.holds == 0;
  };
  std::vector<Block>& blocks = tape_.blocks_;
  const auto first = blocks.begin() + static_cast<std::ptrdiff_t>(first_);
  blocks.erase(std::remove_if(first, blocks.end(), release), blocks.end());
}

void StepTape::save_all(const Layer& layer, std::span<const View> values) {
  if (!training()) return;
  values_.insert(values_.end(), values.begin(), values.end());
  records_.push_back({&layer, values.size()});
}

void StepTape::restore_into(std::span<View> values, const Layer& layer) {
  const TapeRecord last = records_.empty() ? TapeRecord{nullptr, 0} : records_.back();
  if (last.layer != &layer || last.count != values.size()) throw TapeMismatch({&layer, values.size()}, last);
  const auto first = values_.end() - static_cast<std::ptrdiff_t>(values.size());
  std::copy(first, values_.end(), values.begin());
  values_.erase(first, values_.end());
  records_.pop_back();
}

namespace {

/// Which of a weight's numbers each dimension's step leads to, for values of a shape that it is broadcast to;
/// 0 along the axes to sum over. Nothing if it cannot be broadcast to it.
std::optional<std::vector<std::size_t>> broadcast_steps(const Shape& weight, const Shape& values) {
  if (values.rank() < weight.rank()) return {};
  std::vector<std::size_t> steps(values.size());
  std::size_t step = 1;
  for (int axis = -1; axis >= -weight.rank(); --axis) {
    if (weight[axis] != 1 && weight[axis] != values[axis]) return {};
    steps[values.size() - static_cast<std::size_t>(-axis)] = weight[axis] == 1 ? 0 : step;
    step *= static_cast<std::size_t>(weight[axis]);
  }
  return steps;
}

}  // namespace

void Tape::add_gradient(const Weight& weight, const TensorArgument& values) const {
  const Buffer gradient = this->gradient(weight);
  if (gradient.empty()) return;
  const Shape shape = shape_of(values.tensor());
  const auto steps = broadcast_steps(weight.shape(), shape);
  if (!steps) {
    throw ValueError(
        fmt::format("add_gradient: the weight \"{}\" of shape {} is not broadcast to values of shape {}.",
                    weight.name(), to_string(weight.shape()), to_string(shape)));
  }
  std::vector<double> sums(gradient.size());
  std::vector<int> place(shape.size());
  std::size_t to = 0;
  for (const float value : values.tensor()) {
    sums[to] += static_cast<double>(value);
    for (std::size_t axis = shape.size(); axis-- > 0;) {
      const auto dimension = shape[static_cast<int>(axis)];
      to += (*steps)[axis];
      if (++place[axis] < dimension) break;
      to -= (*steps)[axis] * static_cast<std::size_t>(dimension);
      place[axis] = 0;
    }
  }
  std::transform(sums.begin(), sums.end(), gradient.data(), gradient.data(),
                 [](double sum, float old) { return static_cast<float>(sum) + old; });
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
