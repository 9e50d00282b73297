#include "models/interrupt.hpp"

#include <array>
#include <csignal>
#include <mutex>

#include "distribution/team.hpp"

namespace keratin {

using distribution::Team;

namespace {

struct Handled {
  int signal;
  bool only_together;  ///< whether only if processes compute together
  bool installed = false;
  struct sigaction previous = {};
};

std::mutex mutex;
int living = 0;
std::array<Handled, 2> all_handled = {Handled{SIGINT, false}, Handled{SIGTERM, true}};
volatile std::sig_atomic_t signalled = 0;
thread_local bool agreed = false;

void on_signal(int /*signal*/) { signalled = 1; }

void install(Handled& handled) {
  ::sigaction(handled.signal, nullptr, &handled.previous);
  handled.installed = handled.previous.sa_handler != SIG_IGN;
  if (!handled.installed) return;
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
  ::sigemptyset(&action.sa_mask);
  ::sigaction(handled.signal, &action, nullptr);
}

}  // namespace

Interrupt::Interrupt() {
  agreed = false;
  const std::lock_guard lock(mutex);
  if (living++ > 0) return;
  signalled = 0;
  for (Handled& handled : all_handled) {
    if (!handled.only_together || Team::current() != nullptr) install(handled);
  }
}

Interrupt::~Interrupt() {
  const std::lock_guard lock(mutex);
  if (--living > 0) return;
  for (Handled& handled : all_handled) {
    if (handled.installed) ::sigaction(handled.signal, &handled.previous, nullptr);
    handled.installed = false;
  }
  signalled = 0;
}

bool Interrupt::requested() { return Team::current() == nullptr ? signalled != 0 : agreed; }

void Interrupt::agree(std::atomic<bool>& stop) {
  constexpr unsigned interrupts = 1, stops = 2;
  Team* team = Team::current();
  if (team == nullptr) return;
  const unsigned bits = team->any((signalled != 0 ? interrupts : 0U) | (stop ? stops : 0U));
  agreed = (bits & interrupts) != 0;
  stop = (bits & stops) != 0;
}

void Interrupt::agree() {
  std::atomic<bool> no_stop = false;
  agree(no_stop);
}

}  // namespace keratin
