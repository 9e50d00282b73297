// Threads that stand for processes: what they exchange, and what becomes of all if one of them fails.
#include <cmath>
#include <cstdlib>

#include "benchmarks/scaling/mirror.hpp"
#include "distribution/agreement.hpp"
#include "distribution/gradient_sum.hpp"
#include "keratin/distribution.hpp"
#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/random.hpp"
#include "keratin/utils/naming.hpp"
#include "keratin/utils/random_seed.hpp"
#include "support/catch.hpp"
#include "support/thread_transport.hpp"

using namespace keratin;
using namespace keratin::distribution;
using keratin::testing::PerProcess;
using keratin::testing::run_together;

namespace {

const std::vector<std::string> no_errors(3);

/// Numbers of a process whose sum depends on the order.
std::vector<float> numbers(std::size_t count, int rank) {
  std::vector<float> result(count);
  for (std::size_t i = 0; i < count; ++i)
    result[i] = std::sin(static_cast<float>(i + 1)) * static_cast<float>(rank == 1 ? 1e4 : rank + 1);
  return result;
}

Sequential model_of_all_kinds() {
  utils::clear_session();
  utils::set_random_seed(3);
  Sequential model;
  model.add(layers::Dense(6, {.activation = "tanh", .input_dim = 4}));
  model.add(layers::BatchNormalization());
  model.add(layers::Dropout(0.3));
  model.add(layers::Dense(1));
  model.compile({.optimizer = "sgd", .loss = "mse", .metrics = {"mae"}});
  return model;
}

}  // namespace

TEST_CASE("The mirror that benchmarks compute with gives back what it is sent, and lets go") {
  benchmarks::Mirror mirror(3);
  Team team(mirror, 10.0);
  CHECK(team.gather(std::vector<float>{1, 2}) == std::vector<float>{1, 2, 1, 2, 1, 2});
  CHECK(team.gather_texts("all") == std::vector<std::string>(3, "all"));
  team.leave();
}

TEST_CASE("All processes get the numbers and the texts of all") {
  PerProcess<std::vector<float>> gathered(3);
  PerProcess<std::vector<std::string>> texts(3);
  PerProcess<std::string> first(3);
  PerProcess<unsigned> bits(3);
  const auto errors = run_together(3, [&](Team& team) {
    const std::vector<float> own(2, static_cast<float>(team.rank()));
    gathered[team] = team.gather(own);
    texts[team] = team.gather_texts(std::string(static_cast<std::size_t>(team.rank() * 5), 'x'));
    first[team] = team.broadcast("of process " + std::to_string(team.rank()));
    bits[team] = team.any(1U << static_cast<unsigned>(team.rank()));
  });
  CHECK(errors == no_errors);
  for (const auto& one : gathered.all()) CHECK(one == std::vector<float>{0, 0, 1, 1, 2, 2});
  for (const auto& one : texts.all()) CHECK(one == std::vector<std::string>{"", "xxxxx", "xxxxxxxxxx"});
  for (const auto& one : first.all()) CHECK(one == "of process 0");
  for (const unsigned one : bits.all()) CHECK(one == 7);
}

TEST_CASE("Gradients are summed in the order of the processes, each counted by its samples") {
  for (const std::size_t count : {std::size_t{1}, std::size_t{2}, std::size_t{5000}, std::size_t{600'000}}) {
    PerProcess<std::vector<float>> sums(3);
    const int early = 0, late = 0;
    const auto errors = run_together(3, [&](Team& team) {
      std::vector<float>& own = sums[team] = numbers(count, team.rank());
      GradientSum sum(team, own.data(), count, {{&early, 0, count / 2}, {&late, count / 2, count}});
      const std::size_t begin = team.begin_of(team.rank(), 8), end = team.begin_of(team.rank() + 1, 8);
      sum.begin({&team, &sum, begin, end - begin, 8});
      for (const int* layer : {&early, &late, &late}) sum.ran_forward(layer);
      for (const int* layer : {&late, &late, &early}) sum.ran_backward(layer);
      sum.finish();
    });
    CHECK(errors == no_errors);
    std::vector<float> expected(count);
    const float samples[] = {2, 3, 3};  // of 8
    for (int rank = 0; rank < 3; ++rank) {
      const std::vector<float> own = numbers(count, rank);
      for (std::size_t i = 0; i < count; ++i) expected[i] += samples[rank] / 8.0f * own[i];
    }
    for (const auto& one : sums.all()) CHECK(one == expected);
  }
}

TEST_CASE("A process without a sample adds nothing, whatever it computes") {
  PerProcess<std::vector<float>> sums(2);
  const auto errors = run_together(2, [&](Team& team) {
    sums[team].assign(3, team.rank() == 0 ? std::nanf("") : 2.0f);
    GradientSum sum(team, sums[team].data(), 3, {});
    sum.begin({&team, &sum, 0, static_cast<std::size_t>(team.rank()), 1});
    sum.finish();
  });
  CHECK(errors == std::vector<std::string>(2));
  for (const auto& one : sums.all()) CHECK(one == std::vector<float>{2, 2, 2});
}

TEST_CASE("All processes throw the error of the first that fails, and go on after it") {
  PerProcess<std::vector<float>> after(3);
  PerProcess<std::string> text(3);
  const auto errors = run_together(3, [&](Team& team) {
    std::vector<float> own = numbers(1000, team.rank());
    GradientSum sum(team, own.data(), own.size(), {});
    try {
      together([&] {
        sum.begin({&team, &sum, 0, 1, 3});
        if (team.rank() > 0) throw ValueError("process " + std::to_string(team.rank()) + " fails");
        sum.finish();
      });
    } catch (const ValueError& error) {
      text[team] = error.what();
    }
    const auto rank = static_cast<float>(team.rank());
    after[team] = together([&] { return team.gather({&rank, 1}); });
  });
  CHECK(errors == no_errors);
  for (const std::string& one : text.all()) CHECK(one == "process 1 fails");
  for (const auto& one : after.all()) CHECK(one == std::vector<float>{0, 1, 2});
}

TEST_CASE("An error of a file stays one in the other processes") {
  PerProcess<int> is_io_error(2);
  run_together(2, [&](Team& team) {
    try {
      together([&] {
        if (team.rank() == 0) throw IOError("The file cannot be read.");
        static_cast<void>(team.any(0));
      });
    } catch (const IOError& error) {
      is_io_error[team] = std::string(error.what()) == "The file cannot be read." ? 1 : 0;
    }
  });
  CHECK(is_io_error.all() == std::vector<int>{1, 1});
}

TEST_CASE("A process that leaves ends the exchange of the others with an error") {
  const auto errors = run_together(3, [&](Team& team) {
    if (team.rank() == 1) return team.leave_at_exit();
    try {
      together([&] { static_cast<void>(team.any(0)); });
    } catch (...) {
      team.leave_at_exit();
      throw;
    }
  });
  const std::vector<std::string> expected = {
      "process 1 has left the program or ended its distribution, while process 0 still computes together "
      "with it.",
      "",
      "process 1 has left the program or ended its distribution, while process 2 still computes together "
      "with it."};
  CHECK(errors == expected);
}

TEST_CASE("A process that does not answer ends the run") {
  const auto errors = run_together(
      2,
      [&](Team& team) {
        if (team.rank() == 0) static_cast<void>(team.any(0));
      },
      0.05);
  CHECK(errors[0].find("abort: process 0 waited 0.05 s for process 1") == 0);
}

TEST_CASE("Processes that exchange different things get an error") {
  const auto errors = run_together(2, [&](Team& team) {
    together([&] {
      const std::vector<float> own(static_cast<std::size_t>(3 + team.rank()));
      static_cast<void>(team.gather(own));
    });
  });
  for (const std::string& error : errors)
    CHECK(error.find("all processes must make the same calls with the same data") != std::string::npos);
  CHECK(errors[0] == errors[1]);
}

TEST_CASE("What processes differ in is said") {
  const auto errors = run_together(3, [&](Team& team) {
    together([&] {
      const std::string value = team.rank() == 2 ? "layers\nDense 5\nDense 1" : "layers\nDense 4\nDense 1";
      require_agreement(team, "fit()", {{"epochs", "3"}, {"the layers", value}});
    });
  });
  for (const std::string& error : errors) {
    CHECK(
        error ==
        "fit(): all processes must be given the same, but they differ in the layers: process 0 has Dense 4, "
        "process 2 has Dense 5.");
  }
}

TEST_CASE("Processes train as one does") {
  const Tensor x = random::randn({7, 4}), y = random::randn({7, 1});
  const auto train = [&](Sequential& model) {
    model.train_on_batch(x, y);
    return model.train_on_batch(x, y)["mae"];
  };
  Sequential alone = model_of_all_kinds();
  const double expected = train(alone);
  std::vector<Sequential> models;
  for (int rank = 0; rank < 3; ++rank) models.push_back(model_of_all_kinds());
  PerProcess<double> results(3);
  PerProcess<Tensor> predicted(3);
  const auto errors = run_together(3, [&](Team& team) {
    Sequential& model = models[static_cast<std::size_t>(team.rank())];
    results[team] = train(model);
    predicted[team] = model.predict(x);
  });
  CHECK(errors == no_errors);
  for (const double result : results.all()) CHECK(result == Approx(expected).epsilon(1e-5));
  for (const Tensor& one : predicted.all()) {
    CHECK(xt::allclose(one, alone.predict(x), 1e-5, 1e-6));
    CHECK(one == predicted.all()[0]);
  }
}

TEST_CASE("A program that cannot join the others of mpirun says so, and is one process alone") {
  ::setenv("OMPI_COMM_WORLD_SIZE", "2", 1);
  CHECK_THROWS_WITH(initialize(), Catch::Contains("Link it with keratin::mpi"));
  CHECK_THROWS_WITH(set_distribution(DataParallel()),
                    Catch::Contains("mpirun started 2 processes, which are not joined. Call "
                                    "keratin::distribution::initialize() first"));
  CHECK_NOTHROW(set_distribution({}));
  ::unsetenv("OMPI_COMM_WORLD_SIZE");
  initialize();
  CHECK_THROWS_WITH(initialize(), Catch::Contains("joined before"));
  CHECK(num_processes() == 1);
  CHECK(process_id() == 0);
  set_distribution(DataParallel());
  CHECK(Team::current() == nullptr);
}
