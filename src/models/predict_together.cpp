#include "models/predict_together.hpp"

#include <algorithm>

#include "distribution/team.hpp"
#include "models/model_layer.hpp"
#include "models/sample_size.hpp"

namespace keratin {

using distribution::Team;

namespace {

/// Gets the other processes' samples of an output.
void gather_samples(Team& team, Buffer output) {
  const auto count = static_cast<std::size_t>(output.shape()[0]);
  std::vector<std::size_t> offsets;
  for (int rank = 0; rank <= team.size(); ++rank)
    offsets.push_back(team.begin_of(rank, count) * (output.size() / count));
  std::vector<float> all(output.data(), output.data() + output.size());
  all = team.finish(team.begin_gather(std::move(all), std::move(offsets)));
  std::copy(all.begin(), all.end(), output.data());
}

}  // namespace

bool predict_together(const ModelLayer& model, const Views& x, const OutputMemory& memory,
                      const Predict& predict) {
  Team* team = Team::current();
  if (team == nullptr || !sample_size(model)) return false;
  const std::vector<Buffer> outputs = memory_of_samples(model, x, memory);
  if (outputs.empty()) return false;
  const auto count = static_cast<std::size_t>(x.front().shape()[0]);
  const std::size_t begin = team->begin_of(team->rank(), count),
                    end = team->begin_of(team->rank() + 1, count);
  if (begin < end) predict(model, slice(x, begin, end), from_sample(begin, outputs));
  for (const Buffer& output : outputs) gather_samples(*team, output);
  return true;
}

}  // namespace keratin
