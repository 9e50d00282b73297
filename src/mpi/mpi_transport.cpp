#include "mpi/mpi_transport.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <set>

#include "keratin/error.hpp"

namespace keratin::distribution {

namespace {

void check(int code) {
  if (code == MPI_SUCCESS) return;
  std::array<char, MPI_MAX_ERROR_STRING> text{};
  int length = 0;
  MPI_Error_string(code, text.data(), &length);
  throw ValueError(fmt::format("MPI: {}.", text.data()));
}

bool is_too_long(int code) {
  int error = MPI_SUCCESS;
  MPI_Error_class(code, &error);
  return error == MPI_ERR_TRUNCATE;
}

int count_of(std::size_t bytes) {
  if (bytes <= std::numeric_limits<int>::max()) return static_cast<int>(bytes);
  throw ValueError(fmt::format(
      "Processes cannot exchange {} bytes at once: predict or train with a smaller batch_size.", bytes));
}

}  // namespace

bool start_mpi() {
  int is_started = 0, level = 0;
  MPI_Initialized(&is_started);
  if (is_started != 0) return false;
  // Over TCP, Open MPI sends a message of up to this length without asking. For a longer one both sides must
  // call MPI several times first, and while they compute, a call comes after each layer only.
  constexpr const char* longest = "1048576";
  ::setenv("OMPI_MCA_btl_tcp_eager_limit", longest, 0);  // what the user has set stays
  MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &level);
  return true;
}

MpiTransport::MpiTransport() {
  check(MPI_Comm_dup(MPI_COMM_WORLD, &world_));
  MPI_Comm_set_errhandler(world_, MPI_ERRORS_RETURN);
  MPI_Comm_rank(world_, &rank_);
  MPI_Comm_size(world_, &size_);
  std::array<char, MPI_MAX_PROCESSOR_NAME> own{};
  int length = 0;
  check(MPI_Get_processor_name(own.data(), &length));
  std::vector<char> all(own.size() * static_cast<std::size_t>(size_));
  check(MPI_Allgather(own.data(), count_of(own.size()), MPI_CHAR, all.data(), count_of(own.size()), MPI_CHAR,
                      world_));
  for (std::size_t i = 0; i < static_cast<std::size_t>(size_); ++i) hosts_.emplace_back(&all[i * own.size()]);
}

MpiTransport::~MpiTransport() { MPI_Comm_free(&world_); }

std::string MpiTransport::name_of(int rank) const {
  return fmt::format("process {} ({})", rank, hosts_[static_cast<std::size_t>(rank)]);
}

std::size_t MpiTransport::machines() const {
  return std::set<std::string>(hosts_.begin(), hosts_.end()).size();
}

Transport::Request MpiTransport::send(int to, int channel, std::span<const std::byte> bytes) {
  MPI_Request request = MPI_REQUEST_NULL;
  check(MPI_Isend(bytes.data(), count_of(bytes.size()), MPI_BYTE, to, channel, world_, &request));
  requests_[next_] = request;
  return next_++;
}

Transport::Request MpiTransport::receive(int from, int channel, std::span<std::byte> bytes) {
  MPI_Request request = MPI_REQUEST_NULL;
  check(MPI_Irecv(bytes.data(), count_of(bytes.size()), MPI_BYTE, from, channel, world_, &request));
  requests_[next_] = request;
  return next_++;
}

std::optional<std::size_t> MpiTransport::ended(Request request) {
  const auto place = requests_.find(request);
  int done = 0, count = 0;
  MPI_Status status{};
  const int code = MPI_Test(&place->second, &done, &status);
  if (code == MPI_SUCCESS && done == 0) return {};
  requests_.erase(place);
  if (is_too_long(code)) return too_long;
  check(code);
  MPI_Get_count(&status, MPI_BYTE, &count);
  return count < 0 ? 0 : static_cast<std::size_t>(count);
}

void MpiTransport::cancel(Request request) {
  const auto place = requests_.find(request);
  MPI_Cancel(&place->second);
  MPI_Wait(&place->second, MPI_STATUS_IGNORE);
  requests_.erase(place);
}

std::optional<std::size_t> MpiTransport::waiting(int from, int channel) {
  int is_there = 0, count = 0;
  MPI_Status status{};
  check(MPI_Iprobe(from, channel, world_, &is_there, &status));
  if (is_there == 0) return {};
  MPI_Get_count(&status, MPI_BYTE, &count);
  return static_cast<std::size_t>(count);
}

void MpiTransport::abort(const std::string& message) {
  std::fflush(stdout);
  std::fprintf(stderr, "%s\n", message.c_str());
  std::fflush(stderr);
  MPI_Abort(world_, 1);
  std::abort();
}

}  // namespace keratin::distribution
