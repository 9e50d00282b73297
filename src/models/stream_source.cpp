#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

#include "keratin/error.hpp"
#include "models/batch_source.hpp"
#include "models/model_layer.hpp"
#include "models/prefetcher.hpp"
#include "models/trainer.hpp"
#include "random/generators.hpp"

namespace keratin {

namespace {

/// Batches that are made one by one: checks each, and keeps the current one. If an exception ends a fit(),
/// the prefetcher's threads are at work until this base is destroyed, after the classes below: what they call
/// they hold themselves.
class StreamSource : public BatchSource {
 public:
  StreamSource(ModelLayer& model, const char* kind, const Batching& batching, const ClassWeight& class_weight)
      : model_(model), kind_(kind), targets_(batching.targets), class_weight_(class_weight) {
    if (batching.batch_size) {
      throw ValueError(
          fmt::format("batch_size is for arrays: a {} makes its batches itself, but received {}.", kind,
                      *batching.batch_size));
    }
  }

  const DataView* next() override {
    std::optional<Data> data = prefetcher_->next();
    if (!data) return nullptr;
    data_ = std::move(*data);
    ++given_;
    try {
      batch_ = checked_batch();
    } catch (const ValueError& error) {
      throw ValueError(fmt::format("Batch number {} of the {}: {}", given_, kind_, error.what()));
    }
    return &batch_;
  }

  void end() override { prefetcher_.reset(); }

 protected:
  std::unique_ptr<Prefetcher> prefetcher_;

 private:
  DataView checked_batch() {
    const Arrays x = inputs_of(data_);
    if (!targets_) return prepare(model_, x);
    const Arrays y = targets_of(data_);
    weights_ =
        std::make_unique<SampleWeights>(model_, y, data_.sample_weight, data_.sample_weights, class_weight_);
    DataView batch = prepare(model_, x, y, *weights_);
    check_targets(batch.y);
    return batch;
  }

  /// Throws ValueError unless each is of the shape that it has in the first batch.
  void check_targets(const Views& targets) {
    std::vector<Shape> shapes = shapes_of(targets);
    for (Shape& shape : shapes) shape[0] = None;
    if (first_y_.empty()) first_y_ = shapes;
    for (std::size_t i = 0; i < shapes.size(); ++i) {
      if (shapes[i] == first_y_[i]) continue;
      model_.fail(
          fmt::format("all targets{} must have the same shape, {} as in the first batch, but received {}.",
                      shapes.size() == 1 ? "" : fmt::format(" of the output \"{}\"", model_.output_name(i)),
                      to_string(first_y_[i]), to_string(targets[i].shape())));
    }
  }

  ModelLayer& model_;
  const char* kind_;
  bool targets_;
  ClassWeight class_weight_;
  Data data_;
  std::unique_ptr<SampleWeights> weights_;
  DataView batch_;
  std::vector<Shape> first_y_;
  int given_ = 0;
};

class GeneratorSource : public StreamSource {
 public:
  GeneratorSource(ModelLayer& model, Generator generator, const Batching& batching,
                  const ClassWeight& class_weight)
      : StreamSource(model, "generator", batching, class_weight),
        generator_(std::make_shared<const Generator>(std::move(generator))) {
    if (!*generator_) throw ValueError("A generator must be a function, but received an empty one.");
  }

  [[nodiscard]] std::optional<int> num_batches() const override { return {}; }

  void begin(int /*position*/, std::optional<int> count) override {
    constexpr int workers = 1, in_advance = 10;
    prefetcher_ = std::make_unique<Prefetcher>([generator = generator_](int) { return (*generator)(); }, 0,
                                               count, workers, in_advance);
  }

  void archive(utils::StateArchive& /*archive*/) override {}

 private:
  std::shared_ptr<const Generator> generator_;
};

class DatasetSource : public StreamSource {
 public:
  DatasetSource(ModelLayer& model, utils::Dataset& dataset, const Batching& batching,
                const ClassWeight& class_weight)
      : StreamSource(model, "Dataset", batching, class_weight),
        dataset_(dataset),
        shuffle_(batching.shuffle) {
    const std::optional<int> count = num_batches();
    if (!count && !batching.steps) {
      throw ValueError(
          "This Dataset has no end, since num_batches() gives no number: give the number of steps.");
    }
  }

  [[nodiscard]] std::optional<int> num_batches() const override {
    const std::optional<int> count = dataset_.num_batches();
    if (!count || *count > 0) return count;
    throw ValueError(fmt::format("num_batches() of a Dataset must be positive, but is {}.", *count));
  }

  void restart() override {
    const std::optional<int> count = num_batches();
    if (!shuffle_ || !count) return;
    constexpr int most = 1 << 27;
    if (*count > most) {
      throw ValueError(
          fmt::format("A Dataset of {} batches cannot be shuffled, only one of up to {}: give .shuffle = "
                      "false, or more samples in a batch.",
                      *count, most));
    }
    order_.resize(static_cast<std::size_t>(*count));
    std::iota(order_.begin(), order_.end(), 0);
    random::Generators& generators = random::generators();
    const std::lock_guard lock(generators.mutex);
    for (std::size_t last = order_.size() - 1; last > 0; --last) {
      const auto other = generators.python.randint(0, static_cast<std::int64_t>(last));
      std::swap(order_[last], order_[static_cast<std::size_t>(other)]);
    }
  }

  void begin(int position, std::optional<int> count) override {
    dataset_.on_epoch_begin();
    constexpr std::int64_t last = std::numeric_limits<int>::max();
    const std::optional<int> end =
        count ? std::optional(static_cast<int>(std::min(last, std::int64_t{position} + *count)))
              : num_batches();
    const auto order = std::make_shared<const std::vector<int>>(order_);
    const auto make = [&dataset = dataset_, order](int index) {  // a Dataset may have grown
      const auto place = static_cast<std::size_t>(index);
      return dataset[place < order->size() ? (*order)[place] : index];
    };
    prefetcher_ =
        std::make_unique<Prefetcher>(make, position, end, dataset_.workers(), dataset_.max_queue_size());
  }

  void end() override {
    StreamSource::end();
    dataset_.on_epoch_end();
  }

  void archive(utils::StateArchive& archive) override { archive(order_); }

 private:
  utils::Dataset& dataset_;
  bool shuffle_;
  std::vector<int> order_;
};

}  // namespace

std::unique_ptr<BatchSource> stream_source(ModelLayer& model, utils::Dataset& dataset,
                                           const Batching& batching, const ClassWeight& class_weight) {
  return std::make_unique<DatasetSource>(model, dataset, batching, class_weight);
}

std::unique_ptr<BatchSource> stream_source(ModelLayer& model, Generator generator, const Batching& batching,
                                           const ClassWeight& class_weight) {
  return std::make_unique<GeneratorSource>(model, std::move(generator), batching, class_weight);
}

std::unique_ptr<BatchSource> source_of(ModelLayer& model, const ValidationData& data,
                                       const Batching& batching) {
  if (const Data* arrays = data.arrays()) {
    const Arrays y = targets_of(*arrays);
    const SampleWeights weights(model, y, arrays->sample_weight, arrays->sample_weights);
    const DataView validation = prepare(model, inputs_of(*arrays), y, weights);
    trainer_of(model).check_metrics(validation);
    return array_source(validation, batching);
  }
  if (utils::Dataset* dataset = data.dataset()) return stream_source(model, *dataset, batching);
  return stream_source(model, data.generator(), batching);
}

}  // namespace keratin
