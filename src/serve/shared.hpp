#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <list>
#include <memory>

#include "serve/counted_bytes.hpp"
#include "serve/http_server.hpp"

namespace keratin::serving {

class Connection;

/// Where a connection is: it has not said what it wants, sends its data, is worked on, or reads the reply.
enum class Stage { idle, body, work, reply };

/// What the connections of a server share.
struct Shared {
  using Connections = std::list<std::shared_ptr<Connection>>;

  Handler& handler;
  HttpLimits limits;
  std::array<Connections, 4> connections = {};  ///< by their stage; those in it for longest first
  CountedBytes::Sum body_bytes = std::make_shared<std::atomic<std::size_t>>(0);
  std::size_t reply_bytes = 0;

  Connections& at(Stage stage) { return connections[static_cast<std::size_t>(stage)]; }

  [[nodiscard]] std::size_t count() const {
    std::size_t sum = 0;
    for (const Connections& some : connections) sum += some.size();
    return sum;
  }

  /// Closes the connection that is missed least. False if all are worked on.
  bool make_room();
};

}  // namespace keratin::serving
