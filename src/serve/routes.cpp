#include "serve/routes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "serve/page_files.hpp"
#include "serve/predictions.hpp"
#include "serve/request_arrays.hpp"

namespace keratin::serving {

namespace {

constexpr std::string_view progress_path = "/progress/";

bool takes_body(std::string_view path) {
  constexpr std::array<std::string_view, 3> paths = {"/predict", "/image", "/features"};
  return std::find(paths.begin(), paths.end(), path) != paths.end();
}

/// Whether an image's progress may be called so.
bool is_id(std::string_view text) {
  constexpr std::string_view known = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  return !text.empty() && text.size() <= 64 && text.find_first_not_of(known) == std::string_view::npos;
}

const PageFile* page_file(std::string_view path) {
  for (const PageFile& file : page_files()) {
    if (file.path == path) return &file;
  }
  return nullptr;
}

bool is_read(std::string_view path) {
  constexpr std::array<std::string_view, 4> paths = {"/health", "/loaded", "/model", "/directions"};
  return std::find(paths.begin(), paths.end(), path) != paths.end() || path.starts_with(progress_path) ||
         page_file(path) != nullptr;
}

Reply json_reply(std::string text) { return {200, "application/json", std::move(text)}; }

Reply model(ServedModel& served, Request& /*request*/) {
  return json_reply(to_json(served.model(), served.description(), served.loaded));
}

Reply directions(ServedModel& served, Request& /*request*/) {
  if (served.description().kind != "vector_to_image")
    return error_reply(404, "only a model that makes images of points has directions");
  return json_reply(served.directions());
}

std::optional<Reply> refuse_body(const Head& head, std::uint64_t most_bytes) {
  if (head.is_chunked || !head.length)
    return error_reply(411, "send the data's length: Content-Length is missing");
  if (*head.length > most_bytes) {
    return error_reply(
        413, fmt::format("{} bytes are more than the {} that this server takes", *head.length, most_bytes));
  }
  if (head.path == "/image" ? is_image_type(head.type) : is_known_type(head.type)) return {};
  return error_reply(
      415, fmt::format(
               "Content-Type is '{}', but expected image/png or image/jpeg{}", head.type,
               head.path == "/image"
                   ? ""
                   : ", application/json, or for a .npy file application/octet-stream or application/x-npy"));
}

}  // namespace

std::optional<Reply> Routes::refuse(const Head& head) const {
  if (std::optional<Reply> refusal = gate_.refuse(head)) return refusal;
  const bool reads = head.method == "GET" || head.method == "HEAD";
  const auto id = head.query.find("id");
  const bool is_progress = head.path.starts_with(progress_path);
  if ((is_progress && !is_id(std::string_view(head.path).substr(progress_path.size()))) ||
      (head.path == "/image" && id != head.query.end() && !is_id(id->second)))
    return error_reply(400, "an id is of letters, digits, '_' and '-', 64 at most");
  if (is_read(head.path)) {
    if (!reads) {
      Reply reply = error_reply(405, fmt::format("{} takes GET, not {}", head.path, head.method));
      reply.allow = "GET, HEAD";
      return reply;
    }
    if (head.is_chunked || head.length.value_or(0) > 0)
      return error_reply(413, fmt::format("{} takes no data", head.path));
    return {};
  }
  if (!takes_body(head.path)) return error_reply(404, fmt::format("there is no '{}' here", head.path));
  if (head.method != "POST") {
    Reply reply = error_reply(405, fmt::format("{} takes POST, not {}", head.path, head.method));
    reply.allow = "POST";
    return reply;
  }
  return refuse_body(head, most_bytes_);
}

Reply Routes::progress(const std::string& name) const {
  const Progress::Steps steps = worker_.progress().find(name).value_or(Progress::Steps{0, 0});
  return json_reply(fmt::format("{{\"done\":{},\"of\":{}}}", steps.done, steps.of));
}

void Routes::answer(Request request, Respond respond) {
  const std::string path = request.path;
  if (const PageFile* file = page_file(path))
    return respond({200, std::string(file->type), std::string(file->text)});
  if (path == "/health") return respond(json_reply("{\"status\":\"ok\"}"));
  if (path.starts_with(progress_path)) return respond(progress(path.substr(progress_path.size())));
  Ask ask(std::move(request), std::move(respond));
  if (path == "/predict") return worker_.predict(std::move(ask));
  if (path == "/image") return worker_.make_image(std::move(ask));
  if (path == "/loaded") return worker_.say_loaded(std::move(ask));
  const Worker::Answer make = path == "/features" ? features : path == "/model" ? model : directions;
  worker_.answer(std::move(ask), make);
}

}  // namespace keratin::serving
