#include "keratin/serve.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "keratin/error.hpp"
#include "printable.hpp"
#include "serve/server.hpp"
#include "serve/training_source.hpp"

namespace keratin {

namespace {

serving::Ask::Clock::duration seconds(double count) {
  return std::chrono::duration_cast<serving::Ask::Clock::duration>(std::chrono::duration<double>(count));
}

}  // namespace

void serving::check_options(const ServeOptions& options) {
  constexpr int last_port = 65'535, most_mib = 4096;
  constexpr double longest = 86'400.0;
  if (options.port < 0 || options.port > last_port) {
    throw ValueError(
        fmt::format("serve: port must be from 0 to {}, but received {}.", last_port, options.port));
  }
  if (options.host.empty() || options.host.find('\0') != std::string::npos) {
    throw ValueError(fmt::format("serve: host must be an address, such as \"127.0.0.1\", but received {}.",
                                 options.host.empty() ? "an empty one" : printable(options.host)));
  }
  if (!(options.timeout > 0.0 && options.timeout <= longest)) {
    throw ValueError(fmt::format("serve: timeout must be over 0 and at most {} seconds, but received {}.",
                                 longest, options.timeout));
  }
  if (options.max_body < 1 || options.max_body > most_mib) {
    throw ValueError(fmt::format("serve: max_body must be from 1 to {} MiB, but received {}.", most_mib,
                                 options.max_body));
  }
}

ModelServer::Running::Running(std::unique_ptr<serving::ModelSource> source, const ServeOptions& options)
    : host_(options.host) {
  serving::check_options(options);
  const auto most_bytes = static_cast<std::uint64_t>(options.max_body) << 20U;
  worker_ = std::make_unique<serving::Worker>(std::move(source), seconds(options.timeout));
  routes_ = std::make_unique<serving::Routes>(*worker_, host_, most_bytes);
  serving::HttpLimits limits;
  limits.body_bytes = std::max<std::size_t>(limits.body_bytes, 2 * most_bytes);
  http_ = std::make_unique<serving::HttpServer>(host_, options.port, *routes_, limits);
  routes_->set_port(http_->port());
  http_->start();
}

ModelServer::Running::~Running() {
  if (http_ != nullptr) http_->stop();
  worker_.reset();
}

ModelServer::ModelServer(std::unique_ptr<Running> running) : running_(std::move(running)) {}
ModelServer::ModelServer(ModelServer&& other) noexcept = default;
ModelServer& ModelServer::operator=(ModelServer&& other) noexcept = default;
ModelServer::~ModelServer() = default;

std::string ModelServer::url() const { return running_ == nullptr ? "" : running_->url(); }

int ModelServer::port() const { return running_ == nullptr ? 0 : running_->port(); }

void ModelServer::stop() { running_.reset(); }

ModelServer serve(const Model& model, const ServeOptions& options) {
  serving::check_options(options);
  return ModelServer(
      std::make_unique<ModelServer::Running>(std::make_unique<serving::TrainingSource>(model), options));
}

}  // namespace keratin
