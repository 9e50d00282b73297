#pragma once

#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <string>

namespace keratin::testing {

/// What `action` writes to standard output, which is a file meanwhile. Its exceptions pass through.
template <class Action>
std::string capture_stdout(const Action& action) {
  class Redirection {
   public:
    Redirection() : file_(std::tmpfile()), stdout_(dup(STDOUT_FILENO)) {
      std::cout.flush();
      std::fflush(stdout);
      dup2(fileno(file_), STDOUT_FILENO);
    }
    ~Redirection() {
      restore();
      std::fclose(file_);
    }
    Redirection(const Redirection&) = delete;
    Redirection& operator=(const Redirection&) = delete;

    std::string text() {
      restore();
      std::rewind(file_);
      std::string text;
      for (int c = std::fgetc(file_); c != EOF; c = std::fgetc(file_)) text += static_cast<char>(c);
      return text;
    }

   private:
    void restore() {
      if (stdout_ < 0) return;
      std::cout.flush();
      std::fflush(stdout);
      dup2(stdout_, STDOUT_FILENO);
      close(stdout_);
      stdout_ = -1;
    }

    std::FILE* file_;
    int stdout_;
  };
  Redirection redirection;
  action();
  return redirection.text();
}

}  // namespace keratin::testing
