#include <fmt/format.h>
#include <semaphore.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "keratin/error.hpp"
#include "serve/file_source.hpp"
#include "serve/gate.hpp"
#include "serve/server.hpp"
#include "tool/commands.hpp"
#include "tool/files.hpp"
#include "utils/host_name.hpp"

namespace keratin::tool {

namespace {

struct ServeArguments {
  ModelFiles files;
  ServeOptions options;
  serving::Ranges ranges;
};

/// Posted by Ctrl-C, and by what else ends a program.
sem_t end_requested;

void request_end(int /*signal*/) { ::sem_post(&end_requested); }

void handle_signals() {
  ::sem_init(&end_requested, 0, 0);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction action {
    }, before{};
    action.sa_handler = request_end;
    if (number == SIGINT) action.sa_flags = static_cast<int>(SA_RESETHAND);  // a second time ends it at once
    ::sigaction(number, nullptr, &before);
    if (before.sa_handler != SIG_IGN) ::sigaction(number, &action, nullptr);
  }
}

void wait_for_end() {
  while (::sem_wait(&end_requested) != 0 && errno == EINTR) {
  }
}

void serve(const ServeArguments& arguments) {
  serving::check_options(arguments.options);
  serving::check_ranges(arguments.ranges);
  std::vector<std::string> paths = {arguments.files.model};
  if (!arguments.files.weights.empty()) paths.push_back(arguments.files.weights);
  auto source = std::make_unique<serving::FileSource>(
      paths, [files = arguments.files]() -> Model { return load_to_predict(files); }, arguments.ranges,
      [](const std::string& why) { say_on_error("the model stays as it was. " + why); });
  handle_signals();
  const ModelServer::Running server(std::move(source), arguments.options);
  const bool is_any = serving::is_any(arguments.options.host);
  fmt::print("{} is served at {}{} (Ctrl-C ends)\n", arguments.files.model, server.url(),
             is_any ? fmt::format(" and, for other computers, at http://{}:{}/ or an address of this one",
                                  utils::host_name(), server.port())
                    : "");
  std::fflush(stdout);
  wait_for_end();
}

}  // namespace

void add_serve(CLI::App& program) {
  const auto [command, arguments] =
      add_command(program, "serve", "Show a model on a page in the browser",
                  "The model: .keras, .h5, or .json with --weights; read again when the file changes", serve);
  command.add_option("--port", arguments.options.port, "The page's port; 0 for any free one")
      ->capture_default_str();
  command
      .add_option("--host", arguments.options.host,
                  "The address to listen at, or a name of it: 0.0.0.0 lets other computers in")
      ->capture_default_str();
  command
      .add_option("--range", arguments.ranges.input,
                  "What black and white are in images for the model: 0,255 or -1,1, for example; by default "
                  "as `keratin image` takes it")
      ->delimiter(',');
  command.add_option("--output-range", arguments.ranges.output, "The same in images that the model makes")
      ->delimiter(',');
  command.add_option("--timeout", arguments.options.timeout, "Seconds within which a request is answered")
      ->capture_default_str();
  command.add_option("--max-body", arguments.options.max_body, "MiB that a request may hold")
      ->capture_default_str();
}

}  // namespace keratin::tool
