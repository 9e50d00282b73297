// GFLOP/s of the kernels of convolutions, counted as the direct form's multiplications and additions, and the
// distance of Winograd's results from the direct ones, relative to the largest:
//   kernels [--threads N] [--seconds S] [--batch N]
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <new>
#include <random>
#include <string>
#include <vector>

#include "keratin/utils/performance.hpp"
#include "kernels/conv/tap_conv.hpp"

namespace {

using namespace keratin::kernels;

struct Arguments {
  double seconds = 0.5;
  std::size_t batch = 16;
};

struct Row {
  const char* name;
  ConvPass pass;
};

/// From `in` rows and columns to `in * stride` of them, or to the same with stride 1; padding "same".
Row row(const char* name, Direction direction, int in, int kernel, int stride, std::size_t inputs,
        std::size_t outputs, std::size_t batch) {
  const bool to_small = direction == Direction::to_small;
  const Axis axis{.large = in * stride,
                  .small = in,
                  .window = kernel,
                  .stride = stride,
                  .dilation = 1,
                  .offset = (kernel - stride) / 2};
  return {name,
          {{.batch = batch,
            .rows = axis,
            .columns = axis,
            .large_channels = to_small ? inputs : outputs,
            .small_channels = to_small ? outputs : inputs},
           direction}};
}

std::vector<Row> rows(std::size_t batch) {
  constexpr Direction conv = Direction::to_small, transposed = Direction::to_large;
  return {row("14x14, 128->128, 2x2", conv, 14, 2, 1, 128, 128, batch),
          row("32x32, 64->64, 3x3", conv, 32, 3, 1, 64, 64, batch),
          row("transposed 14->28, 128->128, 4x4", transposed, 14, 4, 2, 128, 128, batch),
          row("transposed 16->32, 128->128, 4x4", transposed, 16, 4, 2, 128, 128, batch),
          row("28x28, 128->1, 7x7", conv, 28, 7, 1, 128, 1, batch)};
}

std::vector<float> random_numbers(std::size_t count, unsigned seed) {
  std::mt19937 generator(seed);
  std::normal_distribution<float> normal;
  std::vector<float> numbers(count);
  for (float& number : numbers) number = normal(generator);
  return numbers;
}

/// The median time of a call in seconds, after two that do not count.
double time_of(double seconds, const std::function<void()>& action) {
  using Clock = std::chrono::steady_clock;
  const auto since = [](Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
  };
  for (int i = 0; i < 2; ++i) action();
  std::vector<double> times;
  for (const auto start = Clock::now(); since(start) < seconds || times.size() < 3;) {
    const auto before = Clock::now();
    action();
    times.push_back(since(before));
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

struct Free {
  void operator()(float* memory) const { ::operator delete[](memory, std::align_val_t{64}); }
};

struct Result {
  std::vector<float> output;
  double gflops;
};

double operations(const ConvPass& pass) {
  return 2e-9 * static_cast<double>(pass.multiplications()) * static_cast<double>(pass.conv.batch);
}

/// The kernel is packed before, as in predict().
Result run(const ConvPass& pass, bool winograd, double seconds) {
  set_winograd(winograd);
  const ConvMethod method(pass, false);
  const std::vector<float> x = random_numbers(pass.conv.batch * pass.input_size(), 1),
                           kernel = random_numbers(pass.conv.kernel_size(), 2);
  std::vector<float> y(pass.conv.batch * pass.output_size());
  const std::unique_ptr<float[], Free> packed(
      static_cast<float*>(::operator new[](method.packed_size() * sizeof(float), std::align_val_t{64})));
  method.pack(kernel.data(), nullptr, packed.get());
  const double time = time_of(seconds, [&] { method.run(packed.get(), x.data(), {}, y.data()); });
  return {std::move(y), operations(pass) / time};
}

double run_gradient(const ConvPass& pass, double seconds) {
  const std::vector<float> large = random_numbers(pass.conv.batch * pass.conv.large_size(), 3),
                           small = random_numbers(pass.conv.batch * pass.conv.small_size(), 4);
  std::vector<float> gradient(pass.conv.kernel_size());
  return operations(pass) / time_of(seconds, [&] {
           add_kernel_gradient(pass.conv, large.data(), small.data(), gradient.data());
         });
}

double difference(const std::vector<float>& a, const std::vector<float>& b) {
  double largest = 0, scale = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    largest = std::max(largest, std::abs(double{a[i]} - double{b[i]}));
    scale = std::max(scale, std::abs(double{b[i]}));
  }
  return largest / scale;
}

}  // namespace

int main(int count, char** values) {
  Arguments arguments;
  for (int i = 1; i + 1 < count; i += 2) {
    if (std::strcmp(values[i], "--threads") == 0) keratin::utils::set_num_threads(std::atoi(values[i + 1]));
    if (std::strcmp(values[i], "--seconds") == 0) arguments.seconds = std::atof(values[i + 1]);
    if (std::strcmp(values[i], "--batch") == 0)
      arguments.batch = static_cast<std::size_t>(std::atoi(values[i + 1]));
  }
  std::printf(
      "| convolution, batch %zu, %d threads | direct | Winograd | its difference | gradient to the kernel "
      "|\n",
      arguments.batch, keratin::utils::num_threads());
  std::printf("|---|---|---|---|---|\n");
  for (const Row& row : rows(arguments.batch)) {
    const Result direct = run(row.pass, false, arguments.seconds),
                 winograd = run(row.pass, true, arguments.seconds);
    std::printf("| %s | %.0f | %.0f | %.1e | %.0f |\n", row.name, direct.gflops, winograd.gflops,
                difference(winograd.output, direct.output), run_gradient(row.pass, arguments.seconds));
    std::fflush(stdout);
  }
}
