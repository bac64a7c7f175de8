"""A network scanner (Mopria eSCL) with a plate and a feeder, on this machine's loopback.

Stands only for hardware: sane-airscan speaks to it as to any scanner. What it does wrong is set by
`fault`, at any time.
"""

import io
import random
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from PIL import Image, ImageDraw, ImageFilter

_SPACES = ('xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" '
           'xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"')
_RESOLUTIONS = (100, 200, 300, 600)

_ADF_STATES = {"jam": "ScannerAdfJam", "empty": "ScannerAdfEmpty", "hatch": "ScannerAdfHatchOpen"}


def _document(name, body):
    return (f'<?xml version="1.0" encoding="UTF-8"?><scan:{name} {_SPACES}>{body}'
            f'</scan:{name}>').encode()


def _source(name):
    resolutions = "".join(
        f"<scan:DiscreteResolution><scan:XResolution>{dpi}</scan:XResolution>"
        f"<scan:YResolution>{dpi}</scan:YResolution></scan:DiscreteResolution>"
        for dpi in _RESOLUTIONS)
    return (f"<scan:{name}><scan:MinWidth>16</scan:MinWidth><scan:MaxWidth>2550</scan:MaxWidth>"
            "<scan:MinHeight>16</scan:MinHeight><scan:MaxHeight>3508</scan:MaxHeight>"
            "<scan:MaxScanRegions>1</scan:MaxScanRegions>"
            "<scan:SettingProfiles><scan:SettingProfile>"
            "<scan:ColorModes><scan:ColorMode>Grayscale8</scan:ColorMode>"
            "<scan:ColorMode>RGB24</scan:ColorMode></scan:ColorModes><scan:DocumentFormats>"
            "<pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat></scan:DocumentFormats>"
            f"<scan:SupportedResolutions><scan:DiscreteResolutions>{resolutions}"
            "</scan:DiscreteResolutions></scan:SupportedResolutions></scan:SettingProfile>"
            f"</scan:SettingProfiles></scan:{name}>")


_CAPABILITIES = _document(
    "ScannerCapabilities",
    "<pwg:Version>2.63</pwg:Version><pwg:MakeAndModel>Test Scanner</pwg:MakeAndModel>"
    f"<scan:Platen>{_source('PlatenInputCaps')}</scan:Platen>"
    f"<scan:Adf>{_source('AdfSimplexInputCaps')}"
    "<scan:FeederCapacity>50</scan:FeederCapacity><scan:AdfOptions>"
    "<scan:AdfOption>DetectPaperLoaded"
    "</scan:AdfOption></scan:AdfOptions></scan:Adf>")


def _blank(size):
    return Image.new("RGB", size, (240, 240, 230))


def _lines(size):
    picture = _blank(size)
    draw = ImageDraw.Draw(picture)
    for y in range(0, size[1], 40):
        draw.line((0, y, size[0], y), fill=(40, 0, 0), width=3)
    return picture


def _blurred(size):
    """Lines of bold writing, moved while they were scanned: smeared over a millimetre."""
    picture = _blank(size)
    draw = ImageDraw.Draw(picture)
    step = size[1] // 30
    for y in range(step, size[1] - step, step):
        for x in range(size[0] // 10, size[0] * 9 // 10, step):
            draw.rectangle((x, y, x + step // 2, y + step // 3), fill=(30, 30, 30))
    return picture.filter(ImageFilter.GaussianBlur(size[0] / 8.5 / 25.4))


def _grain(size):
    return Image.frombytes("L", size, random.Random(7).randbytes(size[0] * size[1])).convert("RGB")


_DRAWN = {"blank": _blank, "lines": _lines, "blurred": _blurred, "grain": _grain}


class EsclScanner:
    def __init__(self, port: int):
        self.fault = ""
        self.paper = "lines"  # "blank", "blurred", "grain": megabytes of nothing
        self.pages_in_feeder = 3
        self.jobs = {}
        self.sending = threading.Event()  # of a slow or halting page, all but the end
        self.go_on = threading.Event()  # the end of a halting page may follow
        scanner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def answer(self, code, body=b"", kind="text/xml", **fields):
                self.send_response(code)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                for name, value in fields.items():
                    self.send_header(name, value)
                self.end_headers()
                try:
                    self.wfile.write(body)
                except BrokenPipeError:
                    pass  # the other side has what it wanted

            def do_GET(self):
                scanner.get(self)

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                scanner.post(self, body)

            def do_DELETE(self):
                self.answer(200)

        self.port = port
        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"sane:airscan:escl:Test:http://127.0.0.1:{self.port}/eSCL"

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def status(self):
        if self.fault == "no-xml":
            return b"\xff\x00 not XML"
        state = {"busy": "Processing", "stopped": "Stopped"}.get(self.fault, "Idle")
        loaded = "ScannerAdfLoaded" if self.pages_in_feeder else "ScannerAdfEmpty"
        adf = _ADF_STATES.get(self.fault, loaded)
        return _document("ScannerStatus", "<pwg:Version>2.63</pwg:Version>"
                         f"<pwg:State>{state}</pwg:State><scan:AdfState>{adf}</scan:AdfState>")

    def post(self, request, body):
        if self.fault == "busy":
            return request.answer(503)
        number = str(len(self.jobs) + 1)
        dpi = int(re.search(r"XResolution>(\d+)", body)[1])
        width, height = (int(re.search(rf"{side}>(\d+)", body)[1]) for side in ("Width", "Height"))
        self.jobs[number] = {
            "left": self.pages_in_feeder if "Feeder" in body else 1, "told": 0,
            "size": (width * dpi // 300, height * dpi // 300), "grey": "Grayscale8" in body}
        return request.answer(201, Location=f"http://127.0.0.1:{self.port}/eSCL/ScanJobs/{number}")

    def get(self, request):
        if request.path == "/eSCL/ScannerCapabilities":
            return request.answer(200, _CAPABILITIES)
        if request.path == "/eSCL/ScannerStatus":
            return request.answer(200, self.status())
        match = re.match(r"/eSCL/ScanJobs/(\d+)/NextDocument", request.path)
        job = self.jobs.get(match[1]) if match else None
        if job is None or job["left"] == 0:
            return request.answer(404)
        if self.fault in _ADF_STATES:
            return request.answer(409)
        return self.page(request, job)

    def page(self, request, job):
        job["left"] -= 1
        job["told"] += 1
        picture = _DRAWN[self.paper](job["size"])
        if job["grey"]:
            picture = picture.convert("L")
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=80)
        body = file.getvalue()
        if self.fault == "jam-after-two" and job["told"] == 2:
            self.fault = "jam"  # the third page
        if self.fault == "drop":
            request.send_response(200)
            request.send_header("Content-Type", "image/jpeg")
            request.send_header("Content-Length", str(len(body)))
            request.end_headers()
            request.wfile.write(body[: len(body) // 2])
            request.close_connection = True
            return request.connection.close()
        if self.fault == "slow":
            return self.send_slowly(request, body)
        if self.fault == "halt":
            return self.send_in_two(request, body)
        return request.answer(200, body, "image/jpeg")

    def send_in_two(self, request, body):
        """The page, its end when `go_on` is set."""
        self.send_all_but_the_end(request, body)
        self.go_on.wait()
        request.wfile.write(body[len(body) * 3 // 4:])

    def send_all_but_the_end(self, request, body):
        request.send_response(200)
        request.send_header("Content-Type", "image/jpeg")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body[: len(body) * 3 // 4])
        self.sending.set()

    def send_slowly(self, request, body):
        """The page, but for its end: that waits until nobody wants it any more."""
        self.send_all_but_the_end(request, body)
        request.connection.settimeout(30)
        request.close_connection = True
        try:
            while request.connection.recv(1024):  # ends when the other side hangs up
                pass
        except OSError:
            pass
