"""Photos as a phone takes them, made in memory."""

import io

from PIL import Image

GPS_TAG, ORIENTATION_TAG, MODEL_TAG = 0x8825, 0x0112, 0x0110
LATITUDE = {1: "N", 2: (21.0, 1.0, 42.5), 3: "E", 4: (105.0, 51.0, 15.0)}


def phone_photo(width=2400, height=1200, kind="JPEG"):
    """A red-left, blue-right picture, stored lying on its side, with place and device in its EXIF."""
    picture = Image.new("RGB", (width, height), "blue")
    picture.paste("red", (0, 0, width // 2, height))
    exif = picture.getexif()
    exif[MODEL_TAG] = "Phone of a named person"
    exif[ORIENTATION_TAG] = 6  # to be turned a quarter clockwise
    exif.get_ifd(GPS_TAG).update(LATITUDE)
    target = io.BytesIO()
    picture.save(target, kind, exif=exif)
    target.seek(0)
    return target


def plain_photo(width=80, height=60, kind="JPEG"):
    """A small grey picture."""
    target = io.BytesIO()
    Image.new("RGB", (width, height), "grey").save(target, kind)
    target.seek(0)
    return target
