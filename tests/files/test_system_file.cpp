#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <map>

#include "files/system_file.hpp"
#include "keratin/callbacks.hpp"
#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/utils/image_utils.hpp"
#include "keratin/utils/npy.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/killed.hpp"
#include "support/run_layer.hpp"

namespace keratin::test_system_file {
namespace {

using saving::system_path;
using testing::Folder;

bool is_held_back_or_pending() {
  sigset_t pending, held_back;
  ::sigpending(&pending);
  ::pthread_sigmask(SIG_BLOCK, nullptr, &held_back);
  return ::sigismember(&pending, SIGXFSZ) == 1 || ::sigismember(&held_back, SIGXFSZ) == 1;
}

/// Whether `write` fails with an IOError if no file may have more than 500 bytes; the program continues, and
/// its signals are unchanged.
bool refused_by_limit(const std::function<void()>& write) {
  return testing::in_child([&] {
    const rlimit limit{500, 500};
    ::signal(SIGXFSZ, SIG_DFL);
    ::setrlimit(RLIMIT_FSIZE, &limit);
    try {
      write();
      return false;
    } catch (const IOError& error) {
      return std::string(error.what()).ends_with("' cannot be written: File too large.") &&
             !is_held_back_or_pending();
    }
  });
}

Sequential compiled() {
  Sequential model;
  model.add(layers::Dense(40, {.input_dim = 30}));
  model.compile({.optimizer = "sgd", .loss = "mse"});
  return model;
}

void fit(Sequential& model, const callbacks::CallbackArgument& callback) {
  model.fit(testing::zero_tensor({4, 30}), testing::zero_tensor({4, 40}),
            {.epochs = 100, .verbose = 0, .callbacks = {callback}});
}

}  // namespace

TEST_CASE("system_path: the path, unless a NUL is in it") {
  CHECK(system_path("a b") == std::string("a b"));
  CHECK_THROWS_WITH(system_path(std::string("a\0bc", 4)),
                    "A path must not hold a NUL character, but received 'a', a NUL and 2 more characters.");
}

TEST_CASE("A path with a NUL in it leaves no file or folder of the name before it") {
  const Folder folder;
  Sequential model = compiled();
  const std::string path = folder.file(std::string("a/b\0c", 5));
  CHECK_THROWS_AS(model.save(path + ".keras"), ValueError);
  CHECK_THROWS_AS(utils::save_npy(path + ".npy", testing::zero_tensor({2})), ValueError);
  CHECK_THROWS_AS(callbacks::BackupAndRestore(path), ValueError);
  CHECK_THROWS_AS(fit(model, callbacks::ModelCheckpoint(path + ".keras")), ValueError);
  CHECK(folder.entries() == 0);
}

TEST_CASE("A limit on the size of files is an IOError wherever a file is written") {
  const Folder folder;
  Sequential model = compiled();
  const Tensor image = testing::zero_tensor({40, 40, 3});
  const std::map<std::string, std::function<void()>> writers = {
      {"save .keras", [&] { model.save(folder.file("a.keras")); }},
      {"save .h5", [&] { model.save(folder.file("a.h5")); }},
      {"save_weights", [&] { model.save_weights(folder.file("a.weights.h5")); }},
      {"export_onnx", [&] { model.export_onnx(folder.file("a.onnx")); }},
      {"save_npy", [&] { utils::save_npy(folder.file("a.npy"), image); }},
      {"save_npz",
       [&] {
         utils::save_npz(folder.file("a.npz"), {{"a", image}});
       }},
      {"CSVLogger", [&] { fit(model, callbacks::CSVLogger(folder.file("a.csv"))); }},
      {"TensorBoard", [&] { fit(model, callbacks::TensorBoard({.log_dir = folder.file("logs")})); }},
      {"ModelCheckpoint", [&] { fit(model, callbacks::ModelCheckpoint(folder.file("b.keras"))); }},
      {"BackupAndRestore", [&] { fit(model, callbacks::BackupAndRestore(folder.file("backup"))); }},
  };
  for (const auto& [name, write] : writers) {
    INFO(name);
    CHECK(refused_by_limit(write));
  }
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path)) {
    INFO(entry.path());
    CHECK(entry.path().extension() != ".tmp");
  }
}

TEST_CASE("A signal of the size limit that was there before stays, and a handler is not called") {
  const Folder folder;
  CHECK(testing::in_child([&] {
    const rlimit limit{500, 500};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    sigset_t signal;
    ::sigemptyset(&signal);
    ::sigaddset(&signal, SIGXFSZ);
    ::signal(SIGXFSZ, [](int) { ::_exit(2); });
    const auto refused = [&] {
      try {
        utils::save_npy(folder.file("a.npy"), testing::zero_tensor({1000}));
        return false;
      } catch (const IOError&) {
        return true;
      }
    };
    if (!refused() || is_held_back_or_pending()) return false;
    ::pthread_sigmask(SIG_BLOCK, &signal, nullptr);
    ::raise(SIGXFSZ);
    sigset_t pending;
    return refused() && ::sigpending(&pending) == 0 && ::sigismember(&pending, SIGXFSZ) == 1;
  }));
}

}  // namespace keratin::test_system_file
