#!/usr/bin/env python3
"""A server that answers as none should. Prints the port that it listens on; what it does is the first part of the path:

/hang        nothing
/big         more than anyone asked for
/trickle     one byte after another, for ever
/redirect    a redirect to a file
/status/NNN  that status, and a line that would colour a terminal
"""

import http.server
import time


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        what, _, rest = self.path[1:].partition("/")
        if what == "hang":
            time.sleep(60)
        elif what == "big":
            self.answer(200, b"x" * 65_537)
        elif what == "trickle":
            self.send_response(200)
            self.end_headers()
            while True:
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.01)
        elif what == "redirect":
            self.answer(307, b"", {"Location": "file:///etc/hostname"})
        elif what == "status":
            self.answer(int(rest[:3]), b"\33[31mno\nsecond line\n", {"Content-Type": "text/plain; charset=utf-8"})

    def answer(self, status, body, headers=None):
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
