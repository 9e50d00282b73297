#pragma once

namespace keratin {

/// While one lives, Ctrl-C (SIGINT) sets a mark in place of ending the program; a second Ctrl-C ends it. The
/// handler that was there before comes back with the last one's end. A program that ignores SIGINT goes on to
/// ignore it.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  /// Whether SIGINT came since the first of those that live now was made.
  [[nodiscard]] static bool requested();
};

}  // namespace keratin
