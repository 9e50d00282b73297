// How training scales with processes: measures and predicts the time of a step.
//   scaling predict                    for any number of machines, with one process
//   mpirun -n 2 scaling check          what was predicted for these processes, beside what they take
//   mpirun -n 2 scaling link           bandwidth, latency and cost of the network between two processes
//   mpirun -n 2 scaling time           a step of these processes, or of one; a JSON line for each model
//   mpirun -n 2 scaling timeline       what is exchanged while a step computes
// Options: --models NAME:BATCH,…  --threads T  --steps S  --rounds R  (the fastest step of all rounds counts)
//          --processes 2,4,…  --bandwidth 1,10 (Gbit/s)  --latency 30 (µs)  --host 0 (ns of the processor for
//          each byte)  --eager 1048576 (bytes of a message that is sent without asking)  --picture FILE.svg
//          (of the timeline)
#include <fmt/format.h>
#include <mpi.h>

#include <algorithm>
#include <cstdio>
#include <memory>

#include "distribution/process.hpp"
#include "mpi/mpi_transport.hpp"
#include "scaling/link.hpp"
#include "scaling/mirror.hpp"
#include "scaling/options.hpp"
#include "scaling/prediction.hpp"
#include "scaling/timeline.hpp"
#include "steps.hpp"

namespace keratin::benchmarks {

namespace {

/// Of the bits of a link those that are no headers of Ethernet, IP and TCP.
constexpr double payload = 1448.0 / 1514.0;

class Scaling {
 public:
  Scaling(const ScalingOptions& options, Recorder& recorder, distribution::Transport& real)
      : options_(options), recorder_(recorder), real_(real) {}

  void predict() {
    std::puts(
        "| model | batch | processes | computing, ms | sums: number, MB | gathers: number, KB | Gbit/s | "
        "direct, ms | ring | tree |\n|---|---|---|---|---|---|---|---|---|---|");
    for (const Workload& workload : options_.workloads) {
      const auto step = make_step(workload.name, workload.batch);
      const double alone = time_alone(step);
      std::printf("| %s | %d | 1 | %.1f | | | | | | |\n", workload.name.c_str(), workload.batch, 1e3 * alone);
      for (const double number : options_.processes) {
        if (number > workload.batch) continue;
        const int processes = static_cast<int>(number);
        const Step mirrored = time_mirrored(step, processes);
        for (const double bandwidth : options_.bandwidths) print(workload, mirrored, alone, bandwidth);
      }
    }
  }

  void check() {
    say("| model | batch | Gbit/s | 1 process, ms | computing | predicted | measured | deviation | "
        "efficiency, "
        "predicted | measured |\n|---|---|---|---|---|---|---|---|---|---|\n");
    for (const Workload& workload : options_.workloads) {
      const auto step = make_step(workload.name, workload.batch);
      double alone = Record::never, measured = Record::never;
      Step mirrored;
      for (int round = 0; round < options_.rounds; ++round) {  // in turns
        MPI_Barrier(MPI_COMM_WORLD);
        alone = std::min(alone, time_alone(step));
        MPI_Barrier(MPI_COMM_WORLD);
        const Step again = time_mirrored(step, real_.size());
        if (again.duration < mirrored.duration) mirrored = again;
        measured = std::min(measured, time_real(step).duration);
      }
      const double predicted = seconds_of(mirrored, link_of(options_.bandwidths.front()), Algorithm::direct);
      const auto efficiency = [&](double time) { return 100 * alone / time / real_.size(); };
      say(fmt::format(
          "| {} | {} | {:g} | {:.1f} | {:.1f} | {:.1f} | {:.1f} | {:+.1f} % | {:.0f} % | {:.0f} % |\n",
          workload.name, workload.batch, options_.bandwidths.front(), 1e3 * alone, 1e3 * mirrored.duration,
          1e3 * predicted, 1e3 * measured, 100 * (measured / predicted - 1), efficiency(predicted),
          efficiency(measured)));
    }
  }

  void time() {
    for (const Workload& workload : options_.workloads) {
      const auto step = make_step(workload.name, workload.batch);
      std::vector<double> times;
      const auto note = [&](const Record& record) { times.push_back(record.duration); };
      real_.size() == 1 ? all(step, note) : with(real_, [&] { all(step, note); });
      std::sort(times.begin(), times.end());
      say(fmt::format(
          "{{\"workload\": \"{}\", \"batch\": {}, \"processes\": {}, \"threads\": {}, \"ms\": {:.3f}, "
          "\"min_ms\": {:.3f}}}\n",
          workload.name, workload.batch, real_.size(), options_.threads, 1e3 * times[times.size() / 2],
          1e3 * times.front()));
    }
  }

  void timeline() {
    for (const Workload& workload : options_.workloads) {
      const Record record = time_real(make_step(workload.name, workload.batch));
      say(fmt::format("{}, batch {}\n{}", workload.name, workload.batch, timeline_of(record)));
      if (real_.rank() == 0 && !options_.picture.empty()) draw_timeline(options_.picture, record);
    }
  }

 private:
  [[nodiscard]] Link link_of(double gigabits) const {
    return {gigabits * 1e9 / 8 * payload, 1e-6 * options_.latency, 1e-9 * options_.host,
            static_cast<std::size_t>(options_.eager)};
  }

  void say(const std::string& text) const {
    if (is_first_) std::fputs(text.c_str(), stdout);
    std::fflush(stdout);
  }

  using Action = std::function<void()>;

  /// Takes the records of some steps, after two that do not count.
  void all(const Action& step, const std::function<void(const Record&)>& take) {
    for (int i = -2; i < options_.steps; ++i) {
      recorder_.start();
      step();
      const Record record = recorder_.finish();
      if (i >= 0) take(record);
    }
  }

  Record fastest(const Action& step) {
    Record best;
    all(step, [&](const Record& record) {
      if (record.duration < best.duration) best = record;
    });
    return best;
  }

  /// Calls `action` while processes train together.
  void with(distribution::Transport& transport, const Action& action) {
    recorder_.set_inner(transport);
    distribution::set_distribution(distribution::DataParallel({.timeout = 60, .one_output = false}));
    action();
    distribution::set_distribution({});
    recorder_.set_inner(real_);
  }

  double time_alone(const Action& step) { return fastest(step).duration; }

  Step time_mirrored(const Action& step, int processes) {
    Mirror mirror(processes);
    Record record;
    with(mirror, [&] { record = fastest(step); });
    return step_of(record, processes);
  }

  Record time_real(const Action& step) {
    Record record;
    with(real_, [&] { record = fastest(step); });
    return record;
  }

  void print(const Workload& workload, const Step& step, double alone, double bandwidth) const {
    std::size_t sums = 0, gathers = 0;
    double summed = 0, gathered = 0;
    for (const Exchange& exchange : step.exchanges) {
      (exchange.is_sum ? sums : gathers) += 1;
      (exchange.is_sum ? summed : gathered) += static_cast<double>(exchange.bytes);
    }
    std::printf("| %s | %d | %d | %.1f | %zu, %.2f | %zu, %.1f | %g |", workload.name.c_str(), workload.batch,
                step.processes, 1e3 * step.duration, sums, 1e-6 * summed, gathers, 1e-3 * gathered,
                bandwidth);
    for (const Algorithm algorithm : {Algorithm::direct, Algorithm::ring, Algorithm::tree}) {
      const double time = seconds_of(step, link_of(bandwidth), algorithm);
      std::printf(" %.1f (%.0f %%) |", 1e3 * time, 100 * alone / time / step.processes);
    }
    std::puts("");
  }

  const ScalingOptions& options_;
  Recorder& recorder_;
  distribution::Transport& real_;
  bool is_first_ = distribution::process_id() == 0;
};

void run(const ScalingOptions& options, Recorder& recorder, distribution::Transport& real) {
  if (options.mode == "predict") return Scaling(options, recorder, real).predict();
  if (options.mode == "time") return Scaling(options, recorder, real).time();
  if (real.size() < 2) throw ValueError("start it with mpirun -n 2.");
  if (options.mode == "link") {
    const Link link = measure_link(real);
    if (real.rank() == 0)
      std::printf("--bandwidth %.2f --latency %.0f --host %.2f\n", link.bandwidth * 8e-9 / payload,
                  1e6 * link.latency, 1e9 * link.host);
  } else if (options.mode == "check") {
    Scaling(options, recorder, real).check();
  } else if (options.mode == "timeline") {
    Scaling(options, recorder, real).timeline();
  } else {
    throw ValueError("expected predict, check, link, time or timeline.");
  }
}

}  // namespace

}  // namespace keratin::benchmarks

int main(int count, char** arguments) {
  using namespace keratin;
  int code = 0;
  distribution::start_mpi();
  {
    distribution::MpiTransport real;
    auto recorder = std::make_unique<benchmarks::Recorder>();
    benchmarks::Recorder& recorded = *recorder;
    recorded.set_inner(real);
    distribution::set_transport(std::move(recorder));
    try {
      const benchmarks::ScalingOptions options = benchmarks::options_of(count, arguments);
      utils::set_num_threads(options.threads);
      utils::set_random_seed(1);
      benchmarks::run(options, recorded, real);
    } catch (const std::exception& error) {
      std::fprintf(stderr, "scaling: %s\n", error.what());
      code = 2;
    }
  }
  MPI_Finalize();
  return code;
}
