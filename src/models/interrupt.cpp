#include "models/interrupt.hpp"

#include <csignal>
#include <mutex>

namespace keratin {

namespace {

std::mutex mutex;
int living = 0;
bool installed = false;
struct sigaction previous {};
volatile std::sig_atomic_t signalled = 0;

void on_signal(int /*signal*/) { signalled = 1; }

}  // namespace

Interrupt::Interrupt() {
  const std::lock_guard lock(mutex);
  if (living++ > 0) return;
  signalled = 0;
  ::sigaction(SIGINT, nullptr, &previous);
  installed = previous.sa_handler != SIG_IGN;
  if (!installed) return;
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
  ::sigemptyset(&action.sa_mask);
  ::sigaction(SIGINT, &action, nullptr);
}

Interrupt::~Interrupt() {
  const std::lock_guard lock(mutex);
  if (--living > 0) return;
  if (installed) ::sigaction(SIGINT, &previous, nullptr);
  signalled = 0;
}

bool Interrupt::requested() { return signalled != 0; }

}  // namespace keratin
