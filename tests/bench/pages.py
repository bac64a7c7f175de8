"""Memory of a kiosk while papers are scanned: the real program, its devices on an emulated bus, a
scanner on the network. Prints a line a measurement, "PAGES MEGABYTES": with so many pages of a
paper in the citizen's hand, and 0 for the home screen after that visit."""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve()
sys.path.insert(0, str(HERE.parents[1]))

from kiosk.paper_hall import (  # noqa: E402
    FILE, FINISH_PAPERS, SCAN_PAPERS, PaperHall, row)

PAGES = (3, 15)

with PaperHall() as hall:
    hall.start(pictures=False, code_reader="hidpos:usb:0c2e:1007")
    hall.take_item("shbz")
    hall.tap(SCAN_PAPERS)
    hall.until_screen("papers")
    hall.tap(row(0))
    hall.until_screen("pages")
    for taken in range(1, max(PAGES) + 1):
        hall.scan_page()
        if taken in PAGES:
            print(f"{taken} {hall.resident_mb():.3f}", flush=True)
    hall.tap(FILE)
    hall.until_screen("papers")
    hall.until_said("has reached the hall")
    hall.tap(FINISH_PAPERS)
    hall.until_screen("services")
    hall.until_nothing_of({"PDF": b"%PDF-"})  # it has cleared up
    print(f"0 {hall.resident_mb():.3f}", flush=True)
