#pragma once

#ifdef __SANITIZE_THREAD__  // it knows no fences; the mutexes beside them are enough
#define BOOST_ASIO_DISABLE_FENCED_BLOCK 1
#endif

#include <fmt/format.h>

#include <boost/asio.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <string_view>
#include <utility>

#include "serve/http_server.hpp"

namespace keratin::serving {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;

inline std::string_view view_of(beast::string_view text) { return {text.data(), text.size()}; }

template <class Fields>
std::optional<std::string> find_header(const Fields& fields, beast::string_view name) {
  const auto found = fields.find(name);
  return found == fields.end() ? std::nullopt : std::optional<std::string>(view_of(found->value()));
}

using Parser = http::request_parser<http::buffer_body>;

/// What the head says; nothing if its target, or how often a header comes, makes no sense.
inline std::optional<Head> head_of(const Parser& parser) {
  const auto& message = parser.get();
  Head head;
  head.method = view_of(message.method_string());
  if (!read_target(view_of(message.target()), head)) return {};
  for (const http::field once : {http::field::host, http::field::content_length, http::field::origin,
                                 http::field::content_type, http::field::transfer_encoding}) {
    if (message.count(once) > 1) return {};
  }
  const auto text = [&](beast::string_view name) { return find_header(message, name).value_or(""); };
  head.host = text("Host");
  head.type = text("Content-Type");
  head.accept = text("Accept");
  head.origin = find_header(message, "Origin");
  head.fetch_site = find_header(message, "Sec-Fetch-Site");
  head.fetch_mode = find_header(message, "Sec-Fetch-Mode");
  head.is_chunked = message.count(http::field::transfer_encoding) > 0;
  if (const auto length = parser.content_length()) head.length = *length;
  return head;
}

inline const boost::system::error_category& http_category() {
  return http::make_error_code(http::error::end_of_stream).category();
}

/// What is wrong with a request that the parser gave up.
inline Reply reply_to_malformed(const error_code& error) {
  if (error == http::error::header_limit || error == http::error::buffer_overflow)
    return error_reply(431, "the request's first line and headers are too long");
  return error_reply(400, fmt::format("this is no HTTP request: {}", error.message()));
}

}  // namespace keratin::serving
