"""Which call stands on a hall's board, told from the pixels of a screenshot alone.

Learns from a board how each number and each window looks, then knows them again. Colours do not
matter (a call flashes), only what is ink.
"""

from PIL import Image, ImageChops

from hallkit.board import is_red

# On a screen of 1920 x 1080: the number, the plate with the window's, a place in the strip.
_NUMBER = (84, 216, 680, 420)
_WINDOW = (850, 180, 1210, 380)
_STRIP = (20, 1044)
_INK = 140  # grey; the ground of the number is darker, that of the window's plate lighter
# Of all pixels of a part. Edges differ by colour, by 0.6 %; other numbers by 2 % and more.
_MISMATCH_MAX = 0.009


class Unreadable(AssertionError):
    pass


def _part(picture: Image.Image, box) -> Image.Image:
    scale = picture.width / 1920
    grey = picture.convert("L").crop(tuple(round(side * scale) for side in box))
    return grey.point(lambda value: 255 if value >= _INK else 0)


def _mismatch(a: Image.Image, b: Image.Image) -> float:
    return ImageChops.difference(a, b).histogram()[255] / (a.width * a.height)


def is_cut_off(picture: Image.Image) -> bool:
    """Whether the banner stands at the foot."""
    scale = picture.width / 1920
    return is_red(picture.convert("RGB").getpixel(tuple(round(at * scale) for at in _STRIP)))


class HeroReader:
    def __init__(self):
        self._numbers = {}
        self._windows = {}

    def learn(self, number: str, window: int, picture: Image.Image):
        """What the board shows while that call is the newest."""
        for known, name, part in ((self._numbers, number, _part(picture, _NUMBER)),
                                  (self._windows, window, _part(picture, _WINDOW))):
            for other, template in known.items():
                close = _mismatch(template, part)
                if other == name:
                    assert close <= _MISMATCH_MAX, f"{name} looks different each time: {close}"
                else:
                    assert close > 2 * _MISMATCH_MAX, f"{name} looks like {other}: {close}"
            known.setdefault(name, part)

    def read(self, picture: Image.Image):
        """(number, window). Unreadable if it is none of those learned."""
        return (self._best(self._numbers, _part(picture, _NUMBER)),
                self._best(self._windows, _part(picture, _WINDOW)))

    @staticmethod
    def _best(known: dict, part: Image.Image):
        name, mismatch = min(((name, _mismatch(template, part)) for name, template in
                              known.items()), key=lambda one: one[1])
        if mismatch > _MISMATCH_MAX:
            raise Unreadable(f"the nearest is {name}, which differs in {mismatch:.2%} of pixels")
        return name
