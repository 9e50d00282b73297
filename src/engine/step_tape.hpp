#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <unordered_map>
#include <utility>
#include <vector>

#include "distribution/batch_part.hpp"
#include "engine/arena.hpp"
#include "keratin/tape.hpp"

namespace keratin {

namespace activations {
struct Function;
}

/// Which weights a step updates, and for the trained ones where their gradients are added up; an untrained
/// but updated one (a moving mean) has none.
using Gradients = std::unordered_map<const Weight*, Buffer>;

/// A number of values that a layer saves on the tape, or restores.
struct TapeRecord {
  const Layer* layer;
  std::size_t count;
};

/// A backward pass that restores something else than what was saved last, which has no layer if nothing is
/// left. The tape knows no names of layers: LayerAccess, which catches this, does.
class TapeMismatch : public std::logic_error {
 public:
  TapeMismatch(const TapeRecord& restored, const TapeRecord& saved)
      : std::logic_error("A layer's backward pass must restore what its forward pass saved."),
        restored_(restored),
        saved_(saved) {}

  [[nodiscard]] const TapeRecord& restored() const { return restored_; }
  [[nodiscard]] const TapeRecord& saved() const { return saved_; }

 private:
  TapeRecord restored_, saved_;
};

/// What layers see as a Tape, with what the engine itself writes on it. Its memory is kept from pass to pass.
class StepTape final : public Tape {  // NOLINT(cppcoreguidelines-virtual-class-destructor): it is final
 public:
  StepTape() = default;

  /// The same tape.
  static StepTape& of(Tape& tape) { return static_cast<StepTape&>(tape); }
  static const StepTape& of(const Tape& tape) { return static_cast<const StepTape&>(tape); }

  /// Takes all memory back and begins a pass as in predict(): nothing is kept for a backward pass.
  void begin_inference() { begin(nullptr); }

  /// The same for predict(), which needs nothing but the outputs: memory may be used again within the pass.
  void begin_prediction() {
    begin(nullptr);
    reuses_memory_ = true;
  }
  [[nodiscard]] bool reuses_memory() const { return reuses_memory_; }

  /// Begins the backward pass of a training step, which may use its own memory again.
  void begin_backward() { reuses_memory_ = true; }

  /// The memory that the steps of a model allocate from now on, which is used again once no step holds it.
  class PassMemory {
   public:
    explicit PassMemory(StepTape& tape)
        : tape_(tape), first_(tape.blocks_.size()), outer_(std::exchange(tape.first_of_pass_, first_)) {}
    ~PassMemory();
    PassMemory(const PassMemory&) = delete;
    PassMemory& operator=(const PassMemory&) = delete;

    /// Whether nothing of theirs is large enough to be used again.
    [[nodiscard]] bool empty() const { return tape_.blocks_.size() == first_; }

    /// Says that what a step made is taken by later ones, and that it no longer is.
    void hold(View made);
    void drop(View made);

    /// To be called at the end of a step.
    void release_unheld();

   private:
    StepTape& tape_;
    std::size_t first_;  ///< of its blocks; those before are an outer model's
    std::size_t outer_;  ///< the same of the outer model
  };

  /// The memory of a value that a step of the innermost model made, if no other value is there: the step that
  /// takes it last may write to it. Empty otherwise.
  [[nodiscard]] Buffer unshared_memory(View made);

  /// Takes all memory back and begins a training step, which a backward pass ends. `gradients` must outlive
  /// it, and so must `part`, of which it is if several processes compute a batch.
  void begin_training(const Gradients& gradients, const distribution::BatchPart* part = nullptr) {
    begin(&gradients);
    part_ = part;
  }

  /// Null if the pass computes the whole batch.
  [[nodiscard]] const distribution::BatchPart* part() const { return part_; }

  [[nodiscard]] bool training() const override { return gradients_ != nullptr; }
  [[nodiscard]] Buffer allocate(const Shape& shape) override;

  /// Memory for packed weights, valid until the next call.
  [[nodiscard]] float* allocate_packed(std::size_t size);
  void save(const Layer& layer, std::initializer_list<View> values) override {
    save_all(layer, {values.begin(), values.size()});
  }
  void save_all(const Layer& layer, std::span<const View> values);
  void restore_into(std::span<View> values, const Layer& layer) override;
  [[nodiscard]] Buffer gradient(const Weight& weight) const override;
  [[nodiscard]] bool updates(const Weight& weight) const override;
  [[nodiscard]] bool needs_input_gradient() const override { return needs_input_gradient_; }
  [[nodiscard]] bool needs_input_gradient(std::size_t input) const override {
    return input < needed_inputs_.size() ? needed_inputs_[input] : needs_input_gradient_;
  }
  void add_loss(double loss) override { added_loss_ += loss; }

  /// True if everything saved was restored.
  [[nodiscard]] bool empty() const { return records_.empty(); }

  [[nodiscard]] double added_loss() const { return added_loss_; }

  /// Returns what was needed before.
  bool set_needs_input_gradient(bool needed) { return std::exchange(needs_input_gradient_, needed); }

  /// Says it for each of several inputs. Returns what was said before.
  std::vector<bool> set_needed_inputs(std::vector<bool> needed) {
    return std::exchange(needed_inputs_, std::move(needed));
  }

  /// Whether the layers that run now behave as in training: as the pass does unless Keras 2's argument
  /// `training` of a layer's call says otherwise.
  [[nodiscard]] bool behaves_as_training() const { return behavior_.value_or(training()); }

  [[nodiscard]] std::optional<bool> behavior() const { return behavior_; }
  void set_behavior(std::optional<bool> training) { behavior_ = training; }

  /// The number, from 0, of this call of a layer whose random numbers change from call to call. A step that
  /// fails takes its calls back.
  std::int64_t count_call(std::atomic<std::int64_t>& calls);
  void take_back_calls();

  /// An activation that was applied: its function, its input (the logits) and its output.
  struct Activated {
    const activations::Function* function = nullptr;
    View logits, output;
  };
  void add_activated(const Activated& activated) { activated_.push_back(activated); }

  /// The activation whose output is `output`; null if it is none's, or no longer only that.
  [[nodiscard]] const Activated* activated(View output) const;
  void forget_activated(View output);

  /// Says that the gradient with which the backward pass begins at this output of an activation is that of
  /// its logits, so that the activation is not differentiated again.
  void begin_backward_at_logits(View output) { at_logits_.push_back(output.data()); }
  [[nodiscard]] bool take_at_logits(View output) { return std::erase(at_logits_, output.data()) > 0; }

  /// Says that what is saved from now on is of this step, and drops what was saved since that was last said
  /// and has not been restored.
  void begin_step(const void* step) { marks_.push_back({step, records_.size(), values_.size()}); }
  void drop_step(const void* step);

 private:
  struct Mark {
    const void* step;
    std::size_t records, values;
  };
  struct Block {
    float* begin;
    std::size_t size, holds = 0;
  };
  [[nodiscard]] Block* block_of(View values, std::size_t first);
  void begin(const Gradients* gradients);

  Arena arena_, packed_;
  bool reuses_memory_ = false;
  std::vector<Block> blocks_;      ///< those in use, only if memory is used again
  std::size_t first_of_pass_ = 0;  ///< of them: PassMemory's of the innermost model
  const Gradients* gradients_ = nullptr;
  const distribution::BatchPart* part_ = nullptr;
  std::vector<TapeRecord> records_;
  std::vector<View> values_;
  bool needs_input_gradient_ = true;
  std::vector<bool> needed_inputs_;
  std::optional<bool> behavior_;
  double added_loss_ = 0.0;
  std::vector<Activated> activated_;
  std::vector<const float*> at_logits_;
  std::vector<Mark> marks_;
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
