#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <list>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "distribution/transport.hpp"

namespace keratin::distribution {

/// Another process has ended the call that this one is in. Team::end_call() turns it into the other's error.
class PeerEnded : public std::exception {};

/// The processes that train together. All of them must exchange the same things in the same order; what each
/// gets has the same bits everywhere, whatever carries the messages, since sums are made here, in the order
/// of the ranks.
///
/// If one of them fails, it sends a mark of one byte on each channel to each other process in place of what
/// they wait for. Whoever meets such a mark does the same, and receives what is still under way until it has
/// met all marks. Then nothing is under way, and all throw the same error. So messages have four bytes or
/// more.
class Team {
 public:
  /// Channels, so that what is sent while backward() runs and what is sent between need no common order.
  enum Channel : int { talk, scatter, collect, channel_count };

  /// `transport` must outlive it. `timeout` is in seconds.
  Team(Transport& transport, double timeout);
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  /// The team in which this thread computes; null if it computes alone.
  [[nodiscard]] static Team* current();
  static void set_current(Team* team);

  [[nodiscard]] int rank() const { return transport_.rank(); }
  [[nodiscard]] int size() const { return transport_.size(); }

  /// A number that no other team of this process has.
  [[nodiscard]] std::uint64_t id() const { return id_; }

  /// Where the share of a process begins if `total` things are divided; that of `size()` is `total`.
  [[nodiscard]] std::size_t begin_of(int rank, std::size_t total) const {
    return total * static_cast<std::size_t>(rank) / static_cast<std::size_t>(size());
  }

  /// Numbers of all processes, one process after the other, on their way: each gives those of [offsets[rank],
  /// offsets[rank + 1]), and finish() gives all.
  struct Gather {
    std::vector<float> all;
    std::vector<Transport::Request> requests = {};
  };
  [[nodiscard]] Gather* begin_gather(std::vector<float> all, std::vector<std::size_t> offsets);
  [[nodiscard]] std::vector<float> finish(Gather* gather);

  /// The numbers of all processes, of which each gives as many.
  [[nodiscard]] std::vector<float> gather(std::span<const float> own);

  /// The bits that are set in any process; up to 24.
  [[nodiscard]] unsigned any(unsigned bits);

  /// The texts of all processes.
  [[nodiscard]] std::vector<std::string> gather_texts(const std::string& own);

  /// The text of process 0.
  [[nodiscard]] std::string broadcast(std::string text);

  /// Begin to send or to receive `count` floats; ended() says whether it is done. Throw PeerEnded.
  Transport::Request send(int to, Channel channel, const float* values, std::size_t count);
  Transport::Request receive(int from, Channel channel, float* values, std::size_t count);
  bool ended(Transport::Request request);

  /// Takes those out that have ended; returns whether none is left.
  bool all_ended(std::vector<Transport::Request>& requests);

  /// Waits until all have ended. Ends the run if that takes longer than the timeout.
  void wait(std::vector<Transport::Request>& requests);

  class Patience;

  /// A call that all processes make, or one that they all make within it.
  class Call {
   public:
    explicit Call(Team& team);
    ~Call() { team_.calls_.pop_back(); }
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

    /// To be called at its end. Throws the error with which the others have ended it, if they have.
    void finish() const { team_.require_going_on(); }

   private:
    Team& team_;
  };
  [[nodiscard]] bool in_call() const { return !calls_.empty(); }

  /// Ends the call in all processes with the exception that is being handled, or that of another process with
  /// a lower number. Throws it. A process that is in another call within the same one ends all up to that
  /// one, and until then throws whenever it exchanges something.
  [[noreturn]] void end_call();

  /// Waits for all others to leave, the second for as long as it takes; those that still exchange get an
  /// error that says so.
  void leave();
  void leave_at_exit();

 private:
  struct Posted {
    Transport::Request request;
    int peer;
    Channel channel;
    std::size_t bytes;
    bool receives;
  };
  static constexpr std::array<std::byte, 1> mark = {};
  enum class Ending : char { none = ' ', value_error = 'v', io_error = 'i', left = 'l' };

  /// Why a process ends its call.
  struct Reason {
    Ending ending;
    std::string kind, text;  ///< of the exception

    bool operator==(const Reason&) const = default;
  };

  [[nodiscard]] int tag(int channel) const;
  [[noreturn]] void fail_on_size(const Posted& posted, std::size_t bytes) const;

  Posted take_posted(Transport::Request request);

  /// Throws the error that a call has ended with in other processes, until this one has ended it too.
  void require_going_on() const {
    if (error_) std::rethrow_exception(error_);
  }

  [[nodiscard]] Reason reason_to_end() const;

  /// Sends marks, meets all others' and exchanges why. Sets common_.
  std::vector<Reason> meet(const Reason& own);
  void meet_marks();
  void drain(int peer, Channel channel);
  std::size_t wait_for(Transport::Request request, int peer);

  /// How many of the calls that this process is in all others are in too.
  [[nodiscard]] std::size_t common_calls();
  [[noreturn]] void throw_error(const std::vector<Reason>& reasons) const;

  Transport& transport_;
  double timeout_;
  std::uint64_t id_;
  int generation_ = 0;                   ///< of tags: how often all met after a failure
  std::vector<std::uint32_t> calls_;     ///< those that this process is in: how many were begun within each
  std::exception_ptr error_;             ///< what calls have ended with that it is still in
  std::size_t common_ = 0;               ///< how many of its calls go on after that, and the one that it ends
  std::list<Posted> posted_;             ///< in the order in which they were begun
  std::set<std::pair<int, int>> marks_;  ///< peers and channels whose marks were met
  std::list<Gather> gathers_;
};

/// Does what all processes do together, if they do; if one of them fails, all throw its error.
template <class Body>
auto together(const Body& body) {
  Team* team = Team::current();
  if (team == nullptr) return body();
  const Team::Call call(*team);
  try {
    if constexpr (std::is_void_v<decltype(body())>) {
      body();
      call.finish();
    } else {
      auto result = body();
      call.finish();
      return result;
    }
  } catch (...) {
    team->end_call();
  }
}

}  // namespace keratin::distribution
