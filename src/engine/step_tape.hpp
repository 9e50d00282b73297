#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/arena.hpp"
#include "keratin/tape.hpp"

namespace keratin {

namespace activations {
struct Function;
}

/// Which weights a step updates, and for the trained ones where their gradients are added up; an untrained
/// but updated one (a moving mean) has none.
using Gradients = std::unordered_map<const Weight*, Buffer>;

/// What layers see as a Tape, with what the engine itself writes on it. Its memory is kept from pass to pass.
class StepTape final : public Tape {  // NOLINT(cppcoreguidelines-virtual-class-destructor): it is final
 public:
  StepTape() = default;

  /// The same tape.
  static StepTape& of(Tape& tape) { return static_cast<StepTape&>(tape); }
  static const StepTape& of(const Tape& tape) { return static_cast<const StepTape&>(tape); }

  /// Takes all memory back and begins a pass as in predict(): nothing is kept for a backward pass.
  void begin_inference() { begin(nullptr); }

  /// Takes all memory back and begins a training step, which a backward pass ends. `gradients` must outlive
  /// it.
  void begin_training(const Gradients& gradients) { begin(&gradients); }

  [[nodiscard]] bool training() const override { return gradients_ != nullptr; }
  [[nodiscard]] Buffer allocate(const Shape& shape) override;
  void save(const Layer& layer, std::initializer_list<View> values) override;
  [[nodiscard]] Buffer gradient(const Weight& weight) const override;
  [[nodiscard]] bool updates(const Weight& weight) const override;
  [[nodiscard]] bool needs_input_gradient() const override { return needs_input_gradient_; }
  void add_loss(double loss) override { added_loss_ += loss; }

  /// True if everything saved was restored.
  [[nodiscard]] bool empty() const { return records_.empty(); }

  [[nodiscard]] double added_loss() const { return added_loss_; }

  /// Returns what was needed before.
  bool set_needs_input_gradient(bool needed) { return std::exchange(needs_input_gradient_, needed); }

  /// Whether the layers that run now behave as in training: as the pass does unless Keras 2's argument
  /// `training` of a layer's call says otherwise.
  [[nodiscard]] bool behaves_as_training() const { return behavior_.value_or(training()); }

  [[nodiscard]] std::optional<bool> behavior() const { return behavior_; }
  void set_behavior(std::optional<bool> training) { behavior_ = training; }

  /// The number, from 0, of this call of a layer whose random numbers change from call to call. A step that
  /// fails takes its calls back.
  std::int64_t count_call(std::atomic<std::int64_t>& calls);
  void take_back_calls();

  /// The last activation applied: its function, its input (the logits) and its output.
  struct Activated {
    const activations::Function* function = nullptr;
    View logits, output;
  };
  [[nodiscard]] const Activated& last_activated() const { return last_activated_; }
  void set_last_activated(const Activated& activated) { last_activated_ = activated; }

  /// Says that the backward pass begins with the gradient of the last activation's logits, so that this
  /// activation is not differentiated again.
  void begin_backward_at_logits() { at_logits_ = true; }
  [[nodiscard]] bool take_at_logits() { return std::exchange(at_logits_, false); }

 private:
  struct Record {
    const Layer* layer;
    std::size_t count;
  };
  void begin(const Gradients* gradients);
  void restore_into(std::span<View> values, const Layer& layer) override;

  Arena arena_;
  const Gradients* gradients_ = nullptr;
  std::vector<Record> records_;
  std::vector<View> values_;
  bool needs_input_gradient_ = true;
  bool at_logits_ = false;
  std::optional<bool> behavior_;
  double added_loss_ = 0.0;
  Activated last_activated_;
  std::vector<std::atomic<std::int64_t>*> calls_;
};

/// Tapes kept between passes, so that their memory is used again; shared by threads.
class TapePool {
 public:
  /// A tape that goes back to the pool when its lease ends.
  class Lease {
   public:
    explicit Lease(TapePool& pool) : pool_(pool), tape_(pool.take()) {}
    ~Lease() { pool_.give_back(std::move(tape_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    StepTape& operator*() const { return *tape_; }

   private:
    TapePool& pool_;
    std::unique_ptr<StepTape> tape_;
  };

 private:
  std::unique_ptr<StepTape> take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return std::make_unique<StepTape>();
    std::unique_ptr<StepTape> tape = std::move(idle_.back());
    idle_.pop_back();
    return tape;
  }

  void give_back(std::unique_ptr<StepTape> tape) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(tape));
  }

  std::mutex mutex_;
  std::vector<std::unique_ptr<StepTape>> idle_;
};

}  // namespace keratin
