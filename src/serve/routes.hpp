#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "serve/gate.hpp"
#include "serve/http_server.hpp"
#include "serve/worker.hpp"

namespace keratin::serving {

/// Which path answers what.
class Routes : public Handler {
 public:
  /// `most_bytes`: of a request's body.
  Routes(Worker& worker, const std::string& host, std::uint64_t most_bytes)
      : worker_(worker), gate_(host), most_bytes_(most_bytes) {}

  /// To be called before the first request.
  void set_port(int port) { gate_.set_port(port); }

  [[nodiscard]] std::optional<Reply> refuse(const Head& head) const override;
  void answer(Request request, Respond respond) override;

 private:
  [[nodiscard]] Reply progress(const std::string& name) const;

  Worker& worker_;
  Gate gate_;
  std::uint64_t most_bytes_;
};

}  // namespace keratin::serving
