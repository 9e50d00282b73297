#include "distribution/writes.hpp"

#include <atomic>
#include <optional>

namespace keratin::distribution {

namespace {

thread_local std::optional<bool> thread_writes;
std::atomic<bool> process_writes = true;

}  // namespace

bool writes() { return thread_writes.value_or(process_writes); }
void set_thread_writes(bool writes) { thread_writes = writes; }
void clear_thread_writes() { thread_writes.reset(); }
void set_process_writes(bool writes) { process_writes = writes; }

}  // namespace keratin::distribution
