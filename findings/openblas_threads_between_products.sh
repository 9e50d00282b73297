#!/bin/sh
# A program that multiplies small matrices and waits in between uses a whole core more than it works.
#
# Guess: between two products the threads of OpenBLAS sleep, so that a product every 20 ms costs what the products cost.
# Instead: a thread without work calls sched_yield() in a loop for some 60 ms before it sleeps. At a product every 20 ms it
# never sleeps: each thread but the first takes a core all the time, and other programs, or the threads of another library in
# the same process, get half of what they would. With OPENBLAS_NUM_THREADS=1 the same program takes a small fraction of the
# processor time, and each product a little longer.
# Versions: NumPy 2.3.4 with its OpenBLAS 0.3.30; the time is THREAD_TIMEOUT, which can be set when OpenBLAS is built, or with
# OPENBLAS_THREAD_TIMEOUT before it starts.
# Source: OpenBLAS, driver/others/blas_server.c.
# In Keratin: OpenBLAS is limited to one thread (src/kernels/gemm.cpp); Keratin's own threads spin for 0.1 ms.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check numpy==2.3.4
cat >"$folder/products.py" <<'END'
import resource
import time

import numpy as np

def processor_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime

a = np.ones((256, 256))
a @ a
begin = processor_seconds()
for _ in range(50):
    a @ a
    time.sleep(0.02)
print(round(processor_seconds() - begin, 3))
END
one=$(OPENBLAS_NUM_THREADS=1 "$folder/venv/bin/python" "$folder/products.py")
two=$(OPENBLAS_NUM_THREADS=2 "$folder/venv/bin/python" "$folder/products.py")
echo "Processor seconds of 50 products in a second: $one with one thread, $two with two."
"$folder/venv/bin/python" -c "import sys; sys.exit(not $two > 4 * $one)"
