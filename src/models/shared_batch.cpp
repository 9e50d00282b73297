#include "models/shared_batch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "distribution/agreement.hpp"
#include "distribution/process.hpp"
#include "keratin/error.hpp"

namespace keratin {

using distribution::Team;

namespace {

constexpr std::size_t floats_of_number = sizeof(double) / sizeof(float);

/// A hash of a few numbers of each input and target, which a double holds.
double hash_of(const DataView& batch) {
  constexpr std::size_t few = 64;
  constexpr std::uint64_t digits = (std::uint64_t{1} << 52U) - 1;
  std::uint64_t hash = distribution::hash_of(nullptr, 0);
  for (const Views* arrays : {&batch.x, &batch.y}) {
    for (const View& one : *arrays) {
      for (std::size_t i = 0; i < one.size(); i += one.size() / few + 1)
        hash = distribution::hash_of(one.data() + i, sizeof(float), hash);
    }
  }
  return static_cast<double>(hash & digits);
}

/// How many numbers of a sample's each output has.
std::size_t numbers_of_sample(const Views& outputs) {
  std::size_t numbers = 0;
  for (const View& one : outputs) numbers += one.size() / static_cast<std::size_t>(one.shape()[0]);
  return numbers;
}

}  // namespace

bool are_of_samples(const std::vector<Shape>& outputs, std::size_t samples) {
  return std::all_of(outputs.begin(), outputs.end(),
                     [&](const Shape& output) { return static_cast<std::size_t>(output[0]) == samples; });
}

SharedBatch::SharedBatch(const DataView& batch, bool divides) : whole_(batch) {
  Team* team = Team::current();
  if (team == nullptr || !divides || !are_of_samples(batch.outputs, batch.count())) return;
  hash_ = hash_of(batch);
  const std::size_t total = batch.count(), begin = team->begin_of(team->rank(), total);
  part_ = {team, nullptr, begin, team->begin_of(team->rank() + 1, total) - begin, total};
  own_ = batch.part(begin, begin + part_->rows());
}

/// Of what each process gives.
std::vector<std::size_t> SharedBatch::offsets() const {
  const std::size_t sample = numbers_of_sample(given_outputs_);
  std::vector<std::size_t> offsets;
  for (int process = 0; process <= part_->team->size(); ++process) {
    offsets.push_back(static_cast<std::size_t>(process) * numbers_of_losses() * floats_of_number +
                      part_->team->begin_of(process, part_->total) * sample);
  }
  return offsets;
}

void SharedBatch::give(const BatchLosses& own, const Views& outputs) {
  given_ = own;
  given_outputs_ = outputs;
  if (!part_) return;
  std::vector<double> losses = {static_cast<double>(part_->total), hash_, own.total};
  losses.insert(losses.end(), own.of_outputs.begin(), own.of_outputs.end());
  const std::vector<std::size_t> places = offsets();
  std::vector<float> all(places.back());
  float* place = all.data() + places[static_cast<std::size_t>(part_->team->rank())];
  std::memcpy(place, losses.data(), losses.size() * sizeof(double));
  place += losses.size() * floats_of_number;
  for (const View& one : outputs) {
    const std::size_t sample = one.size() / part_->rows();
    place = std::copy_n(one.data(), sample * part_->count, place);
  }
  gather_ = part_->team->begin_gather(std::move(all), places);
}

void SharedBatch::require_same(int process, double samples, double hash) const {
  const int own = part_->team->rank();
  if (samples != static_cast<double>(part_->total)) {
    throw ValueError(
        fmt::format("All processes must be given the same batches, but process {} has one of {} samples and "
                    "process {} one of {}.",
                    own, part_->total, process, samples));
  }
  if (hash == hash_) return;
  throw ValueError(fmt::format(
      "All processes must be given the same batches, but those of processes {} and {} differ. Take random "
      "numbers from keratin::random, after set_distribution().",
      std::min(own, process), std::max(own, process)));
}

BatchLosses SharedBatch::losses() {
  if (!part_) {
    distribution::wait_for_all();
    return given_;
  }
  all_ = part_->team->finish(gather_);
  BatchLosses sums{0.0, std::vector<double>(given_.of_outputs.size())};
  const std::vector<std::size_t> places = offsets();
  for (int process = 0; process < part_->team->size(); ++process) {
    std::vector<double> losses(numbers_of_losses());
    std::memcpy(losses.data(), all_.data() + places[static_cast<std::size_t>(process)],
                losses.size() * sizeof(double));
    require_same(process, losses[0], losses[1]);
    const double weight = part_->weight_of(process);
    if (weight == 0.0) continue;  // whatever its losses are
    sums.total += weight * losses[2];
    for (std::size_t i = 0; i < sums.of_outputs.size(); ++i) sums.of_outputs[i] += weight * losses[i + 3];
  }
  return sums;
}

Views SharedBatch::outputs(StepTape& tape) const {
  if (!part_) return given_outputs_;
  std::vector<Buffer> outputs;
  for (const View& one : given_outputs_) {
    Shape shape = one.shape();
    shape[0] = static_cast<int>(part_->total);
    outputs.push_back(tape.allocate(shape));
  }
  const std::vector<std::size_t> places = offsets();
  for (int process = 0; process < part_->team->size(); ++process) {
    const float* from =
        all_.data() + places[static_cast<std::size_t>(process)] + numbers_of_losses() * floats_of_number;
    const std::size_t begin = part_->team->begin_of(process, part_->total),
                      count = part_->team->begin_of(process + 1, part_->total) - begin;
    for (const Buffer& output : outputs) {
      const std::size_t sample = output.size() / part_->total;
      std::copy_n(from, sample * count, output.data() + begin * sample);
      from += sample * count;
    }
  }
  return {outputs.begin(), outputs.end()};
}

}  // namespace keratin
