"""Runs real programs of the hall from Python: the kit of the protocol, crash and visit tests.

    with Hall() as hall:
        hall.start_server()
        clerk = hall.client("web-1", "web")
        reply = clerk.ask(open_window=dict(window=3), clerk="li")

Everything a Hall makes is in its own temporary folder and on its own ports; nothing is shared with
another test, and leaving the `with` ends every program it started.
"""
