#pragma once

namespace keratin::distribution {

/// Whether this thread writes files and notes: of processes that compute together only the first one does.
[[nodiscard]] bool writes();

/// Says it for this thread, until clear_thread_writes(), and for all others.
void set_thread_writes(bool writes);
void clear_thread_writes();
void set_process_writes(bool writes);

}  // namespace keratin::distribution
