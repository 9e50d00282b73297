// What processes do if one of them fails in a call that all make, or leaves.
#include <cxxabi.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <typeinfo>
#include <utility>

#include "distribution/patience.hpp"
#include "distribution/team.hpp"
#include "keratin/error.hpp"

namespace keratin::distribution {

Team::Call::Call(Team& team) : team_(team) {
  if (!team.calls_.empty()) ++team.calls_.back();
  team.calls_.push_back(0);
}

Team::Reason Team::reason_to_end() const {
  const std::type_info* type = abi::__cxa_current_exception_type();
  const std::string kind = type == nullptr ? "" : type->name();
  try {
    throw;
  } catch (const PeerEnded&) {
    return {Ending::none, "", ""};
  } catch (const std::runtime_error& error) {  // IOError
    return {Ending::io_error, kind, error.what()};
  } catch (const std::exception& error) {
    return {Ending::value_error, kind, error.what()};
  } catch (...) {
    return {Ending::value_error, kind, ""};
  }
}

void Team::end_call() {
  if (error_ != nullptr) {  // all have met
    if (calls_.size() > common_) throw;
    std::rethrow_exception(std::exchange(error_, nullptr));
  }
  const Reason own = reason_to_end();
  const std::vector<Reason> reasons = meet(own);
  try {
    const auto failed = std::find_if(reasons.begin(), reasons.end(), [](const Reason& reason) {
      return reason.ending == Ending::value_error || reason.ending == Ending::io_error;
    });
    if (failed != reasons.end() && *failed == own) throw;
    throw_error(reasons);
  } catch (...) {
    if (calls_.size() > common_) error_ = std::current_exception();
    throw;
  }
}

void Team::throw_error(const std::vector<Reason>& reasons) const {
  for (std::size_t process = 0; process < reasons.size(); ++process) {
    const Reason& reason = reasons[process];
    if (reason.ending == Ending::io_error) throw IOError(reason.text);
    if (reason.ending != Ending::value_error) continue;
    throw ValueError(reason.text.empty() ? fmt::format("{} ended its call with an exception of its own.",
                                                       transport_.name_of(static_cast<int>(process)))
                                         : reason.text);
  }
  const auto left = std::find_if(reasons.begin(), reasons.end(),
                                 [](const Reason& reason) { return reason.ending == Ending::left; });
  throw ValueError(
      fmt::format("{} has left the program or ended its distribution, while {} still computes "
                  "together with it.",
                  transport_.name_of(static_cast<int>(left - reasons.begin())), transport_.name_of(rank())));
}

std::size_t Team::common_calls() {
  const std::size_t within = calls_.empty() ? 0 : calls_.size() - 1;
  std::string own(within * sizeof(std::uint32_t), ' ');
  if (within > 0) std::memcpy(own.data(), calls_.data(), own.size());
  std::size_t same = own.size();
  for (const std::string& other : gather_texts(own)) {
    const auto shorter = static_cast<std::ptrdiff_t>(std::min(same, other.size()));
    same = static_cast<std::size_t>(std::mismatch(own.begin(), own.begin() + shorter, other.begin()).first -
                                    own.begin());
  }
  return 1 + same / sizeof(std::uint32_t);
}

void Team::leave() {
  const Reason left{Ending::left, "", ""};
  while (true) {
    const std::vector<Reason> reasons = meet(left);
    if (std::all_of(reasons.begin(), reasons.end(), [&](const Reason& one) { return one == left; })) return;
  }
}

void Team::leave_at_exit() {
  timeout_ = std::numeric_limits<double>::infinity();
  error_ = nullptr;  // of a call that the program ends in
  leave();
}

std::vector<Team::Reason> Team::meet(const Reason& own) {
  try {
    meet_marks();
    const std::vector<std::string> texts = gather_texts(static_cast<char>(own.ending) + own.text),
                                   kinds = gather_texts(own.kind);
    std::vector<Reason> reasons;
    for (std::size_t i = 0; i < texts.size(); ++i)
      reasons.push_back({static_cast<Ending>(texts[i][0]), kinds[i], texts[i].substr(1)});
    common_ = common_calls();
    return reasons;
  } catch (const std::exception& error) {  // of what carries the messages: nothing can be agreed on
    transport_.abort(fmt::format("{} cannot end its call together with the others: {}",
                                 transport_.name_of(rank()), error.what()));
    throw;  // the compiler does not take abort() for the end
  }
}

void Team::meet_marks() {
  for (int peer = 0; peer < size(); ++peer) {
    for (const Channel channel : {talk, scatter, collect}) {
      if (peer == rank()) continue;
      posted_.push_back({transport_.send(peer, tag(channel), mark), peer, channel, mark.size(), false});
    }
  }
  for (int peer = 0; peer < size(); ++peer) {
    for (const Channel channel : {talk, scatter, collect}) {
      if (peer != rank()) drain(peer, channel);
    }
  }
  for (const Posted& sent : posted_) wait_for(sent.request, sent.peer);
  posted_.clear();
  marks_.clear();
  gathers_.clear();
  ++generation_;
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
      met = wait_for(posted.request, peer) == mark.size();
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
    met = wait_for(transport_.receive(peer, tag(channel), dropped), peer) == mark.size();
  }
}

}  // namespace keratin::distribution
