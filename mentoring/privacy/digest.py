"""The fingerprint of published texts: what the author approved is what is shown."""

import hashlib
import json


def digest_of(title: str, summary: str, content: dict) -> str:
    """SHA-256, hexadecimal, over the canonical JSON of the three: keys sorted, no spaces, UTF-8 as it is."""
    canonical = json.dumps(
        [title, summary, content], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode()).hexdigest()
