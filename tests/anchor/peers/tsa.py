#!/usr/bin/env python3
"""A time-stamping authority over HTTP (RFC 3161, section 3.4); the stamps are made by `openssl ts -reply`.

    tsa.py FOLDER

FOLDER is one that make_tsa.sh made. Prints the port that it listens on.
"""

import http.server
import subprocess
import sys
import tempfile


def main():
    folder = sys.argv[1]

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            query = self.rfile.read(int(self.headers["Content-Length"]))
            right = self.headers["Content-Type"] == "application/timestamp-query"
            answer = b""
            if right:
                with tempfile.NamedTemporaryFile() as file:
                    file.write(query)
                    file.flush()
                    reply = ["/usr/bin/openssl", "ts", "-reply", "-config", "tsa.cnf", "-queryfile", file.name]
                    answer = subprocess.run(reply, cwd=folder, check=True, capture_output=True).stdout
            self.send_response(200 if right else 415)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
