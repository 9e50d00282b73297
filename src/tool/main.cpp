// The program `keratin`: what can be done with models in files, from the shell.
#include <cstdio>
#include <new>
#include <stdexcept>
#include <string>

#include "keratin/error.hpp"
#include "tool/commands.hpp"
#include "tool/explain.hpp"
#include "tool/files.hpp"

namespace {

/// One line on standard error, and the exit code.
int fail(const std::string& reason) {
  keratin::tool::say_on_error(reason);
  return 1;
}

/// Throws IOError if standard output could not be written, as to a full disk.
void finish_output() {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return;
  throw keratin::IOError("standard output cannot be written");
}

void run(CLI::App& program, int argc, char** argv) {
  program.set_version_flag("--version", "keratin " KERATIN_VERSION, "Print the version and exit");
  program.set_help_flag("-h,--help", "Print this help and exit");
  program.require_subcommand(1);
  program.footer(
      "`keratin COMMAND --help` explains a command. Models are files that Keras or Keratin wrote.");
  keratin::tool::add_summary(program);
  keratin::tool::add_predict(program);
  keratin::tool::add_fit(program);
  keratin::tool::add_evaluate(program);
  keratin::tool::add_convert(program);
  keratin::tool::add_image(program);
  keratin::tool::add_sample(program);
  keratin::tool::add_shape(program);
  keratin::tool::add_serve(program);
  keratin::tool::refuse_empty_numbers(program);
  try {
    program.parse(argc, argv);
  } catch (const CLI::Success& help) {
    program.exit(help);
  }
  finish_output();
}

/// The exit code.
int answer(int argc, char** argv) {
  CLI::App program("Shows, runs, trains and converts Keras's models.", "keratin");
  try {
    run(program, argc, argv);
    return 0;
  } catch (const CLI::ParseError& error) {
    return fail(keratin::tool::explain(program, error));
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::length_error&) {
    throw;
  } catch (const std::exception& error) {
    return fail(keratin::tool::with_names_of_options(program, error.what()));
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return answer(argc, argv);
  } catch (...) {
    std::fputs("keratin: there is not enough memory for this.\n", stderr);
    return 1;
  }
}
