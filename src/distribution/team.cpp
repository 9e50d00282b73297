#include "distribution/team.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstring>

#include "distribution/patience.hpp"
#include "distribution/writes.hpp"
#include "keratin/error.hpp"

namespace keratin::distribution {

namespace {

thread_local Team* current_team = nullptr;

std::span<const std::byte> bytes_of(const float* values, std::size_t count) {
  return std::as_bytes(std::span(values, count));
}

std::vector<float> as_floats(const void* bytes, std::size_t size) {
  std::vector<float> floats((size + sizeof(float) - 1) / sizeof(float));
  if (size > 0) std::memcpy(floats.data(), bytes, size);
  return floats;
}

}  // namespace

Team::Team(Transport& transport, double timeout) : transport_(transport), timeout_(timeout) {
  static std::atomic<std::uint64_t> teams = 0;
  id_ = ++teams;
}

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
  require_going_on();
  const auto bytes = bytes_of(values, count);
  posted_.push_back({transport_.send(to, tag(channel), bytes), to, channel, bytes.size(), false});
  return posted_.back().request;
}

Transport::Request Team::receive(int from, Channel channel, float* values, std::size_t count) {
  require_going_on();
  if (marks_.contains({from, channel})) throw PeerEnded();
  const auto bytes = std::as_writable_bytes(std::span(values, count));
  posted_.push_back({transport_.receive(from, tag(channel), bytes), from, channel, bytes.size(), true});
  return posted_.back().request;
}

Team::Posted Team::take_posted(Transport::Request request) {
  const auto place = std::find_if(posted_.begin(), posted_.end(),
                                  [&](const Posted& posted) { return posted.request == request; });
  const Posted posted = *place;
  posted_.erase(place);
  return posted;
}

bool Team::ended(Transport::Request request) {
  std::optional<std::size_t> bytes;
  try {
    bytes = transport_.ended(request);
  } catch (...) {
    take_posted(request);  // the transport no longer knows it
    throw;
  }
  if (!bytes) return false;
  const Posted posted = take_posted(request);
  if (!posted.receives) return true;
  if (*bytes == mark.size()) {
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

bool Team::all_ended(std::vector<Transport::Request>& requests) {
  std::erase_if(requests, [this](Transport::Request request) { return ended(request); });
  return requests.empty();
}

void Team::wait(std::vector<Transport::Request>& requests) {
  Patience patience(*this);
  while (!all_ended(requests)) {
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
  if (!own.empty()) std::memcpy(place_of(static_cast<std::size_t>(rank())), own.data(), own.size());
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

}  // namespace keratin::distribution
