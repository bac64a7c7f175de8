"""What the tests of papers share: a ticket for an item, and a paper that a kiosk hands in, without
a kiosk: the leave of the real server, the upload to the real queue-web."""

import base64
import hashlib
import os
import time

from hallkit import wire
from hallkit.suite import equal
from web_hall import WebHall

ITEM, DOCUMENTS = "social-pension-claim", 4  # each of them is needed
SCANNED = b"sealed: what is in it nobody but the clerk learns"


def take_for(hall: WebHall, item: str = ITEM) -> wire.TicketResult:
    """A number for an item of the first service, its paper in the citizen's hand."""
    ticket = hall.kiosk.done(issue_ticket=dict(service=hall.services[0], item=item)).ticket
    hall.kiosk.done(confirm_ticket=dict(ticket=ticket.ticket, delivery=wire.DELIVERY_PRINTED))
    return ticket


def scanner(hall: WebHall, works: bool = True):
    """The kiosk reports its scanner."""
    state = wire.DEVICE_STATE_READY if works else wire.DEVICE_STATE_AWAY
    hall.kiosk.done(report_device=dict(device="scanner", state=state))


def new_document() -> bytes:
    """An id as kiosks make it when a paper is filed: of two, the later is the greater."""
    return int(time.time() * 1000).to_bytes(6, "big") + os.urandom(10)


def hand_in(hall: WebHall, ticket: wire.TicketResult, ordinal: int, pages: int,
            document: bytes = None) -> bytes:
    """One scanned document of the ticket, 0: another paper; its id."""
    document = document or new_document()
    grant = hall.kiosk.done(grant_upload=dict(
        ticket=ticket.ticket, document=document, size=len(SCANNED), ordinal=ordinal, pages=pages,
        hash=hashlib.blake2b(SCANNED, digest_size=32).digest())).upload_grant
    leave = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=")
                      for part in (grant.capability, grant.signature)).decode()
    answer = hall.visitor().ask("PUT", f"/documents/{document.hex()}", SCANNED, {
        "Authorization": f"Yichuang {leave}",
        "Content-Range": f"bytes 0-{len(SCANNED) - 1}/{len(SCANNED)}"})
    equal(answer.status, 201, answer)
    return document
