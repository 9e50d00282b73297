// Clients that ask a server as fast as it answers:
//   serve_load make FOLDER                          writes mnist_gen.keras, mnist_gen.onnx, and for each of
//   16 clients
//                                                   what it sends (x_0.npy …) and what predict() makes of it
//                                                   (y_0.npy …)
//   serve_load FOLDER PORT [SECONDS] [CLIENTS]      prints one JSON line; "wrong" are replies of other bits
//   than y_….npy
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "workloads.hpp"

namespace {

using Clock = std::chrono::steady_clock;
constexpr int all_clients = 16;

std::string numbered(const std::string& folder, const char* name, int number) {
  return folder + '/' + name + '_' + std::to_string(number) + ".npy";
}

void make(const std::string& folder) {
  keratin::utils::set_random_seed(1);
  const keratin::Sequential model = keratin::benchmarks::make_model("mnist_gen");
  model.save(folder + "/mnist_gen.keras");
  model.export_onnx(folder + "/mnist_gen.onnx");
  for (int i = 0; i < all_clients; ++i) {
    const keratin::Tensor x = keratin::random::randn({1, 100});
    keratin::utils::save_npy(numbered(folder, "x", i), x);
    keratin::utils::save_npy(numbered(folder, "y", i), model.predict(x));
  }
}

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class Client {
 public:
  Client(int port, std::string body, std::string expected)
      : socket_(::socket(AF_INET, SOCK_STREAM, 0)), expected_(std::move(expected)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
      throw std::runtime_error("nobody listens at the port " + std::to_string(port));
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    request_ = "POST /predict HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
               "\r\nContent-Type: application/x-npy\r\nContent-Length: " + std::to_string(body.size()) +
               "\r\n\r\n" + body;
  }

  void run_until(Clock::time_point end) {
    while (Clock::now() < end) {
      const Clock::time_point start = Clock::now();
      if (!ask()) {
        ++errors;
        return;
      }
      times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    }
  }

  std::vector<double> times;  ///< in milliseconds
  int errors = 0, wrong = 0;

 private:
  bool ask() {
    if (::send(socket_, request_.data(), request_.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request_.size()))
      return false;
    std::size_t head = std::string::npos, size = 0;
    received_.clear();
    while (head == std::string::npos || received_.size() < head + size) {
      std::array<char, 65536> bytes;
      const ssize_t count = ::recv(socket_, bytes.data(), bytes.size(), 0);
      if (count <= 0) return false;
      received_.append(bytes.data(), static_cast<std::size_t>(count));
      if (head != std::string::npos || received_.find("\r\n\r\n") == std::string::npos) continue;
      head = received_.find("\r\n\r\n") + 4;
      size = std::stoul(received_.substr(received_.find("Content-Length: ") + 16, 20));
    }
    if (received_.compare(9, 3, "200") != 0) return false;
    if (received_.compare(head, size, expected_) != 0) ++wrong;
    return true;
  }

  int socket_;
  std::string request_, expected_, received_;
};

void load(const std::string& folder, int port, double seconds, int count) {
  std::vector<Client> clients;
  for (int i = 0; i < count; ++i) {
    const int number = i % all_clients;
    clients.emplace_back(port, bytes_of(numbered(folder, "x", number)),
                         bytes_of(numbered(folder, "y", number)));
  }
  const Clock::time_point end =
      Clock::now() + std::chrono::microseconds(static_cast<std::int64_t>(1e6 * seconds));
  std::vector<std::thread> threads;
  for (Client& client : clients) threads.emplace_back([&client, end] { client.run_until(end); });
  for (std::thread& thread : threads) thread.join();
  std::vector<double> times;
  int errors = 0, wrong = 0;
  for (const Client& client : clients) {
    times.insert(times.end(), client.times.begin(), client.times.end());
    errors += client.errors;
    wrong += client.wrong;
  }
  std::sort(times.begin(), times.end());
  const auto at = [&](double share) {
    return times.empty() ? 0.0
                         : times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
  };
  std::printf(
      R"({"clients": %d, "requests": %zu, "errors": %d, "wrong": %d, "per_second": %.1f, "p50_ms": %.3f, )"
      R"("p99_ms": %.3f})"
      "\n",
      count, times.size(), errors, wrong, static_cast<double>(times.size()) / seconds, at(0.5), at(0.99));
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  try {
    if (arguments.size() == 2 && arguments[0] == "make") {
      make(arguments[1]);
    } else if (arguments.size() >= 2 && arguments.size() <= 4) {
      load(arguments[0], std::stoi(arguments[1]), arguments.size() > 2 ? std::stod(arguments[2]) : 30.0,
           arguments.size() > 3 ? std::stoi(arguments[3]) : all_clients);
    } else {
      std::fputs("serve_load make FOLDER, or serve_load FOLDER PORT [SECONDS] [CLIENTS]\n", stderr);
      return 1;
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "serve_load: %s\n", error.what());
    return 1;
  }
}
