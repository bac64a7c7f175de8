"""Reads pictures as a person would: printed text (tesseract) and codes (zbar)."""

import collections
import csv
import functools
import io
import os
import subprocess
import tempfile

from PIL import Image, ImageOps

Word = collections.namedtuple("Word", "text left top right bottom")


class Line:
    """Words side by side; `text` has no blanks, so that Chinese matches however it was split."""

    def __init__(self, words):
        self.words = words
        self.text = "".join(word.text for word in words)

    def box_of(self, wanted: str):
        """(left, top, right, bottom) of the words that hold `wanted`."""
        start = self.text.index(wanted)
        end, at, boxes = start + len(wanted), 0, []
        for word in self.words:
            if at < end and at + len(word.text) > start:
                boxes.append(word)
            at += len(word.text)
        return (min(b.left for b in boxes), min(b.top for b in boxes),
                max(b.right for b in boxes), max(b.bottom for b in boxes))


def lines_of(picture: Image.Image, scale: float = 1.0, languages: str = "chi_sim+eng",
             layout: int = 11, only: str = ""):
    """The lines of text in a picture (read once, however often it is asked for); coordinates are
    the picture's. `scale` resizes it first:
    letters of 20 to 60 pixels are read best. `layout` is tesseract's page segmentation mode;
    `only` are the characters that can occur."""
    image = ImageOps.grayscale(picture)
    if scale != 1.0:
        image = image.resize((int(image.width * scale), int(image.height * scale)))
    data = io.BytesIO()
    image.save(data, "PNG")
    return [Line([Word(text, *(int(value / scale) for value in box)) for text, box in words])
            for words in _read(data.getvalue(), languages, layout, only)]


@functools.lru_cache(maxsize=500)
def _read(png: bytes, languages: str, layout: int, only: str):
    """Lines of (text, box), from tesseract."""
    command = ["tesseract", "stdin", "stdout", "-l", languages, "--psm", str(layout)]
    if only:
        command += ["-c", f"tessedit_char_whitelist={only}"]
    done = subprocess.run(command + ["tsv"], input=png, capture_output=True,
                          env=dict(os.environ, OMP_THREAD_LIMIT="1"), check=True)
    rows = csv.DictReader(io.StringIO(done.stdout.decode()), delimiter="\t", quoting=csv.QUOTE_NONE)
    grouped = collections.defaultdict(list)
    for row in rows:
        text = row["text"].strip() if row["text"] else ""
        if text:
            left, top = int(row["left"]), int(row["top"])
            box = (left, top, left + int(row["width"]), top + int(row["height"]))
            grouped[row["block_num"], row["par_num"], row["line_num"]].append((text, box))
    return list(grouped.values())


def text_of(picture: Image.Image, **how) -> str:
    """All text of a picture, a line each, without blanks."""
    return "\n".join(line.text for line in lines_of(picture, **how))


def find(picture: Image.Image, wanted: str, **how):
    """The box of `wanted` in the picture, or None."""
    for line in lines_of(picture, **how):
        if wanted in line.text:
            return line.box_of(wanted)
    return None


def codes_of(picture: Image.Image):
    """What the bar and QR codes in a picture say."""
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        picture.convert("L").save(file, "PNG")
        file.flush()
        done = subprocess.run(["zbarimg", "--quiet", "--raw", "--nodbus", file.name],
                              capture_output=True, text=True, check=False)
    return done.stdout.split()
