// Each function that takes memory by what a user gives says so if there is none: in processes of their own,
// which may have little more than they hold.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // which need much of their own

#include <sys/resource.h>

#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <string>

#include "engine/arena.hpp"
#include "keratin/error.hpp"
#include "keratin/initializers.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/random.hpp"
#include "keratin/utils/image_utils.hpp"
#include "keratin/utils/npy.hpp"
#include "keratin/utils/to_categorical.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/killed.hpp"
#include "support/thread_count.hpp"

namespace keratin::test_memory_error {
namespace {

using namespace layers;

/// Lets this process have so many bytes more than it has.
void limit_memory(std::size_t more) {
  std::ifstream sizes("/proc/self/statm");
  std::size_t pages = 0;
  sizes >> pages;
  const rlimit limit{pages * 4096 + more, pages * 4096 + more};
  ::setrlimit(RLIMIT_AS, &limit);
}

/// Whether `action` throws an error of ours that speaks of memory, with `more` bytes to be had.
bool says_so(std::size_t more, const std::function<void()>& action) {
  return testing::in_child([&] {
    limit_memory(more);
    try {
      action();
      std::cerr << "nothing was thrown\n";
    } catch (const ValueError& error) {
      return std::string(error.what()).find("memory") != std::string::npos;
    } catch (const IOError& error) {
      return std::string(error.what()).find("memory") != std::string::npos;
    } catch (const std::exception& error) {
      std::cerr << error.what() << "\n";
    }
    return false;
  });
}

constexpr std::size_t mib = 1U << 20U;

/// A model of one weight of 64 MiB, and 256 KiB for each sample. What is over 32 MiB goes back to the system
/// when it is freed.
Sequential large_model() {
  Sequential model;
  model.add(Dense(65536, {.use_bias = false, .kernel_initializer = "zeros", .input_dim = 256}));
  return model;
}

}  // namespace

TEST_CASE("Arrays that do not fit into memory are rejected") {
  const testing::ThreadCount one_thread(1);
  const std::size_t most = 64 * mib;
  CHECK(says_so(most, [] { static_cast<void>(Arena().allocate(1U << 26U)); }));
  CHECK(says_so(most, [] { static_cast<void>(Arena().allocate(~std::size_t{0})); }));
  CHECK(says_so(most, [] { static_cast<void>(empty_tensor({1 << 26})); }));
  CHECK(says_so(most, [] { static_cast<void>(random::choice(2, {1 << 26}, {.p = {0.5, 0.5}})); }));
  CHECK(says_so(most,
                [] { static_cast<void>(utils::to_categorical(empty_tensor({1 << 16}) * 0.0f, 1 << 10)); }));
  CHECK(says_so(most, [] { static_cast<void>(initializers::Orthogonal({.seed = 1})({1 << 22, 2})); }));
}

TEST_CASE("Models and batches that do not fit into memory are rejected, and the model still works") {
  const testing::ThreadCount one_thread(1);
  Sequential model = large_model();
  const Tensor x = empty_tensor({256, 256}) * 0.0f, all_y = empty_tensor({256, 65536}) * 0.0f,
               one = empty_tensor({1, 256}) * 0.0f;
  const Tensor y = empty_tensor({1, 65536}) * 0.0f;
  CHECK(says_so(80 * mib, [&] { static_cast<void>(model.predict(x, {.batch_size = 256, .verbose = 0})); }));
  CHECK(says_so(100 * mib, [&] { model.compile({.optimizer = "adam", .loss = "mse"}); }));
  Sequential late;
  late.add(Dense(65536, {.use_bias = false, .kernel_initializer = "zeros"}));
  late.compile({.optimizer = "adam", .loss = "mse"});
  CHECK(says_so(160 * mib, [&] { late.train_on_batch(one, y); }));
  model.compile({.optimizer = "sgd", .loss = "mse"});
  CHECK(says_so(48 * mib, [&] { model.train_on_batch(x, all_y); }));
  CHECK(says_so(64 * mib, [&] {
    int calls = 0;
    const Generator batches = [&]() -> std::optional<Data> {
      return ++calls > 40 ? std::nullopt : std::optional(Data{empty_tensor({64, 256}) * 0.0f});
    };
    static_cast<void>(model.predict(batches, {.verbose = 0}));
  }));
  const auto trains = [&] { return model.train_on_batch(one, y)["loss"] == 0.0; };
  CHECK(trains());
}

TEST_CASE("Files that do not fit into memory are rejected") {
  const testing::ThreadCount one_thread(1);
  const testing::Folder folder;
  Sequential model = large_model();
  const Tensor image = empty_tensor({3072, 3072, 4}) * 0.0f;
  const std::string npy = folder.file("a.npy"), npz = folder.file("a.npz"), png = folder.file("a.png");
  utils::save_npy(npy, image);
  const std::map<std::string, Tensor> arrays = {{"a", image}};
  utils::save_npz(npz, arrays);
  utils::save_img(png, image, {.scale = false});
  const std::size_t most = 24 * mib;
  CHECK(says_so(most, [&] { static_cast<void>(utils::load_npy(npy)); }));
  CHECK(says_so(most, [&] { static_cast<void>(utils::load_npz(npz)); }));
  CHECK(says_so(most, [&] { static_cast<void>(utils::load_img(png)); }));
  CHECK(says_so(60 * mib, [&] { static_cast<void>(utils::load_img(png)); }));
  CHECK(says_so(most, [&] { utils::save_npy(npy, image); }));
  CHECK(says_so(most, [&] { utils::save_npz(npz, arrays); }));
  CHECK(says_so(most, [&] { utils::save_img(png, image, {.scale = false}); }));
  for (const std::string name : {"a.keras", "a.h5"}) {
    model.save(folder.file(name));
    CHECK(says_so(96 * mib, [&] { static_cast<void>(load_model(folder.file(name))); }));
    CHECK(says_so(80 * mib, [&] { model.save(folder.file(name)); }));
  }
  model.save_weights(folder.file("a.weights.h5"));
  CHECK(says_so(most, [&] { model.load_weights(folder.file("a.weights.h5")); }));
  CHECK(says_so(80 * mib, [&] { model.save_weights(folder.file("a.weights.h5")); }));
  CHECK(says_so(most, [&] { model.export_onnx(folder.file("a.onnx")); }));
  CHECK(says_so(most, [&] { static_cast<void>(model.get_weights()); }));
  CHECK(says_so(most, [&] { static_cast<void>(clone_model(model)); }));
}

}  // namespace keratin::test_memory_error

#endif
