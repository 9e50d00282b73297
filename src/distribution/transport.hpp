#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace keratin::distribution {

/// What carries bytes between processes. Messages from one process to another on one channel arrive in the
/// order in which they were sent. Nothing moves unless a process makes calls.
class Transport {
 public:
  using Request = std::size_t;

  Transport() = default;
  virtual ~Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  [[nodiscard]] virtual int rank() const = 0;
  [[nodiscard]] virtual int size() const = 0;

  /// What to call a process in messages: its number, and where it runs if that is known.
  [[nodiscard]] virtual std::string name_of(int rank) const = 0;

  /// Begin to send or to receive. The memory must stay until the request has ended.
  virtual Request send(int to, int channel, std::span<const std::byte> bytes) = 0;
  virtual Request receive(int from, int channel, std::span<std::byte> bytes) = 0;

  /// The bytes that came, or were sent, if the request has ended; it must not be asked again then. More came
  /// than there was memory for if it is `too_long`.
  static constexpr std::size_t too_long = SIZE_MAX;
  virtual std::optional<std::size_t> ended(Request request) = 0;

  /// Ends a receive for which nothing will come.
  virtual void cancel(Request request) = 0;

  /// The size of the next message that came and that no receive() waits for.
  virtual std::optional<std::size_t> waiting(int from, int channel) = 0;

  /// Ends all processes with this message.
  [[noreturn]] virtual void abort(const std::string& message) = 0;
};

}  // namespace keratin::distribution
