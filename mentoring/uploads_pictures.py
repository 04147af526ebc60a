"""Pictures of uploads: decoded within bounds and encoded anew, so that only the pixels remain."""

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from .uploads_refusals import UploadRefused

MAX_PIXELS = 40_000_000
# What a decoder may hold. Pillow spends 4 bytes on a colour pixel, and turning a picture upright doubles it.
MAX_DECODED_BYTES = 80 * 2**20
# A WebP decoder keeps two canvases, and its encoder two more.
MAX_WEBP_PIXELS = 10_000_000
# libjpeg keeps all coefficients of a progressive picture in memory: 6 bytes a pixel.
MAX_PROGRESSIVE_PIXELS = 20_000_000
# A larger JPEG is decoded at half its width and height: nobody reads 40 megapixels on a screen.
HALVE_JPEG_ABOVE = 12_000_000

_UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, OverflowError, IndexError, KeyError, TypeError)
_DECODER_ERRORS = (*_UNREADABLE, struct.error, zlib.error)


@dataclass(frozen=True)
class Picture:
    """A picture without metadata; `animated` tells that further frames were left out."""

    content: bytes
    format: str
    animated: bool
    pixels: int


def recode_picture(data: bytes, formats: tuple[str, ...]) -> Picture:
    """The first frame of a picture, upright, without EXIF, XMP, ICC profile, comments or trailing data.

    `formats` are Pillow's names; other decoders are never tried. Raises UploadRefused.
    """
    try:
        with Image.open(BytesIO(data), formats=formats) as image:
            pixels = _refuse_giant(image)
            kind = "JPEG" if image.format == "MPO" else str(image.format)
            animated = getattr(image, "n_frames", 1) > 1
            if kind == "JPEG" and pixels > HALVE_JPEG_ABOVE:
                image.draft(None, (image.width // 2, image.height // 2))
            image.load()
            ImageOps.exif_transpose(image, in_place=True)
            return Picture(_encoded(image, kind), kind, animated, pixels)
    except UnidentifiedImageError as error:
        raise UploadRefused("disguised") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UploadRefused("picture_size") from error
    except UploadRefused:
        raise
    except _DECODER_ERRORS as error:
        raise UploadRefused("broken") from error


def _refuse_giant(image: Image.Image) -> int:
    """The number of pixels as the header tells it; nothing is decoded yet."""
    pixels = image.width * image.height
    most = MAX_PIXELS
    if image.format == "WEBP":
        most = MAX_WEBP_PIXELS
    elif image.info.get("progressive"):
        most = MAX_PROGRESSIVE_PIXELS
    elif image.format not in ("JPEG", "MPO"):
        depth = 1 if image.mode in ("1", "L", "P") else 4
        most = min(most, MAX_DECODED_BYTES // depth)
    if pixels > most:
        raise UploadRefused("picture_size")
    return pixels


def _encoded(image: Image.Image, kind: str) -> bytes:
    # Pillow writes some of what it finds in `info` back: profile, comment, EXIF.
    transparency = image.info.get("transparency")
    image.info.clear()
    if transparency is not None and kind in ("PNG", "GIF"):
        image.info["transparency"] = transparency
    if kind == "JPEG" and image.mode not in ("L", "RGB"):
        image = image.convert("RGB")
    options: dict[str, object] = {
        "JPEG": {"quality": 88, "optimize": False},
        "WEBP": {"quality": 88, "method": 2, "exif": b"", "xmp": b"", "icc_profile": b""},
    }.get(kind, {})
    target = BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()
