// Times the reference workloads and prints a JSON line for each, as the scripts that time the peers do:
//   keratin_bench [--threads N] [--only NAME] [--kind predict|train] [--seconds S] [--no-winograd]
//   keratin_bench --cold-start      makes the tutorial's generator and predicts one image, for others to
//   time
// Weights are random, inputs are fixed; the time is a median in milliseconds.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>

#include "steps.hpp"

namespace {

using namespace keratin;
using namespace keratin::benchmarks;

struct Arguments {
  int threads = 0;
  std::string only, kind;
  double seconds = 1.0;
  bool winograd = true, cold_start = false;
};

Arguments parse(int count, char** values) {
  Arguments arguments;
  for (int i = 1; i < count; ++i) {
    const auto next = [&] { return i + 1 < count ? values[++i] : ""; };
    if (std::strcmp(values[i], "--threads") == 0) arguments.threads = std::atoi(next());
    if (std::strcmp(values[i], "--only") == 0) arguments.only = next();
    if (std::strcmp(values[i], "--kind") == 0) arguments.kind = next();
    if (std::strcmp(values[i], "--seconds") == 0) arguments.seconds = std::atof(next());
    if (std::strcmp(values[i], "--no-winograd") == 0) arguments.winograd = false;
    if (std::strcmp(values[i], "--cold-start") == 0) arguments.cold_start = true;
  }
  return arguments;
}

class Bench {
 public:
  explicit Bench(const Arguments& arguments) : arguments_(arguments) {}

  [[nodiscard]] bool takes(const std::string& workload, const std::string& kind) const {
    return workload.find(arguments_.only) != std::string::npos &&
           kind.find(arguments_.kind) != std::string::npos;
  }

  /// Times calls of `action`, after three that do not count, and prints the line.
  void time(const std::string& workload, const char* kind, int batch,
            const std::function<void()>& action) const {
    using Clock = std::chrono::steady_clock;
    const auto since = [](Clock::time_point start) {
      return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
    };
    for (int i = 0; i < 3; ++i) action();
    constexpr std::size_t least = 5, most = 3000;
    std::vector<double> times;
    const auto start = Clock::now();
    while ((since(start) < 1e3 * arguments_.seconds || times.size() < least) && times.size() < most) {
      const auto before = Clock::now();
      action();
      times.push_back(since(before));
    }
    std::sort(times.begin(), times.end());
    std::printf(
        "{\"framework\": \"keratin\", \"workload\": \"%s\", \"kind\": \"%s\", \"batch\": %d, \"threads\": "
        "%d, "
        "\"ms\": %.4f, \"min_ms\": %.4f, \"runs\": %zu}\n",
        workload.c_str(), kind, batch, utils::num_threads(), times[times.size() / 2], times.front(),
        times.size());
    std::fflush(stdout);
  }

 private:
  Arguments arguments_;
};

void predict(const Bench& bench, const Workload& workload) {
  const Model model = make_any_model(workload.name);
  const std::vector<Tensor> x = random_batch(model, workload.batch);
  bench.time(workload.name, "predict", workload.batch, [&] { static_cast<void>(model.predict_on_batch(x)); });
}

}  // namespace

int main(int count, char** values) {
  const Arguments arguments = parse(count, values);
  if (arguments.threads > 0) utils::set_num_threads(arguments.threads);
  utils::set_winograd(arguments.winograd);
  utils::set_random_seed(1);
  if (arguments.cold_start) {
    print(make_model("gen_transpose").predict(random::randn({1, 100})));
    return 0;
  }
  const Bench bench(arguments);
  for (const Workload& workload : predict_workloads) {
    if (bench.takes(workload.name, "predict")) predict(bench, workload);
  }
  for (const Workload& workload : train_workloads) {
    if (bench.takes(workload.name, "train"))
      bench.time(workload.name, "train", workload.batch, make_step(workload.name, workload.batch));
  }
  if (bench.takes("mnist_gan", "train")) bench.time("mnist_gan", "train", 64, make_step("mnist_gan", 64));
}
