#include "scaling/mirror.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "distribution/team.hpp"

namespace keratin::benchmarks {

namespace {

/// What sums are made of is as good as zero: it costs nothing to leave the memory as it is.
bool is_kept(int channel, std::span<const std::byte> bytes) {
  using distribution::Team;
  return channel % Team::channel_count == Team::talk || bytes.size() == 1;  // a mark
}

}  // namespace

std::string Mirror::name_of(int rank) const { return "process " + std::to_string(rank); }

Mirror::Request Mirror::send(int to, int channel, std::span<const std::byte> bytes) {
  Line& line = lines_[{to, channel}];
  const std::size_t number = line.sent++;
  if (is_kept(channel, bytes)) line.messages[number].assign(bytes.begin(), bytes.end());
  return next_++;
}

Mirror::Request Mirror::receive(int from, int channel, std::span<std::byte> bytes) {
  receives_[next_] = {{from, channel}, lines_[{from, channel}].received++, bytes};
  return next_++;
}

std::optional<std::size_t> Mirror::ended(Request request) {
  const auto place = receives_.find(request);
  if (place == receives_.end()) return 0;  // of a message that was sent
  const Receive receive = place->second;
  receives_.erase(place);
  const auto sent = lines_[receive.from].messages.extract(receive.number);
  if (!sent.empty()) {
    const std::vector<std::byte>& bytes = sent.mapped();
    std::copy_n(bytes.begin(), std::min(bytes.size(), receive.bytes.size()), receive.bytes.begin());
  }
  return receive.bytes.size();
}

std::optional<std::size_t> Mirror::waiting(int from, int channel) {
  const Line& line = lines_[{from, channel}];
  const auto next = line.messages.find(line.received);
  return next == line.messages.end() ? std::nullopt : std::optional(next->second.size());
}

void Mirror::abort(const std::string& message) {
  std::fprintf(stderr, "%s\n", message.c_str());
  std::abort();
}

}  // namespace keratin::benchmarks
