// A training run that continues with other callbacks than those of its backup.
#include <unistd.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "keratin/callbacks.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "support/capture.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using namespace keratin::callbacks;
using namespace keratin::testing;

namespace {

/// As in the example of Keras's documentation of BackupAndRestore.
class InterruptingCallback : public Callback {
 public:
  void on_epoch_begin(int epoch) override {
    if (epoch == 4) throw std::runtime_error("Interrupting!");
  }
};

/// Remembers the epochs that it saw.
class Witness : public Callback {
 public:
  void on_epoch_end(int epoch, Logs& /*logs*/) override { epochs.push_back(epoch); }
  void archive(utils::StateArchive& archive) override { archive(epochs); }

  std::vector<int> epochs;
};

/// One model for both runs, as the interrupted program and the resumed one would make it.
class Training {
 public:
  explicit Training(std::string backup) : backup_(std::move(backup)) {
    model_.add(layers::Dense(1, {.kernel_initializer = "zeros", .input_dim = 3}));
    model_.compile({.optimizer = "sgd", .loss = "mse"});
  }

  History fit(std::vector<CallbackArgument> callbacks, int epochs = 10, int verbose = 0) {
    callbacks.emplace_back(BackupAndRestore(backup_));
    return model_.fit(
        random_tensor({8, 3}, 1), random_tensor({8, 1}, 2),
        {.batch_size = 4, .epochs = epochs, .verbose = verbose, .callbacks = callbacks, .shuffle = false});
  }

  /// What fit() says on standard error.
  std::string warnings(const std::vector<CallbackArgument>& callbacks, int verbose = 0) {
    return capture(STDERR_FILENO,
                   [&] { static_cast<void>(capture_stdout([&] { fit(callbacks, 10, verbose); })); });
  }

  void interrupt(std::vector<CallbackArgument> callbacks = {}) {
    callbacks.emplace_back(InterruptingCallback());
    CHECK_THROWS_WITH(fit(std::move(callbacks)), "Interrupting!");
  }

 private:
  std::string backup_;
  Sequential model_;
};

}  // namespace

TEST_CASE("BackupAndRestore continues without the callback that interrupted the run") {
  const Folder folder;
  Training unbroken(folder.file("unbroken")), broken(folder.file("backup"));
  const History expected = unbroken.fit({});
  broken.interrupt();
  std::optional<History> history;
  const std::string said = capture(STDERR_FILENO, [&] { history.emplace(broken.fit({})); });
  CHECK(said ==
        "Warning: BackupAndRestore: the callbacks are not those of the backup: (anonymous "
        "namespace)::InterruptingCallback left out.\n");
  CHECK((*history)["loss"] == expected["loss"]);
  CHECK(history->epoch == expected.epoch);
}

TEST_CASE("BackupAndRestore gives what callbacks remembered to those of the same class in the same order") {
  const Folder folder;
  Training training(folder.file("backup"));
  Witness first, second;
  second.epochs = {-1};
  training.interrupt({first, second});
  SECTION("one is gone, one of another class is there") {
    Witness left;
    CHECK(training.warnings({TerminateOnNaN(), left}) ==
          "Warning: BackupAndRestore: the callbacks are not those of the backup: "
          "keratin::callbacks::TerminateOnNaN started anew, (anonymous namespace)::Witness, (anonymous "
          "namespace)::InterruptingCallback left out.\n");
    CHECK(left.epochs == std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
  }
  SECTION("one is added, in another place than before") {
    Witness one, two, three;
    InterruptingCallback interrupting;
    const std::string said = capture(STDERR_FILENO, [&] {
      CHECK_THROWS_WITH(training.fit({interrupting, one, two, three}), "Interrupting!");
    });
    CHECK(said ==
          "Warning: BackupAndRestore: the callbacks are not those of the backup: (anonymous "
          "namespace)::Witness started anew.\n");
    CHECK(one.epochs == std::vector<int>{0, 1, 2, 3});
    CHECK(two.epochs == std::vector<int>{-1, 0, 1, 2, 3});
    CHECK(three.epochs.empty());
  }
}

TEST_CASE("BackupAndRestore continues with another verbose, without a warning") {
  const Folder folder;
  Training training(folder.file("backup"));
  training.interrupt();
  const std::string said = capture(STDERR_FILENO, [&] {
    static_cast<void>(capture_stdout(
        [&] { CHECK_THROWS_WITH(training.fit({InterruptingCallback()}, 10, 2), "Interrupting!"); }));
  });
  CHECK(said.empty());
}
