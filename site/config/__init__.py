"""The address book: settings, URLs, WSGI. Whoever finds `config` finds every other room through it."""

import sys
from pathlib import Path

SITE_ROOT = Path(__file__).resolve().parent.parent
PROJECT_ROOT = SITE_ROOT.parent

for root in (SITE_ROOT, PROJECT_ROOT):
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
