#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <iostream>
#include <memory>
#include <utility>

#include "distribution/process.hpp"
#include "distribution/team.hpp"
#include "distribution/writes.hpp"
#include "keratin/distribution.hpp"
#include "keratin/error.hpp"
#include "random/generators.hpp"
#include "random/shuffle.hpp"

namespace keratin::distribution {

namespace {

/// Sends what this process writes to standard output nowhere.
class Silence {
 public:
  Silence() {
    flush();
    output_ = ::dup(STDOUT_FILENO);
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    ::dup2(nowhere, STDOUT_FILENO);
    ::close(nowhere);
  }
  ~Silence() {
    flush();
    ::dup2(output_, STDOUT_FILENO);
    ::close(output_);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  static void flush() {
    std::cout.flush();
    std::fflush(stdout);
  }
  int output_ = -1;
};

/// What set_distribution() made.
struct Active {
  std::unique_ptr<Team> team;
  std::unique_ptr<Silence> silence;
};

Active& active() {
  static Active& instance = *new Active;  // the processes leave when the program ends
  return instance;
}

std::unique_ptr<Transport>& joined() {
  static auto& transport = *new std::unique_ptr<Transport>;
  return transport;
}

bool is_initialized = false;

void end_distribution() {
  Active& now = active();
  if (now.team != nullptr) {
    if (now.team->in_call()) {
      throw ValueError(
          "set_distribution(): the processes are in a call that they make together, such as fit(). Call it "
          "before or after that.");
    }
    now.team->leave();
  }
  Team::set_current(nullptr);
  set_process_writes(true);
  random::share_shuffle({});
  now = {};
}

}  // namespace

Transport* transport() { return joined().get(); }

void begin_to_initialize() {
  if (std::exchange(is_initialized, true))
    throw ValueError("initialize(): the processes were joined before. Call it once, at the start of main().");
}

void set_transport(std::unique_ptr<Transport> transport) { joined() = std::move(transport); }

DataParallel::DataParallel(const DataParallelOptions& options) : options_(options) {
  if (!(options.timeout > 0.0) || !std::isfinite(options.timeout)) {
    throw ValueError(fmt::format(
        "DataParallel: timeout must be a positive number of seconds, but received {}.", options.timeout));
  }
}

int num_processes() { return transport() == nullptr ? 1 : transport()->size(); }
int process_id() { return transport() == nullptr ? 0 : transport()->rank(); }

void share_random_numbers(Team& team) {
  utils::StateArchive own;
  std::uint32_t number = 0;
  if (team.rank() == 0) {
    random::archive_generators(own);
    number = random::number_for_shuffle();
  }
  utils::StateArchive shared(team.broadcast(own.bytes()));
  if (team.rank() != 0) random::archive_generators(shared);
  random::share_shuffle(team.any(number));
}

void set_distribution(const std::optional<DataParallel>& distribution) {
  const bool is_joined = is_initialized || transport() != nullptr;
  const int started = is_joined ? 1 : processes_of_mpirun();
  if (distribution && started > 1) {
    throw ValueError(
        fmt::format("set_distribution(): mpirun started {} processes, which are not joined. Call "
                    "keratin::distribution::initialize() first, at the start of main().",
                    started));
  }
  if (num_processes() == 1) return;
  end_distribution();
  if (!distribution) return;
  Active& now = active();
  const DataParallelOptions& options = distribution->options();
  now.team = std::make_unique<Team>(*transport(), options.timeout);
  Team::set_current(now.team.get());
  set_process_writes(process_id() == 0);
  if (options.one_output && process_id() != 0) now.silence = std::make_unique<Silence>();
  together([&] { share_random_numbers(*now.team); });
}

void leave_processes() {
  if (active().team != nullptr) active().team->leave_at_exit();
}

void wait_for_all() {
  if (Team* team = Team::current()) together([&] { static_cast<void>(team->any(0)); });
}

}  // namespace keratin::distribution
