#include "support/hostile.hpp"

#include <signal.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "keratin/error.hpp"
#include "support/catch.hpp"
#include "support/damaged_files.hpp"

namespace keratin::testing {
namespace {

constexpr long most_memory_in_kib = 1024L * 1024;
constexpr std::size_t longest_message = 4096;

/// What the child process tells this one.
struct Report {
  int number = 0;
  std::array<char, 600> complaint{};

  void complain(const std::string& text) {
    std::strncpy(complaint.data(), text.c_str(), complaint.size() - 1);
    ::_exit(1);
  }
};

class SharedReport {
 public:
  SharedReport() {
    void* memory = ::mmap(nullptr, sizeof(Report), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    REQUIRE(memory != MAP_FAILED);
    report_ = new (memory) Report;
  }
  ~SharedReport() { ::munmap(report_, sizeof(Report)); }
  SharedReport(const SharedReport&) = delete;
  SharedReport& operator=(const SharedReport&) = delete;

  Report* operator->() const { return report_; }

 private:
  Report* report_;
};

/// Ends the process after these seconds of its processor time, or if it waits for too long.
void limit_seconds(int seconds) {
  const itimerval processor{{}, {seconds, 0}};
  ::setitimer(ITIMER_PROF, &processor, nullptr);
  ::alarm(static_cast<unsigned>(12 * seconds));
}

bool is_printable(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto code = static_cast<unsigned char>(c);
    return (code < 32 && c != '\n') || code == 127;
  });
}

/// What is wrong with how the case ended; nothing if it ended well.
std::string complaint_about(const std::function<void(std::mt19937&)>& run, int number) {
  std::mt19937 random(static_cast<unsigned>(number));
  std::string message;
  try {
    run(random);
  } catch (const ValueError& error) {
    message = error.what();
  } catch (const IOError& error) {
    message = error.what();
  } catch (const std::exception& error) {
    return std::string("it threw something else: ") + error.what();
  }
  if (message.size() > longest_message) return "too long a message: " + message;
  if (!is_printable(message)) return "not printable: " + message;
#ifdef __SANITIZE_ADDRESS__
  constexpr bool is_bounded = false;  // the sanitizer needs its own memory
#else
  constexpr bool is_bounded = true;
#endif
  const long peak = std::max(peak_memory_in_kib(RUSAGE_SELF), peak_memory_in_kib(RUSAGE_CHILDREN));
  if (is_bounded && peak > most_memory_in_kib) return "over 1 GiB of memory";
  return {};
}

std::string ending(int status, const Report& report) {
  if (WIFEXITED(status)) return report.complaint.data();
  const int signal = WTERMSIG(status);
  if (signal == SIGPROF) return "over 5 seconds of processor time";
  if (signal == SIGALRM) return "it waits for something";
  return std::string("it crashed: ") + ::strsignal(signal);
}

}  // namespace

int hostile_cases(double share) {
  const char* wanted = std::getenv("KERATIN_HOSTILE_CASES");
  return static_cast<int>(std::ceil(share * (wanted == nullptr ? 500 : std::atoi(wanted))));
}

void check_hostile(int count, const std::function<void(std::mt19937&)>& run) {
  if (const char* number = std::getenv("KERATIN_HOSTILE_CASE")) {
    CHECK(complaint_about(run, std::atoi(number)) == "");
    return;
  }
  SharedReport report;
  for (int begin = 0, failures = 0; begin < count && failures < 10; begin = report->number + 1) {
    *report->complaint.data() = '\0';
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      for (int number = begin; number < count; ++number) {
        report->number = number;
        limit_seconds(5);
        const std::string complaint = complaint_about(run, number);
        if (!complaint.empty()) report->complain(complaint);
      }
      report->number = count;
      ::_exit(0);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return;
    INFO("KERATIN_HOSTILE_CASE=" << report->number);
    const std::string complaint = ending(status, *report.operator->());
    CHECK(complaint == "");
    ++failures;
  }
}

}  // namespace keratin::testing
