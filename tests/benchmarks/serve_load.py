#!/usr/bin/env python3
"""Load on loopback: serve_load.py KERATIN SERVE_LOAD [--seconds 30] [--clients 16] [--rounds 3]

16 clients ask `keratin serve` for mnist_gen, and in turns a peer: ONNX Runtime behind the smallest server that Python
offers, http.server's ThreadingHTTPServer, which answers the same requests. Prints a line for each round, and the ratio of
the medians. Needs numpy and onnxruntime for the peer; without them only Keratin is asked.
"""
import argparse
import http.server
import io
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def run_peer(folder, port):
    import numpy
    import onnxruntime

    session = onnxruntime.InferenceSession(f"{folder}/mnist_gen.onnx", providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self):
            self.reply(b"{}")

        def do_POST(self):
            x = numpy.load(io.BytesIO(self.rfile.read(int(self.headers["Content-Length"]))))
            file = io.BytesIO()
            numpy.save(file, session.run(None, {name: x})[0])
            self.reply(file.getvalue())

        def reply(self, body):
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    http.server.ThreadingHTTPServer.request_queue_size = 64
    http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()


def wait_for(port):
    for _ in range(300):
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=1).read()
        except OSError:
            time.sleep(0.1)
    sys.exit("a server did not start")


def measure(command, port, arguments, folder):
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        wait_for(port)
        load = [arguments.serve_load, folder, str(port)]
        subprocess.run([*load, "2", str(arguments.clients)], check=True, stdout=subprocess.DEVNULL)  # warms up
        line = subprocess.run([*load, str(arguments.seconds), str(arguments.clients)], check=True, capture_output=True)
        with open(f"/proc/{server.pid}/status", encoding="utf-8") as status:
            peak = next(int(row.split()[1]) for row in status if row.startswith("VmHWM")) / 1024
        return {**json.loads(line.stdout), "peak_mib": round(peak)}
    finally:
        server.terminate()
        server.wait()


def has_onnx_runtime():
    try:
        import onnxruntime  # noqa: F401
    except ImportError:
        return False
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("keratin")
    parser.add_argument("serve_load")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer", type=int, help=argparse.SUPPRESS)  # the port: this process is the peer
    arguments = parser.parse_args()
    if arguments.peer:
        return run_peer(arguments.keratin, arguments.peer)
    rates = {}
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([arguments.serve_load, "make", folder], check=True)
        for _ in range(arguments.rounds):
            port = free_port()
            servers = {"keratin": [arguments.keratin, "serve", f"{folder}/mnist_gen.keras", "--port", str(port)]}
            if has_onnx_runtime():
                servers["onnxruntime, ThreadingHTTPServer"] = [sys.executable, os.path.abspath(__file__), folder, "-",
                                                               "--peer", str(port)]
            for name, command in servers.items():
                result = measure(command, port, arguments, folder)
                rates.setdefault(name, []).append(result["per_second"])
                print(json.dumps({"server": name, **result}), flush=True)
    medians = [statistics.median(values) for values in rates.values()]
    if len(medians) > 1:
        print(f"{medians[0] / medians[1]:.2f} times as many requests a second")


if __name__ == "__main__":
    main()
