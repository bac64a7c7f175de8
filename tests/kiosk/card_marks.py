"""What a kiosk must not keep of the ID card that the rig puts down."""

import hashlib
import pathlib
import tomllib


def marks_of_card(device_file: pathlib.Path) -> dict:
    """What must not stay of the rig's card (tests/devices/readers/reader_models.cc): its text in
    the card's letters and in ours, and the hash of the number with the key in the device file."""
    digits = "11010119491231002"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    number = digits + "10X98765432"[sum(w * int(d) for w, d in zip(weights, digits)) % 11]
    key = bytes.fromhex(tomllib.loads(device_file.read_text())["person_key"])
    person = hashlib.blake2b(number.encode(), digest_size=16, key=key).digest()
    texts = {"number": number, "end of the number": number[8:], "date of birth": "19491231",
             "address": "NOWHERE"}
    return {"hash": person, "end of the hash": person[8:], "hash in hexadecimal":
            person.hex().encode()} \
        | {what: text.encode() for what, text in texts.items()} \
        | {f"{what} as on the card": text.encode("utf-16-le") for what, text in texts.items()}
