#include "scaling/prediction.hpp"

#include <algorithm>
#include <cmath>

namespace keratin::benchmarks {

using distribution::Team;

Step step_of(const Record& record, int processes) {
  Step step{processes, record.duration, {}, record.calls};
  constexpr int first_peer = 1;  // with whom each exchange begins
  for (const Record::Message& message : record.messages) {
    const bool is_sum = message.channel == Team::scatter;
    if (message.channel == Team::collect) continue;  // the second half of a sum
    if (!message.is_sent && message.peer == first_peer)
      step.exchanges.push_back({is_sum, is_sum ? message.bytes : 0, message.begun, message.first_asked});
    if (message.is_sent && (is_sum || message.peer == first_peer))
      step.exchanges.back().bytes += message.bytes;
  }
  for (Exchange& sum :
       step.exchanges) {  // its program waits for the losses right after it waits for the sums
    if (!sum.is_sum) continue;
    const auto losses = std::find_if(step.exchanges.begin(), step.exchanges.end(), [&](const Exchange& one) {
      return !one.is_sum && one.begun < sum.begun && one.needed > sum.begun;
    });
    if (losses != step.exchanges.end()) sum.needed = losses->needed;
  }
  return step;
}

double seconds_of(const Exchange& exchange, int processes, const Link& link, Algorithm algorithm) {
  const double others = processes - 1, n = static_cast<double>(exchange.bytes), a = link.latency;
  const double share = exchange.is_sum ? others / processes : others, halves = exchange.is_sum ? 2 : 1;
  const double depth = std::ceil(std::log2(processes)), moving = n / link.bandwidth;
  if (algorithm == Algorithm::direct) return halves * (a + share * moving);
  if (algorithm == Algorithm::ring) return halves * (others * a + share * moving);
  return exchange.is_sum ? 2 * depth * (a + moving) : depth * a + share * moving;
}

namespace {

/// Computes and exchanges; see the header.
class Replay {
 public:
  Replay(const Step& step, const Link& link, Algorithm algorithm)
      : step_(step), link_(link), algorithm_(algorithm), moving_(step.exchanges.size()) {}

  double run() {
    double before = 0;
    for (const Event& event : events()) {
      now_ += event.time - before;
      before = event.time;
      call();
      if (event.kind == Event::begins) begin(event.exchange);
      while (event.kind == Event::waits && moving_[event.exchange].stage != Stage::done) {
        now_ = std::max(now_, next_change());
        call();
      }
    }
    return now_ + step_.duration - before;
  }

 private:
  /// `announced`: the receiver does not know of the message; `answered`: the sender does not know that it
  /// does.
  enum class Stage { idle, announced, answered, on_its_way, done };
  struct Moving {
    Stage stage = Stage::idle;
    int halves_left = 0;
    double until = 0;  ///< when the stage can end
  };
  struct Event {
    enum Kind { calls, begins, waits } kind;
    double time;
    std::size_t exchange;
  };

  [[nodiscard]] std::vector<Event> events() const {
    std::vector<Event> events;
    for (const double time : step_.calls) events.push_back({Event::calls, time, 0});
    for (std::size_t i = 0; i < moving_.size(); ++i) {
      events.push_back({Event::begins, step_.exchanges[i].begun, i});
      events.push_back({Event::waits, step_.exchanges[i].needed, i});
    }
    std::stable_sort(events.begin(), events.end(), [](const Event& one, const Event& other) {
      return one.time != other.time ? one.time < other.time : one.kind < other.kind;
    });
    return events;
  }

  /// Bytes that each process sends in one half of an exchange.
  [[nodiscard]] double bytes_of(const Exchange& exchange) const {
    const double others = step_.processes - 1, bytes = static_cast<double>(exchange.bytes);
    return exchange.is_sum ? bytes * others / step_.processes : bytes * others;
  }

  void begin(std::size_t number) {
    const Exchange& exchange = step_.exchanges[number];
    moving_[number].halves_left = exchange.is_sum && algorithm_ == Algorithm::direct ? 2 : 1;
    begin_half(number);
  }

  void begin_half(std::size_t number) {
    Moving& moving = moving_[number];
    --moving.halves_left;
    const double message = bytes_of(step_.exchanges[number]) / (step_.processes - 1);
    if (algorithm_ != Algorithm::direct || message <= static_cast<double>(link_.eager)) return send(number);
    moving.stage = Stage::announced;
    moving.until = now_ + link_.latency;
  }

  void send(std::size_t number) {
    const Exchange& exchange = step_.exchanges[number];
    const bool is_half = exchange.is_sum && algorithm_ == Algorithm::direct;
    const double seconds = seconds_of(exchange, step_.processes, link_, algorithm_) / (is_half ? 2 : 1);
    now_ += link_.host * bytes_of(exchange);
    const double latency = algorithm_ == Algorithm::direct ? link_.latency : 0;
    free_ = std::max(now_, free_) + seconds - latency;
    moving_[number].stage = Stage::on_its_way;
    moving_[number].until = free_ + latency;
  }

  /// Takes what has come, and goes on with it.
  void call() {
    for (std::size_t i = 0; i < moving_.size(); ++i) {
      Moving& moving = moving_[i];
      if (moving.stage == Stage::idle || moving.stage == Stage::done || moving.until > now_) continue;
      if (moving.stage == Stage::announced) {
        moving.stage = Stage::answered;
        moving.until = now_ + link_.latency;
      } else if (moving.stage == Stage::answered) {
        send(i);
      } else {
        now_ += link_.host * bytes_of(step_.exchanges[i]);
        moving.stage = Stage::done;
        if (moving.halves_left > 0) begin_half(i);
      }
    }
  }

  [[nodiscard]] double next_change() const {
    double next = Record::never;
    for (const Moving& moving : moving_) {
      if (moving.stage != Stage::idle && moving.stage != Stage::done) next = std::min(next, moving.until);
    }
    return next;
  }

  const Step& step_;
  const Link& link_;
  Algorithm algorithm_;
  std::vector<Moving> moving_;
  double now_ = 0, free_ = 0;  ///< the network has nothing to carry from then on
};

}  // namespace

double seconds_of(const Step& step, const Link& link, Algorithm algorithm) {
  return step.processes == 1 ? step.duration : Replay(step, link, algorithm).run();
}

}  // namespace keratin::benchmarks
