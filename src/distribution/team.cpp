#include "distribution/team.hpp"

#include <fmt/format.h>
#include <sched.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <thread>

#include "distribution/writes.hpp"
#include "keratin/error.hpp"

namespace keratin::distribution {

namespace {

thread_local Team* current_team = nullptr;

constexpr std::byte mark[1] = {};

std::span<const std::byte> bytes_of(const float* values, std::size_t count) {
  return std::as_bytes(std::span(values, count));
}

std::vector<float> as_floats(const void* bytes, std::size_t size) {
  std::vector<float> floats((size + sizeof(float) - 1) / sizeof(float));
  if (size > 0) std::memcpy(floats.data(), bytes, size);
  return floats;
}

}  // namespace

class Team::Gather {
 public:
  std::vector<float> all;
  std::vector<Transport::Request> requests = {};
};

class Team::Patience {
 public:
  explicit Patience(const Team& team) : team_(team) {}

  /// Before asking again for what `peer` has not sent or taken.
  void wait(int peer) {
    constexpr int turns_to_spin = 200, turns_between_looks = 64;
    constexpr std::chrono::milliseconds to_yield{20};
    constexpr std::chrono::microseconds pause{100};
    if (++turns_ < turns_to_spin) return;
    sleeps_ ? std::this_thread::sleep_for(pause) : static_cast<void>(::sched_yield());
    if (turns_ % turns_between_looks != 0) return;
    const std::chrono::duration<double> waited = Clock::now() - start_;
    sleeps_ = waited > to_yield;
    if (waited.count() <= team_.timeout_) return;
    team_.transport_.abort(
        fmt::format("{} waited {} s for {}, which did not answer: all processes end. If they may work for "
                    "longer between two exchanges, give DataParallel a longer timeout.",
                    team_.transport_.name_of(team_.rank()), team_.timeout_, team_.transport_.name_of(peer)));
  }

 private:
  using Clock = std::chrono::steady_clock;
  const Team& team_;
  Clock::time_point start_ = Clock::now();
  int turns_ = 0;
  bool sleeps_ = false;
};

Team::Team(Transport& transport, double timeout) : transport_(transport), timeout_(timeout) {
  static std::atomic<std::uint64_t> teams = 0;
  id_ = ++teams;
}

Team::~Team() = default;

Team* Team::current() { return current_team; }
void Team::set_current(Team* team) {
  current_team = team;
  team == nullptr ? clear_thread_writes() : set_thread_writes(team->rank() == 0);
}

/// Others after each meeting, so that a receive that waits for nothing takes no later message.
int Team::tag(int channel) const {
  constexpr int generations = 10'000;  // the standard grants tags up to 32,767
  return generation_ % generations * channel_count + channel;
}

Transport::Request Team::send(int to, Channel channel, const float* values, std::size_t count) {
  const auto bytes = bytes_of(values, count);
  posted_.push_back({transport_.send(to, tag(channel), bytes), to, channel, bytes.size(), false});
  return posted_.back().request;
}

Transport::Request Team::receive(int from, Channel channel, float* values, std::size_t count) {
  if (marks_.contains({from, channel})) throw PeerEnded();
  const auto bytes = std::as_writable_bytes(std::span(values, count));
  posted_.push_back({transport_.receive(from, tag(channel), bytes), from, channel, bytes.size(), true});
  return posted_.back().request;
}

bool Team::ended(Transport::Request request) {
  const std::optional<std::size_t> bytes = transport_.ended(request);
  if (!bytes) return false;
  const auto place = std::find_if(posted_.begin(), posted_.end(),
                                  [&](const Posted& posted) { return posted.request == request; });
  const Posted posted = *place;
  posted_.erase(place);
  if (!posted.receives) return true;
  if (*bytes == std::size(mark)) {
    marks_.insert({posted.peer, posted.channel});
    throw PeerEnded();
  }
  if (*bytes != posted.bytes) fail_on_size(posted, *bytes);
  return true;
}

void Team::fail_on_size(const Posted& posted, std::size_t bytes) const {
  throw ValueError(fmt::format(
      "{} sent {} bytes where {} expected {}: all processes must make the same calls with the "
      "same data, models and options.",
      transport_.name_of(posted.peer), bytes == Transport::too_long ? "more" : std::to_string(bytes),
      transport_.name_of(rank()), posted.bytes));
}

void Team::wait(std::vector<Transport::Request>& requests) {
  Patience patience(*this);
  while (true) {
    std::erase_if(requests, [this](Transport::Request request) { return ended(request); });
    if (requests.empty()) return;
    const auto waits = [&](const Posted& posted) { return posted.request == requests.front(); };
    patience.wait(std::find_if(posted_.begin(), posted_.end(), waits)->peer);
  }
}

Team::Gather* Team::begin_gather(std::vector<float> all, std::vector<std::size_t> offsets) {
  Gather& gather = gathers_.emplace_back(Gather{std::move(all)});
  const auto part = [&](int process) {
    const auto place = static_cast<std::size_t>(process);
    return std::span(gather.all).subspan(offsets[place], offsets[place + 1] - offsets[place]);
  };
  const std::span<float> own = part(rank());
  for (int peer = 0; peer < size(); ++peer) {
    if (peer == rank()) continue;
    const std::span<float> other = part(peer);
    if (!other.empty()) gather.requests.push_back(receive(peer, talk, other.data(), other.size()));
    if (!own.empty()) gather.requests.push_back(send(peer, talk, own.data(), own.size()));
  }
  return &gather;
}

std::vector<float> Team::finish(Gather* gather) {
  wait(gather->requests);
  std::vector<float> all = std::move(gather->all);
  gathers_.remove_if([&](const Gather& one) { return &one == gather; });
  return all;
}

std::vector<float> Team::gather(std::span<const float> own) {
  const auto processes = static_cast<std::size_t>(size());
  std::vector<float> all(own.size() * processes);
  std::copy(own.begin(), own.end(),
            all.begin() + static_cast<std::ptrdiff_t>(own.size() * static_cast<std::size_t>(rank())));
  std::vector<std::size_t> offsets;
  for (std::size_t i = 0; i <= processes; ++i) offsets.push_back(own.size() * i);
  return finish(begin_gather(std::move(all), std::move(offsets)));
}

unsigned Team::any(unsigned bits) {
  const auto number = static_cast<float>(bits);
  for (const float other : gather({&number, 1})) bits |= static_cast<unsigned>(other);
  return bits;
}

std::vector<std::string> Team::gather_texts(const std::string& own) {
  const std::uint64_t length = own.size();
  const std::vector<float> gathered = gather(as_floats(&length, sizeof length));
  std::vector<std::uint64_t> lengths(static_cast<std::size_t>(size()));
  std::memcpy(lengths.data(), gathered.data(), gathered.size() * sizeof(float));
  std::vector<std::size_t> offsets = {0};
  for (const std::uint64_t one : lengths)
    offsets.push_back(offsets.back() + (one + sizeof(float) - 1) / sizeof(float));
  std::vector<float> all(offsets.back());
  const auto place_of = [&](std::size_t process) { return all.data() + offsets[process]; };
  std::memcpy(place_of(static_cast<std::size_t>(rank())), own.data(), own.size());
  all = finish(begin_gather(std::move(all), offsets));
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < lengths.size(); ++i)
    texts.emplace_back(reinterpret_cast<const char*>(place_of(i)), lengths[i]);
  return texts;
}

std::string Team::broadcast(std::string text) {
  constexpr std::size_t piece = std::size_t{64} << 20U;  // of a size that MPI's counts hold
  if (rank() != 0) text.clear();
  std::string whole;
  while (true) {
    const std::string part = text.substr(std::min(whole.size(), text.size()), piece);
    const std::string next = gather_texts(part).front();
    whole += next;
    if (next.size() < piece) return whole;
  }
}

void Team::end_call() {
  Ending own = Ending::value_error;
  std::string text;
  try {
    throw;
  } catch (const PeerEnded&) {
    own = Ending::none;
  } catch (const std::runtime_error& error) {  // IOError
    own = Ending::io_error;
    text = error.what();
  } catch (const std::exception& error) {
    text = error.what();
  } catch (...) {
    text = fmt::format("{} ended its call with an exception of its own.", transport_.name_of(rank()));
  }
  const std::vector<std::string> endings = meet(own, text);
  const auto is = [](Ending ending) {
    return [letter = static_cast<char>(ending)](const std::string& one) { return one[0] == letter; };
  };
  const auto failed = std::find_if(endings.begin(), endings.end(), [&](const std::string& one) {
    return is(Ending::value_error)(one) || is(Ending::io_error)(one);
  });
  if (failed == endings.end()) {
    const auto process = std::find_if(endings.begin(), endings.end(), is(Ending::left)) - endings.begin();
    throw ValueError(fmt::format("{} has left the program, while {} still computes together with it.",
                                 transport_.name_of(static_cast<int>(process)), transport_.name_of(rank())));
  }
  if (failed - endings.begin() == rank()) throw;
  if (is(Ending::io_error)(*failed)) throw IOError(failed->substr(1));
  throw ValueError(failed->substr(1));
}

void Team::leave() {
  const char left = static_cast<char>(Ending::left);
  while (true) {
    const std::vector<std::string> endings = meet(Ending::left, "");
    if (std::all_of(endings.begin(), endings.end(), [&](const auto& one) { return one[0] == left; })) return;
  }
}

std::vector<std::string> Team::meet(Ending own, const std::string& text) {
  const double timeout = std::exchange(timeout_, own == Ending::left ? 1e30 : timeout_);
  std::vector<Transport::Request> sent;
  for (int peer = 0; peer < size(); ++peer) {
    for (int channel = 0; channel < channel_count && peer != rank(); ++channel)
      sent.push_back(transport_.send(peer, tag(channel), mark));
  }
  for (int peer = 0; peer < size(); ++peer) {
    for (const Channel channel : {talk, scatter, collect}) {
      if (peer != rank()) drain(peer, channel);
    }
  }
  for (const Posted& posted : posted_) wait_for(posted.request, posted.peer);  // what was sent
  for (const Transport::Request request : sent) wait_for(request, rank());
  posted_.clear();
  marks_.clear();
  gathers_.clear();
  ++generation_;
  std::vector<std::string> endings = gather_texts(static_cast<char>(own) + text);
  timeout_ = timeout;
  return endings;
}

std::size_t Team::wait_for(Transport::Request request, int peer) {
  Patience patience(*this);
  while (true) {
    if (const std::optional<std::size_t> bytes = transport_.ended(request)) return *bytes;
    patience.wait(peer);
  }
}

/// Receives all up to the mark.
void Team::drain(int peer, Channel channel) {
  bool met = marks_.contains({peer, channel});
  std::erase_if(posted_, [&](const Posted& posted) {
    if (!posted.receives || posted.peer != peer || posted.channel != channel) return false;
    if (met) {
      transport_.cancel(posted.request);
    } else {
      met = wait_for(posted.request, peer) == std::size(mark);
    }
    return true;
  });
  Patience patience(*this);
  while (!met) {
    const std::optional<std::size_t> bytes = transport_.waiting(peer, tag(channel));
    if (!bytes) {
      patience.wait(peer);
      continue;
    }
    std::vector<std::byte> dropped(*bytes);
    met = wait_for(transport_.receive(peer, tag(channel), dropped), peer) == std::size(mark);
  }
}

}  // namespace keratin::distribution
