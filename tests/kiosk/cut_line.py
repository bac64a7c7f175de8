"""The network between a kiosk and queue-web, that a test can cut in mid-upload."""

import re
import socket
import socketserver
import threading


class Line:
    """The way from the kiosk to queue-web, byte by byte; it is cut behind so many pieces of a
    paper (PUT) if the test says so, after what `at_cut` does."""

    def __init__(self, to: int):
        self.began_at = []  # of each piece: its first byte
        self.cut_behind = None
        self.at_cut = lambda: None
        line = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                try:
                    other = socket.create_connection(("127.0.0.1", to))
                except OSError:
                    return  # nobody is there
                with other:
                    threading.Thread(target=line.pump, args=(other, self.request, None),
                                     daemon=True).start()
                    line.pump(self.request, other, line.look)

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def look(self, seen: bytes) -> bytes:
        """The heads of pieces among what has been seen; what may still become one."""
        heads = list(re.finditer(rb"Content-Range: bytes (\d+)-", seen))
        self.began_at += [int(head[1]) for head in heads]
        if self.cut_behind is not None and len(self.began_at) > self.cut_behind:
            self.cut_behind = None
            self.at_cut()
            raise ConnectionAbortedError
        return seen[heads[-1].end():][-64:] if heads else seen[-64:]

    @staticmethod
    def pump(source, sink, look):
        seen = b""
        try:
            while data := source.recv(65536):
                if look:
                    seen = look(seen + data)
                sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def close(self):
        self.server.shutdown()
        self.server.server_close()
