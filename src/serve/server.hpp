#pragma once

#include <memory>
#include <string>

#include "keratin/serve.hpp"
#include "serve/http_server.hpp"
#include "serve/routes.hpp"
#include "serve/worker.hpp"

namespace keratin {

/// What answers requests: the thread of the socket hands them to the worker's.
class ModelServer::Running {
 public:
  /// Throws ValueError for options out of range, and as HttpServer.
  Running(std::unique_ptr<serving::ModelSource> source, const ServeOptions& options);

  /// The socket ends first, so that nobody asks the worker any more; it is gone last, for the worker's
  /// replies go to it.
  ~Running();

  [[nodiscard]] std::string url() const { return serving::url_of(host_, http_->port()); }
  [[nodiscard]] int port() const { return http_->port(); }

 private:
  std::string host_;
  std::unique_ptr<serving::Worker> worker_;
  std::unique_ptr<serving::Routes> routes_;
  std::unique_ptr<serving::HttpServer> http_;
};

namespace serving {

/// Throws ValueError for options out of range.
void check_options(const ServeOptions& options);

}  // namespace serving

}  // namespace keratin
