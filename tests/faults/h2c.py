"""HTTP/2 without TLS, as a client that does not keep to what a browser does. Needs the package `h2` (pip install h2)."""
import socket, sys
try:
    import h2.config, h2.connection, h2.exceptions, h2.settings
except ImportError:
    sys.exit('the package h2 is not installed: pip install h2')


class Client:
    """A connection; `window` is how much of each answer the server may send before it is read."""
    def __init__(self, port, window=None):
        self.socket = socket.create_connection(('127.0.0.1', port), 15)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.state = h2.connection.H2Connection(h2.config.H2Configuration(client_side=True))
        if window is not None:
            self.state.local_settings[h2.settings.SettingCodes.INITIAL_WINDOW_SIZE] = window
        self.state.initiate_connection()
        self.next = 1

    def get(self, path):
        """Asks for a path; nothing goes out before `send`. The stream's number."""
        stream, self.next = self.next, self.next + 2
        self.state.send_headers(stream, [(':method', 'GET'), (':scheme', 'http'), (':authority', 'localhost'), (':path', path)], True)
        return stream

    def cancel(self, stream):
        self.state.reset_stream(stream, 8)

    def send(self):
        self.socket.sendall(self.state.data_to_send())

    def close(self):
        self.socket.close()
