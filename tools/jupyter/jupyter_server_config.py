"""Settings of the Jupyter servers that `make lab`, `make lecture` and the browser tests start.

A picture comes behind two short messages, "busy" and the echo of the slider. TCP holds such small packets back until
the one before is acknowledged, which the browser's system may put off for 40 ms (Nagle, RFC 896; delayed
acknowledgement, RFC 1122, 4.2.3.2). benchmarks/bench_browser.py measures a slider with and without. A hub wins as
much by these lines in a configuration of its own.
"""

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptConnection(ZMQChannelsWebsocketConnection):
    """The browser's line to a kernel, with every message sent at once."""

    def connect(self):
        self.websocket_handler.set_nodelay(True)
        return super().connect()


c.ServerApp.kernel_websocket_connection_class = PromptConnection  # noqa: F821  (Jupyter's own name for its settings)
