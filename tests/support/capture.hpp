#pragma once

#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <string>

namespace keratin::testing {

/// What `action` writes to standard output or standard error, which is a file meanwhile. Its exceptions pass
/// through.
template <class Action>
std::string capture(int descriptor, const Action& action) {
  class Redirection {
   public:
    explicit Redirection(int redirected)
        : redirected_(redirected), file_(std::tmpfile()), original_(dup(redirected)) {
      std::cout.flush();
      std::fflush(stdout);
      dup2(fileno(file_), redirected_);
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
      if (original_ < 0) return;
      std::cout.flush();
      std::fflush(stdout);
      dup2(original_, redirected_);
      close(original_);
      original_ = -1;
    }

    int redirected_;
    std::FILE* file_;
    int original_;
  };
  Redirection redirection(descriptor);
  action();
  return redirection.text();
}

template <class Action>
std::string capture_stdout(const Action& action) {
  return capture(STDOUT_FILENO, action);
}

}  // namespace keratin::testing
