// The multiply-add peak of the processor in GFLOP/s, for 1 thread and for all: what the kernels' numbers are
// measured against. Compiled for the processor at hand.
#include <chrono>
#include <cstdio>
#include <thread>
#include <vector>

namespace {

#if defined(__AVX512F__)
constexpr int bytes = 64;
#elif defined(__AVX__)
constexpr int bytes = 32;
#else
constexpr int bytes = 16;
#endif

using Vector [[gnu::vector_size(bytes)]] = float;

constexpr int sums = 12;  // as many as hide the time that a multiply-add takes, and stay in registers
constexpr long rounds = 20'000'000;

float multiply_add(float seed) {
  Vector sum[sums];
  for (int i = 0; i < sums; ++i) sum[i] = Vector{} + seed * static_cast<float>(i + 1);
  const Vector factor = Vector{} + 0.999f, term = Vector{} + seed;
  for (long round = 0; round < rounds; ++round) {
    for (int i = 0; i < sums; ++i) sum[i] = sum[i] * factor + term;
  }
  Vector total = sum[0];
  for (int i = 1; i < sums; ++i) total += sum[i];
  return total[0];
}

double gflops(unsigned threads) {
  std::vector<float> results(threads);
  const auto start = std::chrono::steady_clock::now();
  std::vector<std::thread> workers;
  for (unsigned i = 0; i < threads; ++i)
    workers.emplace_back([&results, i] { results[i] = multiply_add(static_cast<float>(i) * 1e-3f); });
  for (std::thread& worker : workers) worker.join();
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
  volatile float kept = 0;
  for (float result : results) kept = kept + result;
  return 2e-9 * threads * sums * static_cast<double>(rounds) * (bytes / sizeof(float)) / time.count();
}

}  // namespace

int main() {
  const unsigned all = std::thread::hardware_concurrency();
  std::printf("vectors of %d bytes: 1 thread %.0f GFLOP/s, %u threads %.0f GFLOP/s\n", bytes, gflops(1), all,
              gflops(all));
}
