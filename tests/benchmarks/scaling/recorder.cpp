#include "scaling/recorder.hpp"

#include <cstdlib>
#include <utility>

namespace keratin::benchmarks {

using distribution::Team;

void Recorder::start() {
  record_ = {};
  places_.clear();
  start_ = std::chrono::steady_clock::now();
}

Record Recorder::finish() {
  record_.duration = now();
  return std::exchange(record_, {});
}

double Recorder::now() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

void Recorder::note_call(double time) {
  constexpr double next = 20e-6;  // seconds
  if (record_.calls.empty() || time > record_.calls.back() + next) record_.calls.push_back(time);
}

void Recorder::note(Request request, bool is_sent, int peer, int channel, std::size_t bytes) {
  const double time = now();
  note_call(time);
  places_[request] = record_.messages.size();
  record_.messages.push_back(
      {is_sent, peer, static_cast<Team::Channel>(channel % Team::channel_count), bytes, time});
}

Recorder::Request Recorder::send(int to, int channel, std::span<const std::byte> bytes) {
  const Request request = inner_->send(to, channel, bytes);
  note(request, true, to, channel, bytes.size());
  return request;
}

Recorder::Request Recorder::receive(int from, int channel, std::span<std::byte> bytes) {
  const Request request = inner_->receive(from, channel, bytes);
  note(request, false, from, channel, bytes.size());
  return request;
}

void Recorder::abort(const std::string& message) {
  inner_->abort(message);
  std::abort();  // GCC does not see that it was called
}

std::optional<std::size_t> Recorder::ended(Request request) {
  constexpr double turn = 400e-6;  // the longest between two questions of someone who waits, in seconds
  const double before = now();
  const std::optional<std::size_t> bytes = inner_->ended(request);
  const double after = now();
  note_call(before);
  if (request == in_vain_) {
    if (record_.waits.empty() || before > record_.waits.back().end + turn)
      record_.waits.push_back({before, after});
    record_.waits.back().end = after;
  }
  in_vain_ = bytes ? Request{} : request;
  if (const auto place = places_.find(request); place != places_.end()) {
    Record::Message& message = record_.messages[place->second];
    if (message.first_asked == Record::never) message.first_asked = before;
    if (bytes) {
      message.ended = after;
      places_.erase(place);
    }
  }
  return bytes;
}

}  // namespace keratin::benchmarks
