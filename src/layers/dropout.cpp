#include "keratin/layers/dropout.hpp"

#include <fmt/format.h>

#include "kernels/mask.hpp"
#include "kernels/parallel.hpp"
#include "random/generators.hpp"
#include "random/stateless.hpp"

namespace keratin::layers {

Dropout::Dropout(double rate, const DropoutOptions& options)
    : Layer("Dropout", options),
      rate_(rate),
      options_(options),
      calls_(std::make_shared<std::atomic<std::int64_t>>(0)) {
  if (!(rate >= 0.0 && rate <= 1.0)) fail(fmt::format("rate must be from 0 to 1, but received {}.", rate));
  if (rate > 0.0) seed_ = options.seed ? *options.seed : random::next_seed();
}

View Dropout::forward(View x, Tape& tape) const {
  if (!drops(tape)) return x;
  const random::StatelessSeed seed(seed_, rate_ < 1.0 ? tape.count_call(*calls_) : 0);
  const Buffer mask = tape.allocate(x.shape()), y = tape.allocate(x.shape());
  constexpr std::size_t part = 4096, work = 30;
  kernels::parallel_parts(x.size(), part, work, [&](std::size_t begin, std::size_t end) {
    random::dropout_mask(seed, rate_, begin, end - begin, mask.data() + begin);
  });
  kernels::apply_mask(x.size(), mask.data(), x.data(), y.data());
  tape.save(*this, {mask});
  return y;
}

View Dropout::backward(View dy, Tape& tape) const {
  if (!drops(tape)) return dy;
  const auto [mask] = tape.restore<1>(*this);
  const Buffer dx = tape.allocate(dy.shape());
  kernels::apply_mask(dy.size(), mask.data(), dy.data(), dx.data());
  return dx;
}

std::shared_ptr<Layer> Dropout::clone() const { return std::make_shared<Dropout>(rate_, own(options_)); }

}  // namespace keratin::layers
