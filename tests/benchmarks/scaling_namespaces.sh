#!/bin/bash
# Training in two network namespaces that a link of 1 or 10 Gbit/s joins, beside what was predicted.
# usage: scaling_namespaces.sh PROGRAM [--rates 1,10] [OPTION …]     PROGRAM is `scaling`, the options are its own
# Needs root (for ip, tc and mpirun), Open MPI, and two cores with nothing else to do. It leaves nothing behind.
set -euo pipefail
if [ "$(id -u)" -ne 0 ]; then
  echo "scaling_namespaces.sh: network namespaces need root." >&2
  exit 1
fi
program=$(realpath "$1")
shift
rates=1,10
if [ "${1:-}" = --rates ]; then
  rates=$2
  shift 2
fi

folder=$(mktemp -d)
here=scaling_$$_0 there=scaling_$$_1
clean_up() {
  trap - EXIT INT TERM HUP
  for space in $here $there; do
    for process in $(ip netns pids $space 2>"$folder/unused"); do kill -9 "$process" 2>"$folder/unused" || true; done
    ip netns delete $space 2>"$folder/unused" || true
  done
  rm -rf "$folder"
}
trap clean_up EXIT
trap 'clean_up; exit 130' INT TERM HUP

ip netns add $here
ip netns add $there
ip link add link0 netns $here type veth peer name link1 netns $there
ip -n $here address add 10.77.0.1/24 dev link0
ip -n $there address add 10.77.0.2/24 dev link1
for space in $here $there; do ip -n $space link set lo up; done
ip -n $here link set link0 up
ip -n $there link set link1 up

# mpirun starts the second process with this in place of ssh.
cat >"$folder/agent" <<END
#!/bin/sh
shift
exec ip netns exec $there sh -c "\$*"
END
chmod +x "$folder/agent"

# What goes through at once must hold the largest packet, which is 64 KB unless the link is told otherwise. On a slow link it
# must be small, for a message of that size finds no limit.
shape() {  # Gbit/s
  local packet=65536 burst=128kb
  [ "$1" -gt 1 ] || { packet=16384 burst=20kb; }
  ip -n $here link set link0 gso_max_size $packet
  ip -n $there link set link1 gso_max_size $packet
  tc -n $here qdisc replace dev link0 root tbf rate "$1gbit" burst $burst latency 50ms
  tc -n $there qdisc replace dev link1 root tbf rate "$1gbit" burst $burst latency 50ms
}

together() {  # in the background, so that a signal need not wait for it
  ip netns exec $here mpirun --allow-run-as-root --bind-to none --mca mpi_yield_when_idle 1 --mca btl tcp,self \
    --mca plm_rsh_agent "$folder/agent" --host 10.77.0.1:1,10.77.0.2:1 -n 2 "$program" "$@" 2>"$folder/errors" &
  wait $! || { cat "$folder/errors" >&2; exit 1; }
}

for rate in ${rates//,/ }; do
  shape "$rate"
  measured=$(together link)
  echo "A link of $rate Gbit/s; alone it gives $measured"
  # shellcheck disable=SC2001
  read -r -a cost <<<"$(echo "$measured" | sed 's/--bandwidth [^ ]* //')"
  together check --bandwidth "$rate" "${cost[@]}" "$@"
done
