#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <thread>

#include "keratin/callbacks.hpp"
#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/random.hpp"
#include "keratin/utils/random_seed.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/killed.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using namespace keratin::callbacks;
using namespace keratin::layers;
using namespace keratin::testing;

namespace fs = std::filesystem;

namespace {

constexpr int epochs = 5;

std::string content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

Sequential compiled() {
  Sequential model;
  model.add(Dense(6, {.activation = "tanh", .input_dim = 3}));
  model.add(BatchNormalization());
  model.add(Dropout(0.3));
  model.add(Dense(1));
  model.compile({.optimizer = optimizers::Adam({.learning_rate = 0.05}), .loss = "mse", .metrics = {"mae"}});
  return model;
}

/// A whole training as a program would run it; writes all that it ended with to `result`.
void train(
    const std::string& backup_dir, const BackupAndRestoreOptions& options, const std::string& result,
    const std::function<void()>& on_step = [] {}) {
  utils::set_random_seed(3);
  Sequential model = compiled();
  const Tensor x = random_tensor({17, 3}, 1), y = random_tensor({17, 1}, 2);
  EarlyStopping stopping({.monitor = "loss", .patience = 50, .restore_best_weights = true});
  const History history =
      model.fit(x, y,
                {.batch_size = 4,
                 .epochs = epochs,
                 .verbose = 0,
                 .callbacks = {BackupAndRestore(backup_dir, options), stopping,
                               ReduceLROnPlateau({.monitor = "loss", .factor = 0.5, .patience = 1}),
                               LearningRateScheduler([](int, double rate) { return rate * 0.9; }),
                               LambdaCallback({.on_train_batch_end =
                                                   [&](int, Logs&) {
                                                     static_cast<void>(random::randn({1}));
                                                     on_step();
                                                   }})},
                 .validation_split = 0.2});
  utils::StateArchive archive;
  std::vector<Tensor> weights = model.get_weights();
  Tensor drawn = random::randn({3});
  std::vector<double> losses = history["loss"], rates = history["learning_rate"];
  archive(weights, drawn, losses, rates);
  std::ofstream(result, std::ios::binary) << archive.bytes();
}

/// Starts `train` in a separate process.
pid_t start(const std::string& backup_dir, const BackupAndRestoreOptions& options, const std::string& result,
            std::atomic<int>& steps) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    train(backup_dir, options, result, [&] { ++steps; });
    ::_exit(0);
  }
  return child;
}

/// Kills a training at random moments, `times` in all, starting it again each time; returns how often it came
/// to its end and checks what it ended with.
int check_killed_trainings(int times, const BackupAndRestoreOptions& options) {
  const Folder folder;
  const std::string backup = folder.file("backup"), result = folder.file("result");
  REQUIRE(in_child([&] {
    train(folder.file("unbroken"), options, folder.file("expected"));
    return true;
  }));
  const std::string expected = content(folder.file("expected"));
  REQUIRE(expected.size() > 100);
  void* shared =
      ::mmap(nullptr, sizeof(std::atomic<int>), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  REQUIRE(shared != MAP_FAILED);
  auto& steps = *new (shared) std::atomic<int>(0);
  std::mt19937 random(11);
  int ends = 0;
  for (int kills = 0; kills < times || ends == 0;) {
    steps = 0;
    const pid_t child = start(backup, options, result, steps);
    int status = 0;
    if (kills < times) {
      while (steps == 0 && ::waitpid(child, &status, WNOHANG) == 0)
        std::this_thread::sleep_for(std::chrono::microseconds(50));
      std::this_thread::sleep_for(std::chrono::microseconds(random() % 8000));
      ::kill(child, SIGKILL);
    }
    ::waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) {
      REQUIRE(WTERMSIG(status) == SIGKILL);
      ++kills;
      continue;
    }
    ++ends;
    CHECK(content(result) == expected);
    CHECK_FALSE(fs::exists(backup));  // nothing was left in it
    fs::remove(result);
  }
  ::munmap(shared, sizeof(std::atomic<int>));
  return ends;
}

}  // namespace

TEST_CASE("A training that is killed continues and ends with the bits of one that is not") {
  CHECK(check_killed_trainings(kills(40), {.save_freq = 1}) > 0);
  CHECK(check_killed_trainings(5, {.save_freq = "epoch"}) > 0);
  CHECK(check_killed_trainings(5, {.save_freq = 3, .double_checkpoint = true}) > 0);
}

TEST_CASE("A training that throws continues from its backup") {
  const Folder folder;
  train(folder.file("unbroken"), {}, folder.file("expected"));
  for (int failing_step : {1, 4, 5, 7, 19}) {
    int step = 0;
    const auto fail_once = [&] {
      if (++step == failing_step) throw std::runtime_error("the disk is full");
    };
    CHECK_THROWS_WITH(train(folder.file("backup"), {.save_freq = 2}, folder.file("result"), fail_once),
                      "the disk is full");
    train(folder.file("backup"), {.save_freq = 2}, folder.file("result"));
    CHECK(content(folder.file("result")) == content(folder.file("expected")));
  }
}

TEST_CASE("A damaged backup is an IOError that leaves the model as it was") {
  const Folder folder;
  const std::string backup = folder.file("backup"), file = backup + "/training.state";
  train(backup, {.delete_checkpoint = false}, folder.file("result"));
  const std::string whole = content(file);
  Sequential model = compiled();
  const std::vector<Tensor> before = model.get_weights();
  const auto error = [&] {
    try {
      model.fit(random_tensor({17, 3}, 1), random_tensor({17, 1}, 2),
                {.batch_size = 4, .verbose = 0, .callbacks = {BackupAndRestore(backup)}});
      return std::string("none");
    } catch (const IOError& raised) {
      return std::string(raised.what());
    }
  };
  const auto check_damaged = [&](const std::string& bytes) {
    INFO(bytes.substr(0, 60));
    std::ofstream(file, std::ios::binary) << bytes;
    CHECK(error() == "The file '" + file +
                         "' is damaged: it holds no complete training state. Delete it to train from the "
                         "beginning.");
    CHECK(model.get_weights() == before);
  };
  check_damaged("");
  check_damaged("keratin training state 2\n");
  check_damaged(whole + " ");
  for (std::size_t size : {10U, 40U, 200U}) check_damaged(whole.substr(0, whole.size() - size));
  for (std::size_t place : {0U, 30U, 45U, 100U, 700U}) {
    std::string changed = whole;
    changed[place] = static_cast<char>(changed[place] ^ 4);
    check_damaged(changed);
  }
  std::ofstream(file, std::ios::binary) << "keratin training state 1\nof an older version";
  CHECK(error() == "The file '" + file +
                       "' is the state of a training of another version of Keratin. Delete it to train from "
                       "the beginning.");
  REQUIRE((std::filesystem::remove(file) && ::mkfifo(file.c_str(), 0600) == 0));
  CHECK(error() == "The file '" + file + "' cannot be read: it is no regular file.");
  std::filesystem::remove(file);
  std::ofstream(file, std::ios::binary) << whole;
  CHECK(error().find("cannot be resumed: the saved state belongs to another training") != std::string::npos);
  CHECK(model.get_weights() == before);
}

TEST_CASE("double_checkpoint goes back to the backup before a damaged one") {
  const Folder folder;
  const std::string backup = folder.file("backup");
  train(folder.file("unbroken"), {}, folder.file("expected"));
  train(backup, {.double_checkpoint = true, .delete_checkpoint = false}, folder.file("result"));
  CHECK(fs::exists(backup + "/training.state.bkp"));
  std::ofstream(backup + "/training.state") << "damaged";
  int steps = 0;
  train(backup, {.double_checkpoint = true}, folder.file("result"), [&] { ++steps; });
  CHECK(steps == 4);  // the last epoch's
  CHECK(content(folder.file("result")) == content(folder.file("expected")));
  CHECK_FALSE(fs::exists(backup));
}

TEST_CASE("A finished training whose backup stays has nothing left to do") {
  const Folder folder;
  train(folder.file("backup"), {.delete_checkpoint = false}, folder.file("first"));
  int steps = 0;
  train(folder.file("backup"), {}, folder.file("second"), [&] { ++steps; });
  CHECK(steps == 0);
  CHECK(content(folder.file("first")) == content(folder.file("second")));
}

TEST_CASE("BackupAndRestore refuses options that cannot be") {
  CHECK(error_of([] { BackupAndRestore(""); }) ==
        "BackupAndRestore: backup_dir must be the name of a folder.");
  CHECK(error_of([] { BackupAndRestore("x", {.save_freq = 0}); }) ==
        "BackupAndRestore: save_freq must be \"epoch\" or a positive number of batches, but received 0.");
  CHECK(error_of([] { BackupAndRestore("x", {.save_freq = "batch"}); }) ==
        "BackupAndRestore: save_freq must be \"epoch\" or a positive number of batches, but received "
        "\"batch\".");
}
