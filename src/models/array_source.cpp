#include <algorithm>
#include <vector>

#include "models/batch_source.hpp"
#include "random/shuffle.hpp"

namespace keratin {

namespace {

class ArraySource : public BatchSource {
 public:
  ArraySource(const DataView& data, const Batching& batching)
      : data_(data),
        batch_size_(static_cast<std::size_t>(batch_size_of(batching, data.count()))),
        shuffle_(batching.shuffle) {}

  [[nodiscard]] std::optional<int> num_batches() const override {
    return static_cast<int>((data_.count() + batch_size_ - 1) / batch_size_);
  }

  void restart() override {
    if (!shuffle_) return;
    order_.resize(data_.count());
    random::shuffle_indices(order_);
  }

  void begin(int position, std::optional<int> count) override {
    position_ = static_cast<std::size_t>(position);
    end_ = position_ + static_cast<std::size_t>(count.value_or(*num_batches() - position));
  }

  const DataView* next() override {
    const std::size_t begin = position_ * batch_size_;
    if (position_ >= end_ || begin >= data_.count()) return nullptr;
    ++position_;
    const std::size_t end = std::min(data_.count(), begin + batch_size_);
    batch_ = data_.part(begin, end);
    if (shuffle_) copy_samples(std::span(order_).subspan(begin, end - begin));
    return &batch_;
  }

  void archive(utils::StateArchive& archive) override {
    std::vector<int> order(order_.begin(), order_.end());
    archive(order);
    order_.assign(order.begin(), order.end());
  }

 private:
  void copy_samples(std::span<const std::size_t> indices) {
    batch_.x = x_(data_.x, indices);
    batch_.y = y_(data_.y, indices);
    batch_.sample_weight = weights_(data_.sample_weight, indices);
  }

  DataView data_;
  std::size_t batch_size_;
  bool shuffle_;
  std::vector<std::size_t> order_;
  std::size_t position_ = 0, end_ = 0;
  SampleCopies x_, y_, weights_;
  DataView batch_;
};

}  // namespace

int batch_size_of(const Batching& batching, std::size_t samples) {
  constexpr int usual = 32;
  check_count("batch_size", batching.batch_size);
  if (batching.batch_size) return *batching.batch_size;
  if (!batching.steps) return usual;
  const auto steps = static_cast<std::size_t>(*batching.steps);
  return static_cast<int>((samples + steps - 1) / steps);
}

std::unique_ptr<BatchSource> array_source(const DataView& data, const Batching& batching) {
  return std::make_unique<ArraySource>(data, batching);
}

}  // namespace keratin
