// `keratin serve`, run as a user runs it.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "keratin/models/load_model.hpp"
#include "keratin/random.hpp"
#include "support/capture.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/http_client.hpp"
#include "support/program.hpp"
#include "support/served_models.hpp"

namespace keratin {
namespace {

using namespace testing;

/// A port that was free a moment ago.
int free_port() { return serve_on_free_port(small_classifier()).port(); }

/// The program while it serves; ended with a signal.
class Served {
 public:
  explicit Served(const std::string& model) : port_(free_port()) {
    process_ = start_keratin({"serve", model, "--port", std::to_string(port_)});
    while (!is_there() && ::waitpid(process_, nullptr, WNOHANG) == 0)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }

  [[nodiscard]] int port() const { return port_; }

  /// The exit code; -1 if the signal killed it.
  [[nodiscard]] int end(int signal) const {
    int state = 0;
    ::kill(process_, signal);
    ::waitpid(process_, &state, 0);
    return WIFEXITED(state) ? WEXITSTATUS(state) : -1;
  }

  /// Waits until the model was read `times`, for ten seconds at most.
  [[nodiscard]] bool is_loaded(int times) const {
    HttpClient client(port_);
    const std::string expected = "{\"loaded\":" + std::to_string(times) + "}";
    for (int i = 0; i < 500 && client.get("/loaded").body != expected; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return client.get("/loaded").body == expected;
  }

 private:
  [[nodiscard]] bool is_there() const {
    try {
      return HttpClient(port_).get("/health").status == 200;
    } catch (const std::runtime_error&) {
      return false;
    }
  }

  int port_;
  pid_t process_ = 0;
};

void check_fails(const std::vector<std::string>& arguments, const std::string& text) {
  const Ended ended = run_keratin(arguments);
  CHECK(ended.code == 1);
  CHECK(ended.errors == "keratin: " + text + "\n");
  CHECK(ended.output.empty());
}

}  // namespace

TEST_CASE("keratin serve: one line says where, and a signal ends it in order") {
  const Folder folder;
  const std::string file = folder.file("m.keras");
  const Sequential model = small_generator();
  model.save(file);
  const Tensor x = random::randn({2, 6});
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    int port = 0, code = -1;
    const std::string output = capture_stdout([&] {
      const Served served(file);
      port = served.port();
      CHECK((HttpClient(port).post_npy("/predict", x) == model.predict(x)));
      const HttpClient waiting(port);
      code = served.end(signal);
    });
    CHECK(code == 0);
    CHECK(output == file + " is served at http://127.0.0.1:" + std::to_string(port) + "/ (Ctrl-C ends)\n");
  }
}

TEST_CASE(
    "keratin serve: a file that is replaced is read again; one that is broken leaves the model as it was") {
  const Folder folder;
  const std::string file = folder.file("m.keras");
  Sequential model = small_generator();
  model.save(file);
  const Tensor x = random::randn({2, 6});
  int code = -1;
  const std::string errors = capture(STDERR_FILENO, [&] {
    capture_stdout([&] {
      const Served served(file);
      HttpClient client(served.port());
      CHECK((client.post_npy("/predict", x) == model.predict(x)));
      std::vector<Tensor> weights = model.get_weights();
      for (Tensor& weight : weights) weight *= 2.0f;
      model.set_weights(weights);
      model.save(file);
      CHECK(served.is_loaded(2));
      CHECK((client.post_npy("/predict", x) == model.predict(x)));
      for (const char* text : {"broken", "still broken"}) {
        std::ofstream(file) << text;
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        CHECK((client.post_npy("/predict", x) == model.predict(x)));
      }
      std::filesystem::remove(file);
      std::this_thread::sleep_for(std::chrono::milliseconds(300));
      CHECK((client.post_npy("/predict", x) == model.predict(x)));
      const Sequential other = small_classifier();
      other.save(file);
      CHECK(served.is_loaded(3));
      CHECK(client.post("/predict", npy_bytes(x), npy_type).status == 400);
      code = served.end(SIGTERM);
    });
  });
  CHECK(code == 0);
  CHECK_THAT(errors, Catch::Matchers::StartsWith("keratin: the model stays as it was. "));
  CHECK(std::count(errors.begin(), errors.end(), '\n') == 2);  // broken, and gone
}

TEST_CASE("keratin serve: what it cannot serve") {
  const Folder folder;
  const std::string file = folder.file("m.keras"), json = folder.file("m.json");
  small_generator().save(file);
  std::ofstream(json) << small_generator().to_json();
  check_fails({"serve", json}, "'" + json + "' holds no weights: give a file of them with --weights.");
  check_fails({"serve", file, "--port", "70000"}, "serve: port must be from 0 to 65535, but received 70000.");
  check_fails(
      {"serve", file, "--range", "1,1"},
      "--range takes two numbers that differ, for black and for white, such as 0 1, but received 1 1.");
  const ModelServer server = serve_on_free_port(small_generator());
  const std::string port = std::to_string(server.port());
  check_fails({"serve", file, "--port", port},
              "cannot listen at port " + port +
                  " of 127.0.0.1: Address already in use; take another port, or 0 for a free one.");
  CHECK(run_keratin({"serve", folder.file("none.keras")}).code == 1);
}

}  // namespace keratin
