// What becomes of processes, which threads stand for, if one of them fails in a call within a call, or
// leaves.
#include <stdexcept>

#include "distribution/batch_part.hpp"
#include "distribution/team.hpp"
#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/utils/naming.hpp"
#include "models/trainer.hpp"
#include "support/catch.hpp"
#include "support/thread_transport.hpp"

using namespace keratin;
using namespace keratin::distribution;
using keratin::testing::PerProcess;
using keratin::testing::run_together;
using keratin::testing::ThreadTransport;

namespace {

const std::vector<std::string> no_errors(3);

/// The numbers of all processes: 0, 1, 2.
std::vector<float> ranks(Team& team) {
  const auto rank = static_cast<float>(team.rank());
  return team.gather({&rank, 1});
}

const std::vector<float> all_ranks = {0, 1, 2};

/// Calls, and gives the error's text.
std::string error_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}

struct OwnError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace

TEST_CASE("Processes that all catch the error of a call within a call go on together") {
  PerProcess<std::string> inner(3);
  PerProcess<std::vector<float>> after(3);
  const auto errors = run_together(3, [&](Team& team) {
    together([&] {
      inner[team] = error_of([&] {
        together([&] {
          if (team.rank() == 1) throw ValueError("one fails");
          ranks(team);
        });
      });
      after[team] = together([&] { return ranks(team); });
    });
  });
  CHECK(errors == no_errors);
  for (const std::string& one : inner.all()) CHECK(one == "one fails");
  for (const std::vector<float>& one : after.all()) CHECK(one == all_ranks);
}

TEST_CASE("An error of a call that only one process made ends the outer call, even if it catches it") {
  for (const bool exchanges : {false, true}) {
    PerProcess<std::string> outer(3);
    PerProcess<std::vector<float>> after(3);
    const auto errors = run_together(3, [&](Team& team) {
      outer[team] = error_of([&] {
        together([&] {
          if (team.rank() == 1) error_of([&] { together([] { throw ValueError("one fails"); }); });
          if (team.rank() != 1 || exchanges) ranks(team);
        });
      });
      after[team] = together([&] { return ranks(team); });
    });
    CHECK(errors == no_errors);
    for (const std::string& one : outer.all()) CHECK(one == "one fails");
    for (const std::vector<float>& one : after.all()) CHECK(one == all_ranks);
  }
}

TEST_CASE("An error in the second of two calls within a call is not one of the first") {
  PerProcess<std::string> outer(3);
  const auto errors = run_together(3, [&](Team& team) {
    outer[team] = error_of([&] {
      together([&] {
        for (int call = 0; call < 2; ++call) {
          error_of([&] {
            together([&] {
              if (team.rank() == 1 && call == 1) throw ValueError("one fails");
              if (team.rank() == 2 || call == 0) ranks(team);  // 0 makes the second call and is done with it
            });
          });
        }
        ranks(team);
      });
    });
  });
  CHECK(errors == no_errors);
  for (const std::string& one : outer.all()) CHECK(one == "one fails");
}

TEST_CASE("Nothing is under way to the memory of a call that has failed within a call") {
  PerProcess<std::vector<float>> received(3);
  const auto errors = run_together(3, [&](Team& team) {
    together([&] {
      const std::vector<float> sent = {5, 6};
      std::vector<float>& memory = received[team] = {0, 0};
      const std::string error = error_of([&] {
        together([&] {
          if (team.rank() == 1) {
            for (const int peer : {0, 2}) team.send(peer, Team::collect, sent.data(), sent.size());
            throw ValueError("one fails");
          }
          team.receive(1, Team::collect, memory.data(), memory.size());
          ranks(team);
        });
      });
      received[team].push_back(static_cast<float>(error.size()));
    });
  });
  CHECK(errors == no_errors);
  CHECK(received.all() == std::vector<std::vector<float>>{{5, 6, 9}, {0, 0, 9}, {5, 6, 9}});
}

TEST_CASE("An exception that all processes throw keeps its type") {
  PerProcess<std::string> all(3), one(3), other(3);
  const auto errors = run_together(3, [&](Team& team) {
    try {
      together([] { throw OwnError("all fail"); });
    } catch (const OwnError& error) {
      all[team] = error.what();
    }
    try {
      together([&] {
        if (team.rank() == 1) throw OwnError("one fails");
        ranks(team);
      });
    } catch (const OwnError&) {
      one[team] = "own";
    } catch (const IOError& error) {
      one[team] = error.what();
    }
    try {
      together([&]() -> void { throw team.rank(); });
    } catch (const int&) {
      other[team] = "a number";
    }
  });
  CHECK(errors == no_errors);
  CHECK(all.all() == std::vector<std::string>(3, "all fail"));
  CHECK(one.all() == std::vector<std::string>{"one fails", "own", "one fails"});
  CHECK(other.all() == std::vector<std::string>(3, "a number"));
}

TEST_CASE("A loss that is not a number is a NonFiniteError in all processes") {
  std::vector<Sequential> models;
  for (int rank = 0; rank < 3; ++rank) {
    utils::clear_session();  // so that all have the same names
    models.emplace_back();
    models.back().add(layers::Dense(1, {.input_dim = 2}));
    models.back().compile({.optimizer = "sgd", .loss = "mse"});
  }
  Tensor x = xt::ones<float>({6, 2});
  x(5, 0) = std::nanf("");
  PerProcess<int> caught(3);
  const auto errors = run_together(3, [&](Team& team) {
    try {
      models[static_cast<std::size_t>(team.rank())].train_on_batch(x, xt::ones<float>({6, 1}));
    } catch (const NonFiniteError&) {
      caught[team] = 1;
    }
  });
  CHECK(errors == no_errors);
  CHECK(caught.all() == std::vector<int>{1, 1, 1});
}

TEST_CASE("A process that ends its team waits for one that ends with the program, but not for ever") {
  const auto leave = [](Team& team) { team.rank() == 0 ? team.leave() : team.leave_at_exit(); };
  CHECK(run_together(3, leave) == no_errors);
  const auto errors = run_together(
      2,
      [](Team& team) {
        if (team.rank() == 0) team.leave();
      },
      0.05);
  CHECK(errors[0].find("process 0 waited 0.05 s for process 1") != std::string::npos);
}

namespace {

/// An exchange of process 1 fails, and its request is gone.
class Failing : public ThreadTransport {
 public:
  using ThreadTransport::ThreadTransport;
  std::optional<std::size_t> ended(Request request) override {
    if (failed_ == request) throw std::logic_error("The request is asked again.");
    if (rank() != 1 || failed_) return ThreadTransport::ended(request);
    failed_ = request;
    cancel(request);
    throw ValueError("MPI: it failed.");
  }

 private:
  std::optional<Request> failed_;
};

/// Nobody takes what is sent.
class Stuck : public ThreadTransport {
 public:
  using ThreadTransport::ThreadTransport;
  Request send(int to, int channel, std::span<const std::byte> bytes) override {
    return sent_.emplace_back(ThreadTransport::send(to, channel, bytes));
  }
  std::optional<std::size_t> ended(Request request) override {
    if (std::find(sent_.begin(), sent_.end(), request) != sent_.end()) return {};
    return ThreadTransport::ended(request);
  }

 private:
  std::vector<Request> sent_;
};

}  // namespace

TEST_CASE("An error of what carries the messages is one of the call") {
  PerProcess<std::string> text(3);
  PerProcess<std::vector<float>> after(3);
  const auto errors = run_together<Failing>(3, [&](Team& team) {
    text[team] = error_of([&] {
      together([&] {
        ranks(team);
        ranks(team);
      });
    });
    after[team] = together([&] { return ranks(team); });
  });
  CHECK(errors == no_errors);
  CHECK(text.all() == std::vector<std::string>(3, "MPI: it failed."));
  for (const std::vector<float>& one : after.all()) CHECK(one == all_ranks);
}

TEST_CASE("The process that is waited for is named") {
  const auto errors = run_together<Stuck>(
      2, [](Team& /*team*/) { together([] { throw ValueError("fails"); }); }, 0.05);
  CHECK(errors[0].find("process 0 waited 0.05 s for process 1") != std::string::npos);
  CHECK(errors[1].find("process 1 waited 0.05 s for process 0") != std::string::npos);
}

TEST_CASE("All processes agree on what is drawn for each sample") {
  PerProcess<std::vector<std::string>> errors(2);
  const auto check = [&](Team& team) {
    const std::size_t begin = team.begin_of(team.rank(), 5), end = team.begin_of(team.rank() + 1, 5);
    const BatchPart part{&team, nullptr, begin, end - begin, 5};
    for (const int length : {2, 3, 5})
      errors[team].push_back(error_of([&] {
        if (part.is_of_samples(length)) throw ValueError("of samples");
      }));
  };
  CHECK(run_together(2, check) == std::vector<std::string>(2));
  const std::string first = errors.all()[0][1], second = errors.all()[1][0];
  CHECK(errors.all()[0] == std::vector<std::string>{"of samples", first, ""});
  CHECK(errors.all()[1] == std::vector<std::string>{second, "of samples", ""});
  CHECK(first.find("a layer draws random numbers for 3 samples, but process 0 computes 2 and process 1 3 of "
                   "the batch of 5") == 0);
  CHECK(second.find("for 2 samples, but process 1 computes 3 and process 0 2") != std::string::npos);
}
