"""Indexes everything published anew: after an import, a restored backup, or a new way of indexing."""

from django.core.management.base import BaseCommand

from search import interface


class Command(BaseCommand):
    help = "Indexes every published page anew. Readers may search meanwhile."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"{interface.rebuild()} pages are in the index.")
