#!/usr/bin/python3
"""Kills the server with SIGKILL under load, again and again, and counts what was lost.

    tests/crash/kill_under_load.py CYCLES [SEED]

Kiosks issue and confirm, windows call and serve, as fast as answers come, all through the protocol.
At a random moment the server is killed; the journal is verified as it lies; the server starts again
and everyone goes on: an unanswered command is sent again with its id. In each cycle:

  - every acknowledged command is in the journal, with the effect and the reply it was told;
  - no (day, number) belongs to two tickets, no command took effect twice;
  - `hallctl verify` finds nothing wrong.

Prints a line a cycle and a summary; exit 1 if anything was lost, doubled or broken.
"""

import pathlib
import random
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from hallkit import wire  # noqa: E402
from hallkit.client import Client, Unanswered  # noqa: E402
from hallkit.running import RunningHall  # noqa: E402

KIOSKS = 4
WINDOWS = 3


class Worker(threading.Thread):
    """A client that works until told to stop and remembers what it was told."""

    def __init__(self, device, stop):
        super().__init__()
        self.device = device
        self.client = None
        self.stop_working = stop
        self.acknowledged = []  # (command, reply)
        self.pending = None     # sent, not answered
        self.error = None
        self.full = False       # a series came to its end: time for the next day

    def run(self):
        try:
            self.client = self.client or Client(self.device)
            if self.pending:
                self.ask(self.pending)
            while not self.stop_working.is_set():
                self.work()
        except Unanswered:
            pass  # the power cut; `pending` is what the next life asks again
        except Exception as error:  # reported by the main thread
            self.error = error

    def ask(self, command):
        self.pending = command
        while True:
            try:
                reply = self.client.ask(command, patience_s=0.5)
                break
            except Unanswered:
                if self.stop_working.is_set():
                    raise
        self.pending = None
        self.acknowledged.append((command, reply))
        return reply

    def work(self):
        raise NotImplementedError


class Kiosk(Worker):
    def __init__(self, device, stop, services, chance):
        super().__init__(device, stop)
        self.services, self.chance = services, chance

    def work(self):
        service = self.chance.choice(self.services)
        reply = self.ask(self.client.command(issue_ticket=dict(service=service)))
        if reply.refusal == wire.REFUSAL_SERIES_FULL:
            self.full = True
            return
        assert not reply.refusal, reply
        ticket = reply.ticket.ticket
        delivery = self.chance.choice([wire.DELIVERY_PRINTED, wire.DELIVERY_PAPERLESS])
        self.ask(self.client.command(confirm_ticket=dict(ticket=ticket, delivery=delivery)))
        if self.chance.random() < 0.05:
            self.ask(self.client.command(cancel_ticket=dict(ticket=ticket)))


class Window(Worker):
    def __init__(self, device, stop, window, clerk):
        super().__init__(device, stop)
        self.window, self.clerk = window, clerk

    def work(self):
        reply = self.ask(self.command("call_next"))
        if reply.refusal == wire.REFUSAL_NOBODY_WAITING:
            return
        # WRONG_PHASE after a crash: the person called before it still stands there.
        self.ask(self.command("start_service"))
        self.ask(self.command("complete_service"))

    def command(self, body):
        return self.client.command(clerk=self.clerk, **{body: dict(window=self.window)})


def problems_of(hall, told, workers):
    """Compares what clients were told since the last cycle with what the server has; `told`
    collects over all cycles."""
    wrong = []
    head, tickets, last_seq = hall.kiosk.snapshot()
    by_key = {record.ticket: record for record in tickets}
    numbers = [record.number for record in tickets]
    if len(set(numbers)) != len(numbers):
        wrong.append("a number names two tickets")
    for worker in workers:
        for command, reply in worker.acknowledged:
            if ticket_of(command, reply) not in range(1, head.first_ticket):  # of an earlier day
                wrong += _check(told, by_key, last_seq, command, reply)
        worker.acknowledged.clear()
    # A command that took effect twice shows as one ticket more than there are issuing ids.
    unanswered = sum(1 for worker in workers
                     if worker.pending and worker.pending.HasField("issue_ticket"))
    extra = len(tickets) - len(told["numbers"])
    if not 0 <= extra <= unanswered:
        wrong.append(f"{len(tickets)} tickets, {len(told['numbers'])} acknowledged, "
                     f"{unanswered} unanswered")
    return wrong


def ticket_of(command, reply):
    """The key of the ticket that an acknowledged command was about; 0: none."""
    body = getattr(command, command.WhichOneof("body"))
    return reply.ticket.ticket or getattr(body, "ticket", 0)


def _check(told, by_key, last_seq, command, reply):
    if reply.refusal:
        return []
    told["commands"] += 1
    wrong = []
    if reply.seq > last_seq:
        wrong.append(f"acknowledged event {reply.seq} is lost, the last is {last_seq}")
    if reply.seq and reply.seq in told["seqs"]:
        wrong.append(f"two commands were told event {reply.seq}")
    told["seqs"].add(reply.seq)
    if command.HasField("issue_ticket"):
        record = by_key.get(reply.ticket.ticket)
        if record is None or record.number != reply.ticket.number:
            wrong.append(f"acknowledged ticket {reply.ticket.number} is lost")
        if reply.ticket.number in told["numbers"]:
            wrong.append(f"{reply.ticket.number} was given twice")
        told["numbers"].add(reply.ticket.number)
    elif command.HasField("confirm_ticket"):
        if by_key[command.confirm_ticket.ticket].delivery != command.confirm_ticket.delivery:
            wrong.append(f"a confirmation of ticket {command.confirm_ticket.ticket} is lost")
    elif command.HasField("cancel_ticket"):
        if by_key[command.cancel_ticket.ticket].phase != wire.TICKET_PHASE_CANCELLED:
            wrong.append(f"a cancellation of ticket {command.cancel_ticket.ticket} is lost")
    elif command.HasField("call_next"):
        if by_key[reply.ticket.ticket].calls == 0:
            wrong.append(f"a call of {reply.ticket.number} is lost")
    return wrong


def replay_problems(sample):
    """Asks a few acknowledged commands again, after the restart: the same bytes must come back."""
    wrong = []
    for worker, command, reply in sample:
        again = worker.client.ask_until_answered(command)
        if again != reply:
            wrong.append(f"a repeated command was answered otherwise: {again} after {reply}")
    return wrong


def run_cycle(hall, make_workers, told, chance):
    stop = threading.Event()
    workers = make_workers(stop)
    for worker in workers:
        worker.start()
    time.sleep(chance.uniform(0.05, 0.6))  # the moment of the power cut: part of the input
    hall.server.kill()
    stop.set()
    for worker in workers:
        worker.join()
        if worker.error:
            raise worker.error
    hall.verify()  # the journal as the crash left it
    hall.start_server()
    hall.kiosk.ask_until_answered(hall.kiosk.command(ping={}))
    sample = [(worker, *pair) for worker in workers for pair in worker.acknowledged[-3:]
              if not pair[1].refusal]
    acknowledged = sum(len(worker.acknowledged) for worker in workers)
    wrong = problems_of(hall, told, workers)
    wrong += replay_problems(sample)
    return workers, acknowledged, wrong


def sit_all(hall, windows):
    for number in windows:
        hall.sit(number, f"c{number}")


def next_day(hall, told):
    """Another power cut in the night, and a start on the next morning."""
    told["tickets"] += len(told["numbers"])
    told["numbers"].clear()
    hall.server.kill()
    hall.clock.advance(86400)
    hall.start_server()
    for client in (hall.kiosk, hall.web):
        client.ask_until_answered(client.command(ping={}))
    sit_all(hall, hall.general[:WINDOWS])


def main():
    cycles = int(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1 << 32)
    print(f"seed {seed}", flush=True)
    chance = random.Random(seed)
    told = {"numbers": set(), "seqs": set(), "commands": 0, "tickets": 0}
    failures = 0
    with RunningHall(clock=True) as hall:
        kiosks = [hall.device(f"kiosk-{n}", "kiosk") for n in range(2, 2 + KIOSKS)]
        windows = hall.general[:WINDOWS]
        sit_all(hall, windows)
        before = []

        def make_workers(stop):
            fresh = [Kiosk(device, stop, hall.services, random.Random(chance.random()))
                     for device in kiosks]
            fresh += [Window(hall.web.device, stop, number, f"c{number}") for number in windows]
            for worker, old in zip(fresh, before):
                worker.client, worker.pending = old.client, old.pending
            return fresh

        for cycle in range(1, cycles + 1):
            if any(worker.full for worker in before) or cycle % 6 == 0:
                next_day(hall, told)
            before, acknowledged, wrong = run_cycle(hall, make_workers, told, chance)
            failures += len(wrong)
            print(f"cycle {cycle}: {acknowledged} acknowledged, "
                  f"{'clean' if not wrong else '; '.join(wrong)}", flush=True)
        told["tickets"] += len(told["numbers"])
        said = hall.verify()
        for worker in before:
            if worker.client:
                worker.client.close()
    print(said)
    print(f"{cycles} kills, {told['commands']} acknowledged commands, {told['tickets']} "
          f"tickets, {failures} lost, doubled or broken")
    sys.exit(1 if failures or not told["tickets"] else 0)


if __name__ == "__main__":
    main()
