#pragma once

#include <atomic>

namespace keratin {

/// While one lives, Ctrl-C (SIGINT) sets a mark in place of ending the program; a second Ctrl-C ends it. So
/// does SIGTERM, which mpirun sends in its place, if processes compute together. The handlers that were there
/// before come back with the last one's end. A program that ignores a signal goes on to ignore it.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  /// Whether a signal came since the first of those that live now was made; if processes compute together,
  /// whether one came to any of them before they agreed last.
  [[nodiscard]] static bool requested();

  /// If processes compute together, all take over what is true in one of them: that a signal came, and
  /// `stop`.
  static void agree(std::atomic<bool>& stop);
  static void agree();
};

}  // namespace keratin
