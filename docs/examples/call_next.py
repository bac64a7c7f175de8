#!/usr/bin/python3
"""Calls the next ticket to a window, as a third party's program would.

Needs python3-zmq, python3-protobuf and the schema, compiled once:

    protoc --python_out=. -I lib/wire lib/wire/hall.proto
    hallctl enroll --config server.toml --role web --name crm-1 --out crm-1.toml
    ./call_next.py --device crm-1.toml --window 3 --clerk 1001

Prints the number that was called. The window must be open and its clerk signed in (in the staff
console, or with --open). Exit status: 0 called, 1 refused, 2 no answer.
"""

import argparse
import os
import sys
import time
import tomllib

import zmq

import hall_pb2 as wire

PROTOCOL_VERSION = 1
PATIENCE_S = 10
RETRY_S = 1


def connect(device: dict) -> zmq.Socket:
    """A DEALER to the hall's server. CURVE: the device's own key pair, and the server's public key
    so that nobody else can pose as the hall."""
    dealer = zmq.Context.instance().socket(zmq.DEALER)
    dealer.curve_serverkey = device["server_public_key"].encode()
    dealer.curve_publickey = device["public_key"].encode()
    dealer.curve_secretkey = device["secret_key"].encode()
    dealer.immediate = 1  # queue nothing for a server that is away: no stale command arrives later
    dealer.linger = 0
    dealer.connect(device["commands"])
    return dealer


def ask(dealer: zmq.Socket, hall: str, clerk: str, **body) -> wire.Reply:
    """Sends one command and returns its reply. An unanswered command is sent again with the SAME
    command_id, so it takes effect at most once however often it is asked; the deadline says from
    when on it must not take effect at all. A program that may crash between sending and hearing
    the answer keeps the id on disk before it sends."""
    command = wire.Command(version=PROTOCOL_VERSION, hall=hall, command_id=os.urandom(16),
                           clerk=clerk,
                           deadline_ms=int((time.time() + PATIENCE_S) * 1000), **body)
    give_up = time.monotonic() + PATIENCE_S
    while time.monotonic() < give_up:
        if not dealer.poll(RETRY_S * 1000, zmq.POLLOUT):
            continue
        dealer.send(command.SerializeToString())
        while dealer.poll(RETRY_S * 1000):
            reply = wire.Reply.FromString(dealer.recv())
            if reply.command_id == command.command_id:
                return reply
    print("no answer from the hall's server", file=sys.stderr)
    sys.exit(2)


def done(reply: wire.Reply) -> wire.Reply:
    if reply.refusal:
        print(f"{wire.Refusal.Name(reply.refusal)}: {reply.sentence}", file=sys.stderr)
        sys.exit(1)
    return reply


def main():
    arguments = argparse.ArgumentParser(description="calls the next ticket to a window")
    arguments.add_argument("--device", required=True, help="file that hallctl enroll made")
    arguments.add_argument("--window", required=True, type=int)
    arguments.add_argument("--clerk", required=True, help="the badge of who sits there")
    arguments.add_argument("--open", action="store_true", help="sign in and open the window first")
    chosen = arguments.parse_args()
    with open(chosen.device, "rb") as file:
        device = tomllib.load(file)
    dealer = connect(device)

    def command(**body):
        return done(ask(dealer, device["hall"], chosen.clerk, **body))

    if chosen.open:
        command(sign_in=wire.SignIn(window=chosen.window))
        command(open_window=wire.OpenWindow(window=chosen.window))
    called = command(call_next=wire.CallNext(window=chosen.window)).ticket
    print(f"{called.number} to window {called.window}")


if __name__ == "__main__":
    main()
